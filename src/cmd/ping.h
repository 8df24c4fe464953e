// `muster ping`: one ping, with the server's answer. Blocking.
#pragma once

#include "base/result.h"
#include "cmd/commands.h"

#include <string>

namespace muster::cmd {

// The server's answer ("OK"). `standard_input` is the body that "-" stands for. Errors: those of
// PingClient, after three attempts in at most 20 s.
Result<std::string> run_ping(const PingCommand& command, const std::string& standard_input);

}  // namespace muster::cmd
