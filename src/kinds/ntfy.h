// The channel kind `ntfy`: a topic on ntfy.sh or on an ntfy server of one's own (Healthchecks
// §5.6).
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace muster::kinds {

struct NtfyConfig {
  std::optional<std::string> server;  // https://ntfy.sh unless it is given
  std::string topic;
  std::optional<std::string> token;           // for a topic that is protected
  std::optional<std::int32_t> priority_down;  // 1 (lowest) to 5; 4 unless it is given
  std::optional<std::int32_t> priority_up;    // 3 unless it is given
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 1> kRequired{"topic"};
  friend bool operator==(const NtfyConfig&, const NtfyConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(NtfyConfig, (), (server, topic, token, priority_down, priority_up, language))

extern const ChannelKind kNtfy;

}  // namespace muster::kinds
