#include "api/pings.h"

#include "api/ping_url.h"
#include "api/problem.h"
#include "api/route.h"
#include "base/json_writer.h"
#include "engine/ledger.h"
#include "net/address.h"

#include <algorithm>
#include <array>

namespace muster::api {
namespace {

constexpr std::string_view kMonlinkPrefix = "/api/monlink/";
constexpr std::string_view kAllow = "GET, HEAD, POST, OPTIONS";
constexpr std::string_view kWrongId = R"({"error":"Bad Request","message":"Wrong Id"})";

using Bytes = std::shared_ptr<const std::string>;

void send(OwedReply reply, const Bytes& prebuilt) {
  std::move(reply).send(net::Response{.prebuilt = prebuilt});
}

Bytes ping_answer(int status, std::string body, const net::Headers& more) {
  net::Response response = text_response(status, std::move(body));
  response.headers = {{"Access-Control-Allow-Origin", "*"},
                      {"Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private"}};
  response.headers.insert(response.headers.end(), more.begin(), more.end());
  return prebuild(response);
}

Bytes monlink_answer(int status, std::string body, std::string content_type) {
  return prebuild({.status = status,
                   .headers = {{"Cache-Control", "no-store"}},
                   .body = std::move(body),
                   .content_type = std::move(content_type)});
}

bool is_ping_method(net::Method method) {
  return method == net::Method::get || method == net::Method::head || method == net::Method::post;
}

// The whole text if it is valid UTF-8 and short enough, which it nearly always is.
std::string cut_to_chars(std::string text, std::size_t chars_max) {
  if (!is_valid_utf8(text)) text = to_valid_utf8(text);
  std::size_t chars = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_char = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts_char && ++chars > chars_max) {
      text.resize(i);
      break;
    }
  }
  return text;
}

std::string take_user_agent(net::Request& request) {
  const auto found =
      std::ranges::find(request.headers, "user-agent", [](const auto& h) { return h.first; });
  if (found == request.headers.end()) return {};
  return cut_to_chars(std::move(found->second), limits::kUserAgentChars);
}

core::Ping make_ping(net::Request&& request, const net::CidrSet& trusted) {
  net::Origin origin = net::origin_of(request, trusted);
  return {.kind = core::PingKind::success,
          .scheme = origin.scheme == "https" ? core::Scheme::https : core::Scheme::http,
          .remote_address = std::move(origin.address),
          .method = request.method_name,
          .user_agent = take_user_agent(request),
          .rid = {},
          .exit_status = {},
          .body = std::move(request.body)};
}

constexpr std::array kRoutes{
    Route{net::Method::get, "/ping/{uuid}", Right::anyone, "Ping: success", nullptr},
    Route{net::Method::post, "/ping/{uuid}", Right::anyone, "Ping: success, with a log", nullptr},
    Route{net::Method::get, "/ping/{uuid_or_ping_key}/{signal_or_slug}", Right::anyone,
          "Ping: start, fail, log or exit status of a UUID; success by ping key and slug", nullptr},
    Route{net::Method::post, "/ping/{uuid_or_ping_key}/{signal_or_slug}", Right::anyone,
          "Ping: the same, with a log", nullptr},
    Route{net::Method::get, "/ping/{ping_key}/{slug}/{signal}", Right::anyone,
          "Ping by slug: start, fail, log or exit status", nullptr},
    Route{net::Method::post, "/ping/{ping_key}/{slug}/{signal}", Right::anyone,
          "Ping by slug: the same, with a log", nullptr},
    Route{net::Method::get, "/api/monlink/{uuid}", Right::anyone, "Ping in the form of cronmon",
          nullptr},
    Route{net::Method::post, "/api/monlink/{uuid}", Right::anyone,
          "Ping in the form of cronmon, with a log", nullptr},
};

}  // namespace

std::span<const Route> ping_routes() { return kRoutes; }

