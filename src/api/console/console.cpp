#include "api/console/console.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace muster::api {
namespace {

constexpr std::string_view kDocument = "/index.html";
constexpr std::string_view kImmutablePrefix = "/assets/";

// Scripts and styles from ourselves only, none of them inside a document; no frame around us.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// Where programs call: there a page in HTML would only hide a mistake.
constexpr std::array<std::string_view, 8> kOfPrograms{
    "/v1/", "/api/", "/ping/", "/badge/", "/agent/", "/monitor/", "/admin/", "/scheduler/"};

bool is_of_programs(std::string_view path) {
  return std::ranges::any_of(kOfPrograms,
                             [path](std::string_view prefix) { return path.starts_with(prefix); });
}

// "gzip, br;q=0.9": whether `coding` is named and not forbidden by q=0 (RFC 9110 §12.5.3).
bool accepts(std::string_view header, std::string_view coding) {
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    std::string_view item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    const std::size_t end = item.find_first_of(" \t;");
    if (item.substr(0, end) != coding) continue;
    const std::size_t q = item.find("q=");
    return q == std::string_view::npos ||
           item.substr(q + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

bool has_etag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" ||
         if_none_match.find(fmt::format("\"{}\"", etag)) != std::string_view::npos;
}

void put_body(net::Response& response, const ConsoleFile& file, std::string_view accept_encoding) {
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!file.brotli.empty() && accepts(accept_encoding, "br")) {
    response.headers.emplace_back("Content-Encoding", "br");
    response.body = file.brotli;
  } else if (!file.gzip.empty() && accepts(accept_encoding, "gzip")) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = file.gzip;
  } else {
    response.body = file.plain;
  }
}

net::Response answer_with(const ConsoleFile& file, const net::Request& request) {
  net::Response response;
  const bool immutable = file.path.starts_with(kImmutablePrefix);
  response.headers = {
      {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", fmt::format("\"{}\"", file.etag)},
      {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  if (has_etag(request.header("if-none-match"), file.etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  put_body(response, file, request.header("accept-encoding"));
  return response;
}

}  // namespace

std::optional<net::Response> Console::answer(const net::Request& request) const {
  if (request.method != net::Method::get && request.method != net::Method::head) return {};
  if (const ConsoleFile* file = find(request.path)) return answer_with(*file, request);
  const bool page = request.header("accept").find("text/html") != std::string_view::npos;
  if (!page || is_of_programs(request.path) || request.path.starts_with(kImmutablePrefix))
    return {};
  const ConsoleFile* const document = find(kDocument);
  if (document == nullptr) return {};
  return answer_with(*document, request);
}

const ConsoleFile* Console::find(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &ConsoleFile::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

}  // namespace muster::api
