#include "kinds/dingtalk.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "core/words.h"
#include "kinds/chat_hook.h"
#include "kinds/hmac.h"
#include "kinds/story.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::string_view kRobot = "https://oapi.dingtalk.com/robot/send?access_token=";
constexpr std::size_t kBodyBytesMax = 20'000;
constexpr std::size_t kTokenBytesMax = 256;
constexpr std::size_t kMobilesMax = 50;

constexpr std::array kSecrets{Secret{.name = "url"}, Secret{.name = "access_token"},
                              Secret{.name = "secret"}};

// 300001, 400013, 400101, 400102: no such robot, or it was switched off or its group dissolved.
// 310000: keyword, signature or address. 43004, 400105, 400106: not a message that it takes.
// 430101–430104: the content is not allowed.
constexpr std::array<std::int64_t, 12> kFinal{300001, 310000, 400013, 400101, 400102, 400105,
                                              400106, 43004,  430101, 430102, 430103, 430104};
constexpr std::array<std::int64_t, 2> kBusy{130101, 410100};

bool is_mobile(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('+') ? 1 : 0);
  return digits.size() >= 5 && digits.size() <= 20 &&
         std::ranges::all_of(digits, [](char c) { return core::is_digit(c) || c == '-'; });
}

Result<void> check_robot(const DingTalkConfig& config) {
  const std::string url = config.url.value_or("");
  const std::string token = config.access_token.value_or("");
  if (url.empty() == token.empty()) {
    return fail(Code::invalid, "expected the robot's URL, or its access_token alone", "/url");
  }
  if (token.empty()) return check_hook(url, kDingTalk.name, "/url");
  return check_word(token, kTokenBytesMax, "the access token in the robot's URL", "/access_token");
}

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const DingTalkConfig config = TRY(decode_text<DingTalkConfig>(config_json));
  TRY_DO(check_robot(config));
  if (const std::string secret = config.secret.value_or(""); !secret.empty()) {
    TRY_DO(check_word(secret, kTokenBytesMax, "the secret that DingTalk shows for signatures",
                      "/secret"));
  }
  if (config.at_mobiles.size() > kMobilesMax) {
    return fail(Code::invalid, fmt::format("at most {} numbers", kMobilesMax), "/at_mobiles");
  }
  for (std::size_t i = 0; i < config.at_mobiles.size(); ++i) {
    if (is_mobile(config.at_mobiles[i])) continue;
    return fail(Code::invalid, "expected a mobile number such as 13800000000",
                fmt::format("/at_mobiles/{}", i));
  }
  return engine::ValidChannel{.config = encode(config)};
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kActive = "\\`*_[]<>~#";
  std::string out;
  for (const char c : text) {
    if (kActive.contains(c)) out += '\\';
    out += c;
  }
  return out;
}

// A single line end is none in this markdown: lists and two blanks make lines.
std::string markdown(const Story& story, const DingTalkConfig& config) {
  const Messages& words = messages(story.language);
  const bool down = story.direction == core::Direction::down;
  std::string text = fmt::format("### {} {}\n\n", down ? "🔴" : "🟢", escaped(story.headline));
  for (const Fact& fact : story.facts) {
    text += fmt::format("- **{}{}** {}\n", fact.label, words.colon, escaped(fact.value));
  }
  if (!story.output.empty()) {
    text += fmt::format("\n**{}{}**\n\n", words.last_output, words.colon);
    for (const std::string_view line : core::split_at(story.output, '\n')) {
      text += fmt::format("> {}  \n", escaped(line));
    }
  }
  if (!story.link.empty()) text += fmt::format("\n[{}]({})\n", words.details, story.link);
  if (down && !config.at_mobiles.empty()) {
    text += '\n';
    for (const std::string& mobile : config.at_mobiles) text += fmt::format("@{} ", mobile);
  }
  return text;
}

std::string body(const Story& story, const DingTalkConfig& config) {
  const bool down = story.direction == core::Direction::down;
  JsonWriter writer;
  writer.begin_object().field("msgtype", "markdown");
  writer.key("markdown").begin_object();
  writer.field("title", story.headline).field("text", markdown(story, config)).end_object();
  writer.key("at").begin_object().key("atMobiles").begin_array();
  if (down) {
    for (const std::string& mobile : config.at_mobiles) writer.value(mobile);
  }
  writer.end_array().field("isAtAll", down && config.at_all).end_object();
  writer.end_object();
  return writer.finish();
}

std::string url(const DingTalkConfig& config, Time now) {
  const std::string token = config.access_token.value_or("");
  std::string url =
      token.empty() ? config.url.value_or("") : std::string(kRobot) + percent_encoded(token);
  if (const std::string secret = config.secret.value_or(""); !secret.empty()) {
    const auto now_ms =
        std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    url += fmt::format("{}timestamp={}&sign={}", url.contains('?') ? '&' : '?', now_ms,
                       percent_encoded(dingtalk_signature(secret, now_ms)));
  }
  return url;
}

core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  return judge_by_code(
      answer, now,
      {.code = "errcode", .text = "errmsg", .final_codes = kFinal, .busy_codes = kBusy});
}

Result<Errand> prepare(const Occasion& occasion) {
  const DingTalkConfig config = TRY(stored_config<DingTalkConfig>(occasion.notice.channel));
  const Story story = tell(occasion, config.language);
  return json_post(
      occasion, url(config, occasion.notice.now),
      fitted(story, kBodyBytesMax, [&config](const Story& one) { return body(one, config); }),
      &judge);
}

}  // namespace

constinit const ChannelKind kDingTalk{
    .name = "dingtalk", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

std::string dingtalk_signature(std::string_view secret, std::int64_t timestamp_ms) {
  return base64(hmac_sha256(secret, fmt::format("{}\n{}", timestamp_ms, secret)));
}

}  // namespace muster::kinds
