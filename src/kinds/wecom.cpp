#include "kinds/wecom.h"

#include "base/json_writer.h"
#include "core/words.h"
#include "kinds/chat_hook.h"
#include "kinds/story.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kTextBytesMax = 2'048;
constexpr std::size_t kMarkdownBytesMax = 4'096;
constexpr std::size_t kMentionedMax = 50;
constexpr std::size_t kUserIdBytesMax = 64;

constexpr std::array kSecrets{Secret{.name = "url"}};

// 93000: no such robot. 40008, 40058, 44004, 45002: not a message that it takes.
constexpr std::array<std::int64_t, 5> kFinal{93000, 40008, 40058, 44004, 45002};
constexpr std::array<std::int64_t, 1> kBusy{45009};

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const WeComConfig config = TRY(decode_text<WeComConfig>(config_json));
  TRY_DO(check_hook(config.url, kWeCom.name, "/url"));
  if (config.mentioned.size() > kMentionedMax) {
    return fail(Code::invalid, fmt::format("at most {} to be mentioned", kMentionedMax),
                "/mentioned");
  }
  for (std::size_t i = 0; i < config.mentioned.size(); ++i) {
    TRY_DO(check_word(config.mentioned[i], kUserIdBytesMax, "a user id, a mobile number or @all",
                      fmt::format("/mentioned/{}", i)));
  }
  return engine::ValidChannel{.config = encode(config)};
}

// There is no way of escaping in this markdown, so what acts in it gives way to its full-width
// twin.
std::string harmless(std::string_view text) {
  struct Twin {
    char active;
    std::string_view shown;
  };
  constexpr std::array<Twin, 7> kTwins{
      {{'<', "＜"}, {'>', "＞"}, {'[', "［"}, {']', "］"}, {'*', "＊"}, {'`', "｀"}, {'#', "＃"}}};
  std::string out;
  for (const char c : text) {
    const auto* const twin = std::ranges::find(kTwins, c, &Twin::active);
    if (twin == kTwins.end()) {
      out += c;
    } else {
      out += twin->shown;
    }
  }
  return out;
}

std::string markdown(const Story& story) {
  const Messages& words = messages(story.language);
  const bool down = story.direction == core::Direction::down;
  std::string text = fmt::format("**<font color=\"{}\">{}</font>**\n", down ? "warning" : "info",
                                 harmless(story.headline));
  for (const Fact& fact : story.facts) {
    text += fmt::format("<font color=\"comment\">{}{}</font> {}\n", fact.label, words.colon,
                        harmless(fact.value));
  }
  if (!story.output.empty()) {
    text += fmt::format("<font color=\"comment\">{}{}</font>\n", words.last_output, words.colon);
    for (const std::string_view line : core::split_at(story.output, '\n')) {
      text += fmt::format("> {}\n", harmless(line));
    }
  }
  if (!story.link.empty()) text += fmt::format("[{}]({})\n", words.details, story.link);
  return text;
}

bool is_mobile(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('+') ? 1 : 0);
  return digits.size() >= 11 && std::ranges::all_of(digits, core::is_digit);
}

void write_list(JsonWriter& writer, std::string_view name,
                const std::vector<std::string>& mentioned, bool (*belongs)(std::string_view)) {
  writer.key(name).begin_array();
  for (const std::string& one : mentioned) {
    if (belongs(one)) writer.value(one);
  }
  writer.end_array();
}

// Only a message of plain text can call everybody, and people by their number.
std::string body(const Story& story, const WeComConfig& config) {
  const bool calls = story.direction == core::Direction::down && !config.mentioned.empty();
  const std::string_view type = calls ? "text" : "markdown";
  JsonWriter writer;
  writer.begin_object().field("msgtype", type).key(type).begin_object();
  writer.field("content", calls ? fitted(story, kTextBytesMax, plain_text)
                                : fitted(story, kMarkdownBytesMax, markdown));
  if (calls) {
    write_list(writer, "mentioned_list", config.mentioned,
               [](std::string_view one) { return !is_mobile(one); });
    write_list(writer, "mentioned_mobile_list", config.mentioned, is_mobile);
  }
  writer.end_object().end_object();
  return writer.finish();
}

core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  return judge_by_code(
      answer, now,
      {.code = "errcode", .text = "errmsg", .final_codes = kFinal, .busy_codes = kBusy});
}

Result<Errand> prepare(const Occasion& occasion) {
  const WeComConfig config = TRY(stored_config<WeComConfig>(occasion.notice.channel));
  return json_post(occasion, config.url, body(tell(occasion, config.language), config), &judge);
}

}  // namespace

constinit const ChannelKind kWeCom{
    .name = "wecom", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

}  // namespace muster::kinds
