// The channel kind `exec`: a program of the administrator's own on the server's machine. It is run
// without a shell; what there is to say stands in its environment, never in its words, so that no
// name of a check can become a command. For administrators only.
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace muster::kinds {

struct ExecConfig {
  std::vector<std::string> command;  // the program's absolute path, then its arguments
  std::optional<Language> language;  // of MUSTER_HEADLINE and MUSTER_TEXT

  static constexpr std::array<std::string_view, 1> kRequired{"command"};
  friend bool operator==(const ExecConfig&, const ExecConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(ExecConfig, (), (command, language))

extern const ChannelKind kExec;

// 0: taken. Everything else: later, since the program or the machine may be mended meanwhile.
core::Attempt judge_exec(const host::CommandEnd& end);

}  // namespace muster::kinds
