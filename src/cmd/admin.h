// `muster admin …`: each command is one call of the native API, through an AdminLink.
#pragma once

#include "base/result.h"
#include "cmd/admin_link.h"
#include "cmd/commands.h"

#include <string>

namespace muster::cmd {

enum class Output { text, json };

// What to print. `standard_input` is the text that "-" and --password-stdin stand for. Errors:
// invalid; refusals of the API with their codes; those of the link.
Result<std::string> run_admin(const AdminCommand& command, AdminLink& link, Output output,
                              const std::string& standard_input);

// True if the command reads standard input.
bool wants_standard_input(const AdminCommand& command);

}  // namespace muster::cmd
