// The command line, read into Arguments. Pure, but for MUSTER_URL and MUSTER_PING_KEY, which stand
// for the flags of `exec` and `ping` that are not given.
#pragma once

#include "base/result.h"
#include "cmd/commands.h"

#include <span>
#include <string>
#include <variant>

namespace muster::cmd {

// --help or --version was asked for.
struct HelpText {
  std::string text;
};

// `words` is argv without the program's name. Errors are Code::invalid; `where` is the command.
Result<std::variant<Arguments, HelpText>> parse_arguments(std::span<const std::string> words);

}  // namespace muster::cmd
