// The channel kind `slack`: an incoming webhook of Slack, and of what takes the same form:
// Mattermost, Rocket.Chat and others (Healthchecks §5.6).
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace muster::kinds {

struct SlackConfig {
  std::string url;                     // of the incoming webhook
  std::optional<std::string> channel;  // "#ops" or "@ann", where the webhook lets one choose
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 1> kRequired{"url"};
  friend bool operator==(const SlackConfig&, const SlackConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(SlackConfig, (), (url, channel, language))

extern const ChannelKind kSlack;

}  // namespace muster::kinds
