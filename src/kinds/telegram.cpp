#include "kinds/telegram.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "core/words.h"
#include "kinds/answer.h"
#include "kinds/chat_hook.h"
#include "kinds/plain_text.h"
#include "kinds/story.h"
#include "kinds/web_address.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::string_view kServer = "https://api.telegram.org";
constexpr std::size_t kTextBytesMax = 4'096;  // Telegram counts characters, which are never more
constexpr std::size_t kTokenBytesMax = 256;
constexpr std::size_t kChatBytesMax = 64;

constexpr std::array kSecrets{Secret{.name = "token", .goes_to = "server"}};

// What stands in the description when the bot may not write there, and never will by itself.
constexpr std::array<std::string_view, 6> kFinal{"chat not found",       "message thread not found",
                                                 "chat_write_forbidden", "not enough rights",
                                                 "deactivated",          "blocked"};

// Puts a text in the place of a number.
void spell_chat_id(boost::json::value& json) {
  boost::json::object* const object = json.if_object();
  boost::json::value* const chat = object == nullptr ? nullptr : object->if_contains("chat_id");
  if (chat != nullptr && chat->is_int64()) *chat = fmt::format("{}", chat->get_int64());
}

bool is_token(std::string_view token) {
  const std::size_t colon = token.find(':');
  return token.size() <= kTokenBytesMax && colon != token.npos && colon > 0 &&
         colon + 1 < token.size() && std::ranges::all_of(token.substr(0, colon), core::is_digit) &&
         std::ranges::all_of(token.substr(colon + 1), [](char c) {
           return core::is_letter(c) || core::is_digit(c) || c == '_' || c == '-';
         });
}

bool is_chat(std::string_view chat) {
  if (chat.size() > kChatBytesMax) return false;
  if (chat.starts_with('@')) {
    return chat.size() > 1 && std::ranges::all_of(chat.substr(1), [](char c) {
             return core::is_letter(c) || core::is_digit(c) || c == '_';
           });
  }
  const std::string_view digits = chat.substr(chat.starts_with('-') ? 1 : 0);
  return !digits.empty() && std::ranges::all_of(digits, core::is_digit);
}

Result<engine::ValidChannel> validate(std::string_view config_json) {
  boost::json::value json = TRY(parse_json(config_json));
  spell_chat_id(json);
  const TelegramConfig config = TRY(decode<TelegramConfig>(json));
  if (!is_token(config.token)) {
    return fail(Code::invalid, "expected the bot's token, such as 123456:ABC-def", "/token");
  }
  if (!is_chat(config.chat_id)) {
    return fail(Code::invalid, "expected a number such as -1001234567890, or @channel", "/chat_id");
  }
  if (config.thread_id.value_or(1) < 1) {
    return fail(Code::invalid, "expected the number of a topic, 1 or more", "/thread_id");
  }
  if (config.server) TRY_DO(check_url(*config.server, "/server"));
  return engine::ValidChannel{.config = encode(config)};
}

std::string html(const Story& story) {
  const Messages& words = messages(story.language);
  const bool down = story.direction == core::Direction::down;
  std::string text =
      fmt::format("{} <b>{}</b>\n\n", down ? "🔴" : "🟢", markup_escaped(story.headline));
  for (const Fact& fact : story.facts) {
    text += fmt::format("<b>{}{}</b> {}\n", fact.label, words.colon, markup_escaped(fact.value));
  }
  if (!story.output.empty()) {
    text += fmt::format("\n<b>{}{}</b>\n<pre>{}</pre>\n", words.last_output, words.colon,
                        markup_escaped(story.output));
  }
  if (!story.link.empty()) {
    text += fmt::format("\n<a href=\"{}\">{}</a>\n", markup_escaped(story.link), words.details);
  }
  return text;
}

