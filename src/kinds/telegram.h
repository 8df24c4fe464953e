// The channel kind `telegram`: a bot that writes to a chat, a group or a channel of Telegram
// (Healthchecks §5.6).
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

struct TelegramConfig {
  std::string token;    // of the bot
  std::string chat_id;  // "-1001234567890" or "@channel"; on the way in also a number
  std::optional<std::int64_t> thread_id;  // a topic of a group
  std::optional<std::string> server;  // of the Bot API; https://api.telegram.org unless it is given
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 2> kRequired{"token", "chat_id"};
  friend bool operator==(const TelegramConfig&, const TelegramConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(TelegramConfig, (), (token, chat_id, thread_id, server, language))

extern const ChannelKind kTelegram;

}  // namespace muster::kinds
