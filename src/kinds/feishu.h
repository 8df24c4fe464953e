// The channel kind `feishu`: a custom bot in a Feishu or Lark group (Healthchecks §5.5).
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

struct FeishuConfig {
  std::string url;                    // of the bot, as Feishu shows it
  std::optional<std::string> secret;  // signs each message when it is not empty
  bool at_all = false;                // call everybody when a check goes down
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 1> kRequired{"url"};
  friend bool operator==(const FeishuConfig&, const FeishuConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(FeishuConfig, (), (url, secret, at_all, language))

extern const ChannelKind kFeishu;

// Base64 of HMAC-SHA256 with "<s>\n<secret>" as its key, over nothing: key and text are the other
// way round than with DingTalk.
std::string feishu_signature(std::string_view secret, std::int64_t timestamp_s);

}  // namespace muster::kinds
