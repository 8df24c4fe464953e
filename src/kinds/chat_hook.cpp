#include "kinds/chat_hook.h"

#include "base/codec.h"
#include "core/words.h"
#include "kinds/answer.h"
#include "kinds/plain_text.h"
#include "kinds/web_address.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::kinds {
namespace {

// DingTalk, WeCom and Feishu count messages by the minute and do not say when to come back.
constexpr seconds kBusyPause{60};

struct KnownHook {
  std::string_view host;
  std::string_view kind;
  std::string_view path;  // what the rest of the URL begins with
};

constexpr std::array<KnownHook, 5> kKnownHooks{{
    {"oapi.dingtalk.com", "dingtalk", "/robot/send?access_token="},
    {"open.feishu.cn", "feishu", "/open-apis/bot/v2/hook/"},
    {"open.larksuite.com", "feishu", "/open-apis/bot/v2/hook/"},
    {"qyapi.weixin.qq.com", "wecom", "/cgi-bin/webhook/send?key="},
    {"hooks.slack.com", "slack", "/services/"},
}};

struct Spoken {
  std::int64_t code = 0;
  std::string text;
};

std::optional<Spoken> spoken(const net::HttpAnswer& answer, const ServiceCodes& codes) {
  const Result<boost::json::value> json = parse_json(answer.body);
  const boost::json::object* const object = json ? json->if_object() : nullptr;
  const boost::json::value* const code = object ? object->if_contains(codes.code) : nullptr;
  if (code == nullptr || !code->is_int64()) return std::nullopt;
  const boost::json::value* const text = object->if_contains(codes.text);
  const std::string_view words = text != nullptr && text->is_string()
                                     ? std::string_view(text->get_string())
                                     : std::string_view();
  return Spoken{
      code->get_int64(),
      one_line(fmt::format("{} {}: {}", codes.code, code->get_int64(), words), kAnswerBytes)};
}

bool is_one_of(std::int64_t code, std::span<const std::int64_t> codes) {
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

Result<void> check_hook(std::string_view url, std::string_view kind, std::string_view where) {
  TRY_DO(check_url(url, where));
  const std::size_t host_begin = url.find("://") + 3;
  const std::size_t host_end = std::min(url.find_first_of("/?#", host_begin), url.size());
  const std::string_view host = url.substr(host_begin, host_end - host_begin);
  for (const KnownHook& known : kKnownHooks) {
    if (!core::equal_ignoring_case(host, known.host)) continue;
    if (known.kind != kind) {
      return fail(Code::invalid, fmt::format("this is an address for the kind {}", known.kind),
                  std::string(where));
    }
    const std::string_view path = url.substr(host_end);
    if (!core::equal_ignoring_case(url.substr(0, host_begin), "https://") ||
        !path.starts_with(known.path) || path.size() == known.path.size()) {
      return fail(Code::invalid,
                  fmt::format("expected a URL such as https://{}{}…", known.host, known.path),
                  std::string(where));
    }
  }
  return {};
}

Result<void> check_word(std::string_view text, std::size_t bytes_max, std::string_view what,
                        std::string_view where) {
  const auto is_visible = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; };
  if (!text.empty() && text.size() <= bytes_max && std::ranges::all_of(text, is_visible)) return {};
  return fail(Code::invalid,
              fmt::format("expected {}: at most {} bytes, without blanks", what, bytes_max),
              std::string(where));
}

Errand json_post(const Occasion& occasion, std::string url, std::string body, HttpJudge judge) {
  return {
      .way = HttpErrand{.call = {.method = "POST",
                                 .url = std::move(url),
                                 .headers = {{"Content-Type", "application/json; charset=utf-8"}},
                                 .body = std::move(body),
                                 .timeout_ms = static_cast<int>(occasion.settings.timeout.count()),
                                 .redirects_max = 0},
                        .judge = judge},
      .remark = occasion.last_ping.trouble()};
}

core::Attempt judge_by_code(const net::HttpAnswer& answer, Time now, const ServiceCodes& codes) {
  core::Attempt by_status = judge_by_status(answer, now);
  std::optional<Spoken> said = spoken(answer, codes);
  if (!said) {
    if (by_status.taken != core::Taken::yes) return by_status;
    return {core::Taken::not_now,
            one_line(fmt::format("no {} in the answer: {}", codes.code, by_status.answer),
                     kAnswerBytes),
            std::nullopt};
  }
  if (said->code == 0) {
    if (by_status.taken == core::Taken::yes) by_status.answer = std::move(said->text);
    return by_status;
  }
  if (is_one_of(said->code, codes.final_codes)) {
    return {core::Taken::never, std::move(said->text), std::nullopt};
  }
  std::optional<Duration> wait = retry_after(answer, now);
  if (!wait && is_one_of(said->code, codes.busy_codes)) wait = kBusyPause;
  return {core::Taken::not_now, std::move(said->text), wait};
}

}  // namespace muster::kinds
