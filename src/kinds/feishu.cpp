#include "kinds/feishu.h"

#include "base/json_writer.h"
#include "kinds/chat_hook.h"
#include "kinds/hmac.h"
#include "kinds/story.h"

#include <array>
#include <chrono>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kBodyBytesMax = 18'000;  // of 20 kB, however they are counted
constexpr std::size_t kSecretBytesMax = 256;

constexpr std::array kSecrets{Secret{.name = "url"}, Secret{.name = "secret"}};

// 9499: not a message that it takes. 19001: no such bot. 19021: signature or time. 19022: address.
// 19024: keyword.
constexpr std::array<std::int64_t, 5> kFinal{9499, 19001, 19021, 19022, 19024};
constexpr std::array<std::int64_t, 1> kBusy{11232};

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const FeishuConfig config = TRY(decode_text<FeishuConfig>(config_json));
  TRY_DO(check_hook(config.url, kFeishu.name, "/url"));
  if (const std::string secret = config.secret.value_or(""); !secret.empty()) {
    TRY_DO(check_word(secret, kSecretBytesMax, "the secret that Feishu shows for signatures",
                      "/secret"));
  }
  return engine::ValidChannel{.config = encode(config)};
}

// What acts in lark_md is written as the number of its character.
std::string escaped(std::string_view text) {
  constexpr std::string_view kActive = "&<>*~_`[]()#!\\";
  std::string out;
  for (const char c : text) {
    if (kActive.contains(c)) {
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

void write_text(JsonWriter& writer, std::string_view tag, std::string_view content) {
  writer.begin_object().field("tag", tag).field("content", content).end_object();
}

void write_block(JsonWriter& writer, std::string_view tag, std::string_view content) {
  writer.begin_object().field("tag", "div").key("text");
  write_text(writer, tag, content);
  writer.end_object();
}

void write_elements(JsonWriter& writer, const Story& story, const FeishuConfig& config) {
  const Messages& words = messages(story.language);
  std::string facts;
  for (const Fact& fact : story.facts) {
    facts += fmt::format("{}**{}{}** {}", facts.empty() ? "" : "\n", fact.label, words.colon,
                         escaped(fact.value));
  }
  writer.begin_array();
  if (!facts.empty()) write_block(writer, "lark_md", facts);
  if (!story.output.empty()) {
    writer.begin_object().field("tag", "hr").end_object();
    write_block(writer, "plain_text",
                fmt::format("{}{}\n{}", words.last_output, words.colon, story.output));
  }
  if (config.at_all && story.direction == core::Direction::down) {
    write_block(writer, "lark_md", "<at id=all></at>");
  }
  if (!story.link.empty()) {
    writer.begin_object().field("tag", "action").key("actions").begin_array();
    writer.begin_object().field("tag", "button").key("text");
    write_text(writer, "plain_text", words.details);
    writer.field("type", "default").field("url", story.link).end_object();
    writer.end_array().end_object();
  }
  writer.end_array();
}

std::string body(const Story& story, const FeishuConfig& config, Time now) {
  JsonWriter writer;
  writer.begin_object();
  if (const std::string secret = config.secret.value_or(""); !secret.empty()) {
    const auto now_s = std::chrono::floor<seconds>(now).time_since_epoch().count();
    writer.field("timestamp", std::to_string(now_s));
    writer.field("sign", feishu_signature(secret, now_s));
  }
  writer.field("msg_type", "interactive").key("card").begin_object();
  writer.key("config").begin_object().field("wide_screen_mode", true).end_object();
  writer.key("header").begin_object().key("title");
  write_text(writer, "plain_text", story.headline);
  writer.field("template", story.direction == core::Direction::down ? "red" : "green");
  writer.end_object().key("elements");
  write_elements(writer, story, config);
  writer.end_object().end_object();
  return writer.finish();
}

core::Attempt judge(const net::HttpAnswer& answer, Time now) {
  return judge_by_code(answer, now,
                       {.code = "code", .text = "msg", .final_codes = kFinal, .busy_codes = kBusy});
}

Result<Errand> prepare(const Occasion& occasion) {
  const FeishuConfig config = TRY(stored_config<FeishuConfig>(occasion.notice.channel));
  const Story story = tell(occasion, config.language);
  const auto render = [&](const Story& one) { return body(one, config, occasion.notice.now); };
  return json_post(occasion, config.url, fitted(story, kBodyBytesMax, render), &judge);
}

}  // namespace

constinit const ChannelKind kFeishu{
    .name = "feishu", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

std::string feishu_signature(std::string_view secret, std::int64_t timestamp_s) {
  return base64(hmac_sha256(fmt::format("{}\n{}", timestamp_s, secret), ""));
}

}  // namespace muster::kinds
