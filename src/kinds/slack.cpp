#include "kinds/slack.h"

#include "base/json_writer.h"
#include "core/words.h"
#include "kinds/answer.h"
#include "kinds/chat_hook.h"
#include "kinds/plain_text.h"
#include "kinds/story.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kBodyBytesMax = 12'000;  // Mattermost takes 16 383 characters
constexpr std::size_t kChannelBytesMax = 80;

constexpr std::array kSecrets{Secret{.name = "url"}};

// The whole body of an answer with which Slack refuses for good.
constexpr std::array<std::string_view, 12> kFinal{
    "invalid_payload",     "invalid_token",     "no_service",
    "no_service_id",       "no_active_hooks",   "no_team",
    "team_disabled",       "user_not_found",    "channel_not_found",
    "channel_is_archived", "action_prohibited", "posting_to_general_channel_denied"};

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const SlackConfig config = TRY(decode_text<SlackConfig>(config_json));
  TRY_DO(check_hook(config.url, kSlack.name, "/url"));
  if (const std::string channel = config.channel.value_or(""); !channel.empty()) {
    TRY_DO(check_word(channel, kChannelBytesMax, "a channel such as #ops or a user such as @ann",
                      "/channel"));
  }
  return engine::ValidChannel{.config = encode(config)};
}

// &, < and > act in Slack's text; an @ at the beginning of a word calls people in Mattermost and
// Rocket.Chat, so an invisible character (U+2060) parts it from what follows.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
    const bool begins = i == 0 || !(core::is_letter(text[i - 1]) || core::is_digit(text[i - 1]));
    if (c == '@' && begins) out += "\u2060";
  }
  return out;
}

// Three backticks would end the block; an invisible character keeps them apart.
std::string code_block(std::string_view text) {
  std::string inside;
  for (const char c : text) {
    if (c == '`' && inside.ends_with('`')) inside += "\u2060";
    inside += c;
  }
  return fmt::format("```\n{}\n```", escaped(inside));
}

std::string body(const Story& story, const SlackConfig& config) {
  const Messages& words = messages(story.language);
  const std::string headline = escaped(story.headline);
  JsonWriter writer;
  writer.begin_object().field("text", headline);
  // The headline is no markup. Only Slack reads this.
  writer.field("mrkdwn", false);
  if (config.channel && !config.channel->empty()) writer.field("channel", *config.channel);
  writer.key("attachments").begin_array().begin_object();
  writer.field("color", story.direction == core::Direction::down ? "#b3261e" : "#1b6e3c");
  writer.field("fallback", headline);
  if (!story.link.empty()) {
    writer.field("title", words.details).field("title_link", story.link);
  }
  writer.key("fields").begin_array();
  for (const Fact& fact : story.facts) {
    writer.begin_object().field("title", fact.label).field("value", escaped(fact.value));
    writer.field("short", false).end_object();
  }
  writer.end_array();
  if (!story.output.empty()) writer.field("text", code_block(story.output));
  writer.key("mrkdwn_in").begin_array().value("text").end_array();
  writer.end_object().end_array().end_object();
  return writer.finish();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Rocket.Chat says {"success":false,"error":…}, others {"ok":false,…}; a page in HTML comes from
// something else altogether, such as a page to log in.
bool says_no(std::string_view body) {
  if (body.starts_with('<')) return true;
  const Result<boost::json::value> json = parse_json(body);
  const boost::json::object* const object = json ? json->if_object() : nullptr;
  if (object == nullptr) return false;
  return std::ranges::any_of(std::array{"success", "ok"}, [object](const char* name) {
    const boost::json::value* const verdict = object->if_contains(name);
    return verdict != nullptr && verdict->is_bool() && !verdict->get_bool();
  });
}

// A 404 is final only in Slack's own words: Mattermost gives it while it is being restarted.
core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  core::Attempt attempt = judge_by_status(answer, now);
  const std::string_view body = trimmed(answer.body);
  if (attempt.taken == core::Taken::yes && says_no(body)) attempt.taken = core::Taken::not_now;
  if (attempt.taken == core::Taken::not_now && std::ranges::find(kFinal, body) != kFinal.end()) {
    return {core::Taken::never, std::move(attempt.answer), std::nullopt};
  }
  return attempt;
}

Result<Errand> prepare(const Occasion& occasion) {
  const SlackConfig config = TRY(stored_config<SlackConfig>(occasion.notice.channel));
  const Story story = tell(occasion, config.language);
  return json_post(
      occasion, config.url,
      fitted(story, kBodyBytesMax, [&config](const Story& one) { return body(one, config); }),
      &judge);
}

}  // namespace

constinit const ChannelKind kSlack{
    .name = "slack", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

}  // namespace muster::kinds
