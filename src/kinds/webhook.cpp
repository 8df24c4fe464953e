#include "kinds/webhook.h"

#include "base/codec.h"
#include "core/words.h"
#include "kinds/answer.h"
#include "kinds/hmac.h"
#include "kinds/placeholders.h"
#include "kinds/story.h"
#include "kinds/web_address.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::kinds {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr int kRedirectsMax = 3;
constexpr std::size_t kAnswerBodyBytesMax = 65'536;
constexpr std::size_t kSecretBytesMax = 1'024;
constexpr std::array kSecrets{Secret{.name = "secret"}};

// What is configured for one direction.
struct Request {
  WebhookMethod method;
  std::string url;
  std::map<std::string, std::string> headers;
  std::string body;
};

Request request_for(const WebhookConfig& config, core::Direction direction) {
  const bool down = direction == core::Direction::down;
  Request request{.method = WebhookMethod::GET,
                  .url = (down ? config.url_down : config.url_up).value_or(""),
                  .headers = down ? config.headers_down : config.headers_up,
                  .body = (down ? config.body_down : config.body_up).value_or("")};
  const auto method = down ? config.method_down : config.method_up;
  request.method = method.value_or(request.body.empty() ? WebhookMethod::GET : WebhookMethod::POST);
  return request;
}

Result<void> check_request(const Request& request, std::string_view suffix) {
  if (request.url.empty()) return {};
  TRY_DO(check_url(request.url, fmt::format("/url_{}", suffix)));
  TRY_DO(check_headers(request.headers, fmt::format("/headers_{}", suffix)));
  const std::string body_place = fmt::format("/body_{}", suffix);
  if (request.body.size() > kRenderedBytesMax) {
    return fail(Code::invalid, fmt::format("a body has at most {} bytes", kRenderedBytesMax),
                body_place);
  }
  if (request.method == WebhookMethod::GET && !request.body.empty()) {
    return fail(Code::invalid, "a GET request has no body: leave it out, or choose POST or PUT",
                body_place);
  }
  return {};
}

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const WebhookConfig config = TRY(decode_text<WebhookConfig>(config_json));
  const Request down = request_for(config, core::Direction::down);
  const Request up = request_for(config, core::Direction::up);
  if (down.url.empty() && up.url.empty()) {
    return fail(Code::invalid, "expected a URL for down, for up or for both", "/url_down");
  }
  TRY_DO(check_request(down, "down"));
  TRY_DO(check_request(up, "up"));
  if (config.secret.value_or("").size() > kSecretBytesMax) {
    return fail(Code::invalid, fmt::format("a secret has at most {} bytes", kSecretBytesMax),
                "/secret");
  }
  return engine::ValidChannel{
      .config = encode(config), .wants_down = !down.url.empty(), .wants_up = !up.url.empty()};
}

bool needs_ping(const Request& request) {
  return mentions_ping(request.url) || mentions_ping(request.body) ||
         std::ranges::any_of(request.headers,
                             [](const auto& header) { return mentions_ping(header.second); });
}

bool has_header(const Headers& headers, std::string_view name) {
  return std::ranges::any_of(headers, [name](const auto& header) {
    return core::equal_ignoring_case(header.first, name);
  });
}

// The user's headers, then those of ours that they did not set themselves.
Headers with_our_headers(Headers headers, const engine::Notice& notice, const WebhookConfig& config,
                         std::string_view body) {
  const auto add = [&headers](std::string_view name, std::string value) {
    if (!has_header(headers, name)) headers.emplace_back(name, std::move(value));
  };
  add("Idempotency-Key", to_string(notice.delivery.id));
  add("X-Muster-Attempt", std::to_string(notice.delivery.attempts + 1));
  if (!body.empty()) add("Content-Type", "text/plain; charset=utf-8");
  if (const std::string secret = config.secret.value_or(""); !secret.empty()) {
    const auto now_s = std::chrono::floor<seconds>(notice.now).time_since_epoch().count();
    add("X-Signature-Timestamp", std::to_string(now_s));
    add("X-Signature", webhook_signature(secret, now_s, body));
  }
  return headers;
}

Result<Errand> prepare(const Occasion& occasion) {
  const engine::Notice& notice = occasion.notice;
  const WebhookConfig config = TRY(stored_config<WebhookConfig>(notice.channel));
  const Request request = request_for(config, notice.delivery.direction);
  const engine::PingRow* ping = needs_ping(request) ? occasion.last_ping.get() : nullptr;
  const PlaceholderValues values = placeholder_values(notice, occasion.settings.site_url,
                                                      ping == nullptr ? nullptr : &ping->ping);
  std::vector<std::string> remarks;

  net::HttpCall call;
  call.method = enum_name(request.method);
  call.url = repaired_url(TRY(expand(request.url, values, TemplateOf::url)));
  Headers headers;
  for (const auto& [name, text] : request.headers) {
    if (Result<std::string> value = expand(text, values, TemplateOf::header)) {
      headers.emplace_back(name, std::move(*value));
    } else {
      remarks.push_back(fmt::format("header {} left out: {}", name, value.error().message));
    }
  }
  if (request.method != WebhookMethod::GET) {
    if (Result<std::string> body = expand(request.body, values, TemplateOf::body)) {
      call.body = std::move(*body);
    } else {
      call.body = plain_text(tell(occasion, Language::en));
      remarks.push_back("body replaced by a plain text: " + body.error().message);
    }
  }
  if (!occasion.last_ping.trouble().empty()) remarks.push_back(occasion.last_ping.trouble());
  call.headers = with_our_headers(std::move(headers), notice, config, call.body);
  call.timeout_ms = static_cast<int>(occasion.settings.timeout.count());
  call.redirects_max = kRedirectsMax;
  call.response_bytes_max = kAnswerBodyBytesMax;
  return Errand{.way = HttpErrand{.call = std::move(call), .judge = &judge_by_status},
                .remark = fmt::format("{}", fmt::join(remarks, "; "))};
}

}  // namespace

constinit const ChannelKind kWebhook{
    .name = "webhook", .secrets = kSecrets, .validate = &validate, .prepare = &prepare};

std::string webhook_signature(std::string_view secret, std::int64_t timestamp_s,
                              std::string_view body) {
  return "sha256=" + hex(hmac_sha256(secret, fmt::format("{}.{}", timestamp_s, body)));
}

}  // namespace muster::kinds