PingEndpoint::PingEndpoint(const Services& services) : services_(services) {
  const net::Headers limit{{"Ping-Body-Limit", std::to_string(services.site.ping_body_bytes)}};
  const net::Headers allow{{"Allow", std::string(kAllow)},
                           {"Access-Control-Allow-Methods", std::string(kAllow)}};
  answers_ = {.ok = ping_answer(200, "OK", limit),
              .created = ping_answer(201, "Created", limit),
              .not_found = ping_answer(404, "not found", {}),
              .invalid_url = ping_answer(400, "invalid url format", {}),
              .invalid_uuid = ping_answer(400, "invalid uuid format", {}),
              .ambiguous_slug = ping_answer(409, "ambiguous slug", {}),
              .method_not_allowed = ping_answer(405, "method not allowed", allow),
              .options = ping_answer(204, "", allow),
              .monlink_ok = monlink_answer(200, "OK", "text/html; charset=utf-8"),
              .monlink_wrong_id = monlink_answer(400, std::string(kWrongId), "application/json")};
}

void PingEndpoint::handle(net::Request&& request, OwedReply reply) const {
  if (request.method == net::Method::options) return send(std::move(reply), answers_.options);
  if (!is_ping_method(request.method)) return send(std::move(reply), answers_.method_not_allowed);
  if (request.path.starts_with(kMonlinkPrefix)) {
    take_monlink(std::move(request), std::move(reply));
  } else {
    take_ping(std::move(request), std::move(reply));
  }
}

void PingEndpoint::take_ping(net::Request&& request, OwedReply reply) const {
  std::expected<PingUrl, PingUrlFault> url = parse_ping_url(request.path, request.query);
  if (!url) return send(std::move(reply), answer_to(url.error()));
  core::Ping ping = make_ping(std::move(request), services_.site.trusted_proxies);
  ping.kind = url->kind;
  ping.exit_status = url->exit_status;
  ping.rid = url->rid;

  const engine::Lane lane = reply.io_index();
  const bool taken = services_.ledger.submit_ping(
      lane, std::move(url->address), std::move(ping),
      [this, reply = std::move(reply)](Result<engine::PingTaken> result) mutable {
        if (const Bytes* bytes = answer_to(result)) {
          send(std::move(reply), *bytes);
        } else {
          std::move(reply).send(overloaded());
        }
      });
  static_cast<void>(taken);  // if it was not, the dropped reply has answered
}

const Bytes& PingEndpoint::answer_to(PingUrlFault fault) const {
  switch (fault) {
    case PingUrlFault::not_found:
      return answers_.not_found;
    case PingUrlFault::invalid_url:
      return answers_.invalid_url;
    case PingUrlFault::invalid_uuid:
      return answers_.invalid_uuid;
  }
  return answers_.not_found;
}

// Null for a fault of ours, which must never look like one of the caller's: 503 makes them try
// again.
const Bytes* PingEndpoint::answer_to(const Result<engine::PingTaken>& result) const {
  if (result) {
    return *result == engine::PingTaken::created ? &answers_.created : &answers_.ok;
  }
  switch (result.error().code) {
    case Code::not_found:
    case Code::limited:
      return &answers_.not_found;  // no more checks may be made (§2.2)
    case Code::conflict:
      return &answers_.ambiguous_slug;
    case Code::invalid:
      return &answers_.invalid_url;
    case Code::unauthenticated:
    case Code::forbidden:
    case Code::too_large:
    case Code::timeout:
    case Code::unavailable:
    case Code::cancelled:
    case Code::corrupt:
    case Code::bug:
      return nullptr;
  }
  return nullptr;
}

void PingEndpoint::take_monlink(net::Request&& request, OwedReply reply) const {
  const std::string_view text = std::string_view(request.path).substr(kMonlinkPrefix.size());
  const std::optional<Uuid> uuid = parse_uuid_any_case(text);
  if (!uuid) return send(std::move(reply), answers_.monlink_wrong_id);
  const engine::Lane lane = reply.io_index();
  const bool taken = services_.ledger.submit_ping(
      lane, core::CheckId{*uuid}, make_ping(std::move(request), services_.site.trusted_proxies),
      [this, reply = std::move(reply)](Result<engine::PingTaken> result) mutable {
        if (result) {
          send(std::move(reply), answers_.monlink_ok);
        } else if (result.error().code == Code::not_found) {
          send(std::move(reply), answers_.monlink_wrong_id);
        } else {
          std::move(reply).send(overloaded());
        }
      });
  static_cast<void>(taken);
}

}  // namespace muster::api
