// The session cookie, and where a browser's request comes from: names and attributes of the cookie,
// and whether the page that sent the request is ours. Pure; any thread.
#pragma once

#include "api/services.h"
#include "net/http.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace muster::api {

struct SessionCookie {
  // `__Host-muster` with Secure when the request came by TLS, the site is one of https, or the host
  // is this machine (browsers count loopback as secure); else `muster`.
  static SessionCookie for_request(const net::Request& request, const Site& site);

  std::string_view name;
  bool secure = false;

  // What the request brings; "" when it brings none, or more than one.
  std::string_view token_in(const net::Request& request) const;
  // The values of Set-Cookie. Without an age it lasts as long as the browser runs.
  std::string set(std::string_view token, std::optional<std::chrono::seconds> age) const;
  std::string clear() const;
};

// Origin, or without it Referer, names another host than the one that was asked and the site's own.
bool is_from_another_site(const net::Request& request, const Site& site);

}  // namespace muster::api