std::string body(const Story& story, const TelegramConfig& config) {
  JsonWriter writer;
  writer.begin_object().field("chat_id", config.chat_id);
  if (config.thread_id) writer.field("message_thread_id", *config.thread_id);
  writer.field("text", fitted(story, kTextBytesMax, html)).field("parse_mode", "HTML");
  writer.field("disable_web_page_preview", true).end_object();
  return writer.finish();
}

std::string url(const TelegramConfig& config) {
  std::string_view server = config.server ? std::string_view(*config.server) : kServer;
  while (server.ends_with('/')) server.remove_suffix(1);
  return fmt::format("{}/bot{}/sendMessage", server, config.token);
}

// {"ok":false,"error_code":429,"description":…,"parameters":{"retry_after":…}}
struct Refusal {
  std::int64_t code = 0;
  std::string description;
  std::optional<std::int64_t> retry_after_s;
  std::optional<std::int64_t> moved_to;
};

std::optional<std::int64_t> number(const boost::json::object& object, std::string_view name) {
  const boost::json::value* const found = object.if_contains(name);
  if (found == nullptr || !found->is_int64()) return std::nullopt;
  return found->get_int64();
}

Refusal refusal(const boost::json::object& said) {
  Refusal read{.code = number(said, "error_code").value_or(0),
               .description = {},
               .retry_after_s = {},
               .moved_to = {}};
  if (const auto* const text = said.if_contains("description"); text && text->is_string()) {
    read.description = std::string_view(text->get_string());
  }
  if (const auto* const more = said.if_contains("parameters"); more && more->is_object()) {
    read.retry_after_s = number(more->get_object(), "retry_after");
    read.moved_to = number(more->get_object(), "migrate_to_chat_id");
  }
  return read;
}

bool is_final(const Refusal& refused) {
  // 401 and 404: the token. 403: the bot was blocked, or put out of the group.
  if (refused.code == 401 || refused.code == 403 || refused.code == 404) return true;
  std::string words = refused.description;
  std::ranges::transform(words, words.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return refused.code == 400 && std::ranges::any_of(kFinal, [&words](std::string_view one) {
           return words.contains(one);
         });
}

core::Attempt judge_refusal(const Refusal& refused) {
  std::string answer =
      one_line(fmt::format("{} {}", refused.code, refused.description), kAnswerBytes);
  if (refused.moved_to) {
    // The notice waits: whoever reads this can mend the channel meanwhile.
    answer = one_line(
        fmt::format("the chat has moved: set chat_id to {} ({})", *refused.moved_to, answer),
        kAnswerBytes);
    return {core::Taken::not_now, std::move(answer), std::nullopt};
  }
  if (is_final(refused)) return {core::Taken::never, std::move(answer), std::nullopt};
  std::optional<Duration> wait;
  if (refused.retry_after_s.value_or(0) > 0) {
    const std::int64_t most = std::chrono::seconds(limits::kDeliveryLife).count();
    wait = seconds(std::min(*refused.retry_after_s, most));
  }
  return {core::Taken::not_now, std::move(answer), wait};
}

core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  core::Attempt by_status = judge_by_status(answer, now);
  const Result<boost::json::value> json = parse_json(answer.body);
  const boost::json::object* const said = json ? json->if_object() : nullptr;
  const boost::json::value* const ok = said == nullptr ? nullptr : said->if_contains("ok");
  if (ok == nullptr || !ok->is_bool()) {
    // Not Telegram's words: something stands in between.
    if (by_status.taken == core::Taken::yes) by_status.taken = core::Taken::not_now;
    return by_status;
  }
  if (ok->get_bool()) {
    // The answer repeats the whole message; nobody needs it.
    by_status.answer = "ok";
    return by_status;
  }
  return judge_refusal(refusal(*said));
}

Result<Errand> prepare(const Occasion& occasion) {
  const TelegramConfig config = TRY(stored_config<TelegramConfig>(occasion.notice.channel));
  return json_post(occasion, url(config), body(tell(occasion, config.language), config), &judge);
}

}  // namespace

constinit const ChannelKind kTelegram{
    .name = "telegram", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

}  // namespace muster::kinds
