#include "kinds/ntfy.h"

#include "base/json_writer.h"
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

constexpr std::string_view kServer = "https://ntfy.sh";
constexpr std::size_t kBodyBytesMax = 4'096;  // the limit of the message alone: on the safe side
constexpr std::size_t kTopicBytesMax = 64;
constexpr std::size_t kTokenBytesMax = 256;
constexpr std::int32_t kPriorityDown = 4;
constexpr std::int32_t kPriorityUp = 3;

constexpr std::array kSecrets{Secret{.name = "token", .goes_to = "server"}};

// Wrong topic, no right to write there, too large. All else, such as the quota of a day (429),
// passes.
constexpr std::array kFinal{400, 401, 403, 404, 413};

Result<void> check_server(std::string_view server) {
  TRY_DO(check_url(server, "/server"));
  const std::size_t path = server.find_first_of("/?#", server.find("://") + 3);
  if (path == server.npos || server.substr(path) == "/") return {};
  return fail(Code::invalid,
              "expected the server alone, such as https://ntfy.sh; the topic is apart", "/server");
}

Result<void> check_priority(std::optional<std::int32_t> priority, std::string_view where) {
  if (!priority || (*priority >= 1 && *priority <= 5)) return {};
  return fail(Code::invalid, "expected a priority from 1 (lowest) to 5", std::string(where));
}

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const NtfyConfig config = TRY(decode_text<NtfyConfig>(config_json));
  if (config.server) TRY_DO(check_server(*config.server));
  const bool spelt = std::ranges::all_of(config.topic, [](char c) {
    return core::is_letter(c) || core::is_digit(c) || c == '_' || c == '-';
  });
  if (config.topic.empty() || config.topic.size() > kTopicBytesMax || !spelt) {
    return fail(Code::invalid, "expected 1 to 64 letters, digits, - and _", "/topic");
  }
  if (const std::string token = config.token.value_or(""); !token.empty()) {
    TRY_DO(check_word(token, kTokenBytesMax, "an access token such as tk_…", "/token"));
  }
  TRY_DO(check_priority(config.priority_down, "/priority_down"));
  TRY_DO(check_priority(config.priority_up, "/priority_up"));
  return engine::ValidChannel{.config = encode(config)};
}

// The headline is the title. Nothing is markup here, so nothing is escaped.
std::string message(const Story& story) {
  const Messages& words = messages(story.language);
  const std::string_view blank = story.language == Language::en ? " " : "";
  std::string text;
  for (const Fact& fact : story.facts) {
    text += fmt::format("{}{}{}{}\n", fact.label, words.colon, blank, fact.value);
  }
  if (!story.output.empty()) {
    text += fmt::format("\n{}{}\n{}\n", words.last_output, words.colon, story.output);
  }
  return text;
}

std::string body(const Story& story, const NtfyConfig& config) {
  const bool down = story.direction == core::Direction::down;
  JsonWriter writer;
  writer.begin_object().field("topic", config.topic).field("title", story.headline);
  writer.field("message", message(story));
  writer.field("priority", down ? config.priority_down.value_or(kPriorityDown)
                                : config.priority_up.value_or(kPriorityUp));
  writer.key("tags").begin_array();
  writer.value(down ? "rotating_light" : "white_check_mark").end_array();
  if (!story.link.empty()) writer.field("click", story.link);
  writer.end_object();
  return writer.finish();
}

std::string url(const NtfyConfig& config) {
  std::string server = config.server.value_or(std::string(kServer));
  return server.ends_with('/') ? server : server + '/';
}

// Success is the message itself, with the id that the server gave it.
core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  core::Attempt attempt = judge_by_status(answer, now);
  if (attempt.taken != core::Taken::yes) {
    if (std::ranges::find(kFinal, answer.status) != kFinal.end()) {
      return {core::Taken::never, std::move(attempt.answer), std::nullopt};
    }
    return attempt;
  }
  const Result<boost::json::value> json = parse_json(answer.body);
  const boost::json::object* const object = json ? json->if_object() : nullptr;
  const boost::json::value* const id = object == nullptr ? nullptr : object->if_contains("id");
  if (id == nullptr || !id->is_string()) {
    attempt.taken = core::Taken::not_now;
    return attempt;
  }
  attempt.answer = fmt::format("ok, message {}", one_line(std::string_view(id->get_string()), 60));
  return attempt;
}

Result<Errand> prepare(const Occasion& occasion) {
  const NtfyConfig config = TRY(stored_config<NtfyConfig>(occasion.notice.channel));
  const Story story = tell(occasion, config.language);
  Errand errand = json_post(
      occasion, url(config),
      fitted(story, kBodyBytesMax, [&config](const Story& one) { return body(one, config); }),
      &judge);
  if (const std::string token = config.token.value_or(""); !token.empty()) {
    std::get<HttpErrand>(errand.way).call.headers.emplace_back("Authorization", "Bearer " + token);
  }
  return errand;
}

}  // namespace

constinit const ChannelKind kNtfy{
    .name = "ntfy", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

}  // namespace muster::kinds
