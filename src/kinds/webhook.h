// The channel kind `webhook`: one HTTP request for each direction, made from the user's own method,
// URL, headers and body (Healthchecks §2.10).
#pragma once

#include "kinds/channel_kind.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace muster::kinds {

enum class WebhookMethod { GET, POST, PUT };
BOOST_DESCRIBE_ENUM(WebhookMethod, GET, POST, PUT)

// An empty URL means that the direction has no message. The method is GET unless there is a body.
struct WebhookConfig {
  std::optional<WebhookMethod> method_down;
  std::optional<std::string> url_down;
  std::map<std::string, std::string> headers_down;
  std::optional<std::string> body_down;
  std::optional<WebhookMethod> method_up;
  std::optional<std::string> url_up;
  std::map<std::string, std::string> headers_up;
  std::optional<std::string> body_up;
  std::optional<std::string> secret;  // signs each request when it is not empty

  friend bool operator==(const WebhookConfig&, const WebhookConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(WebhookConfig, (),
                      (method_down, url_down, headers_down, body_down, method_up, url_up,
                       headers_up, body_up, secret))

extern const ChannelKind kWebhook;

// "sha256=" and the hex HMAC-SHA256 over "<timestamp>.<body>".
std::string webhook_signature(std::string_view secret, std::int64_t timestamp_s,
                              std::string_view body);

}  // namespace muster::kinds
