// The channel kind `dingtalk`: a custom robot in a DingTalk group (Healthchecks §5.5).
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace muster::kinds {

struct DingTalkConfig {
  std::optional<std::string> url;           // of the robot, as DingTalk shows it …
  std::optional<std::string> access_token;  // … or the token in it alone
  std::optional<std::string> secret;        // signs each message when it is not empty
  std::vector<std::string> at_mobiles;      // who is called when a check goes down
  bool at_all = false;
  std::optional<Language> language;

  friend bool operator==(const DingTalkConfig&, const DingTalkConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(DingTalkConfig, (), (url, access_token, secret, at_mobiles, at_all, language))

extern const ChannelKind kDingTalk;

// Base64 of HMAC-SHA256 with the secret as its key, over "<ms>\n<secret>".
std::string dingtalk_signature(std::string_view secret, std::int64_t timestamp_ms);

}  // namespace muster::kinds
