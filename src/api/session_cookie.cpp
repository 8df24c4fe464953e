#include "api/session_cookie.h"

#include "core/words.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::api {
namespace {

constexpr std::string_view kSecureName = "__Host-muster";
constexpr std::string_view kPlainName = "muster";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "https://muster.example.org:8443/x" is "muster.example.org:8443"; "" for what has no host.
std::string_view authority_of(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == url.npos) return {};
  const std::string_view rest = url.substr(colon + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

// Without a port that the schemes imply.
std::string_view without_default_port(std::string_view authority) {
  for (const std::string_view port : {":80", ":443"}) {
    if (authority.ends_with(port)) return authority.substr(0, authority.size() - port.size());
  }
  return authority;
}

bool same_host(std::string_view a, std::string_view b) {
  return !a.empty() && core::equal_ignoring_case(without_default_port(a), without_default_port(b));
}

bool is_loopback(std::string_view authority) {
  if (authority.starts_with("[::1]")) return true;
  const std::string_view host = authority.substr(0, authority.find(':'));
  return core::equal_ignoring_case(host, "localhost") ||
         (net::parse_ip(host) && host.starts_with("127."));
}

}  // namespace

SessionCookie SessionCookie::for_request(const net::Request& request, const Site& site) {
  const bool secure = site.url.starts_with("https://") ||
                      net::origin_of(request, site.trusted_proxies).scheme == "https" ||
                      is_loopback(request.header("host"));
  return {.name = secure ? kSecureName : kPlainName, .secure = secure};
}

std::string_view SessionCookie::token_in(const net::Request& request) const {
  std::string_view found;
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    for (const std::string_view part : core::split_at(value, ';')) {
      const std::string_view pair = trimmed(part);
      const std::size_t equals = pair.find('=');
      if (equals == pair.npos || pair.substr(0, equals) != name) continue;
      if (!found.empty()) return {};
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

std::string SessionCookie::set(std::string_view token,
                               std::optional<std::chrono::seconds> age) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}{}", name, token,
                     secure ? "; Secure" : "",
                     age ? fmt::format("; Max-Age={}", age->count()) : std::string());
}

std::string SessionCookie::clear() const { return set("", std::chrono::seconds(0)); }

bool is_from_another_site(const net::Request& request, const Site& site) {
  const bool has_origin = request.has_header("origin");
  if (!has_origin && !request.has_header("referer")) return false;
  const std::string_view authority =
      authority_of(has_origin ? request.header("origin") : request.header("referer"));
  return !same_host(authority, request.header("host")) &&
         !same_host(authority, authority_of(site.url));
}

}  // namespace muster::api
