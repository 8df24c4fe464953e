#include "kinds/web_address.h"

#include "core/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kUrlBytesMax = 2'000;
constexpr std::size_t kHeadersMax = 50;
constexpr std::size_t kHeaderValueBytesMax = 8'192;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// RFC 9110 §5.6.2
bool is_token(std::string_view name) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return core::is_letter(c) || core::is_digit(c) || kPunctuation.contains(c);
  });
}

// These say where the request ends and what becomes of the connection: the client's business.
bool frames_the_request(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames{
      "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "TE", "Trailer"};
  return std::ranges::any_of(
      kNames, [name](std::string_view one) { return core::equal_ignoring_case(one, name); });
}

std::string_view without_scheme(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (core::equal_ignoring_case(url.substr(0, scheme.size()), scheme)) {
      return url.substr(scheme.size());
    }
  }
  return {};
}

}  // namespace

Result<void> check_url(std::string_view url, std::string_view where) {
  const auto refuse = [where](std::string message) {
    return fail(Code::invalid, std::move(message), std::string(where));
  };
  if (url.size() > kUrlBytesMax) {
    return refuse(fmt::format("a URL has at most {} bytes", kUrlBytesMax));
  }
  if (std::ranges::any_of(url, [](char c) { return c == ' ' || is_control(c); })) {
    return refuse("a URL has no blanks and no control characters; write a blank as %20");
  }
  const std::string_view rest = without_scheme(url);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::string_view host = authority.substr(authority.find_last_of('@') + 1);
  if (host.empty() || host.starts_with(':')) {
    return refuse("expected a URL such as https://example.org/hook");
  }
  return {};
}

Result<void> check_headers(const std::map<std::string, std::string>& headers,
                           std::string_view where) {
  if (headers.size() > kHeadersMax) {
    return fail(Code::invalid, fmt::format("at most {} headers", kHeadersMax), std::string(where));
  }
  for (const auto& [name, value] : headers) {
    const auto refuse = [&](std::string message) {
      return fail(Code::invalid, std::move(message), fmt::format("{}/{}", where, name));
    };
    if (!is_token(name)) {
      return refuse("a header name has letters, digits and !#$%&'*+-.^_`|~ only");
    }
    if (frames_the_request(name)) return refuse("this header is set by the client itself");
    if (value.size() > kHeaderValueBytesMax) {
      return refuse(fmt::format("a header value has at most {} bytes", kHeaderValueBytesMax));
    }
    if (std::ranges::any_of(value, [](char c) { return c != '\t' && is_control(c); })) {
      return refuse("a header value is one line without control characters");
    }
  }
  return {};
}

std::string repaired_url(std::string_view url) {
  constexpr std::string_view kForbidden = " \"<>\\^`{|}";
  const std::size_t scheme = url.find("://");
  const std::size_t path =
      std::min(url.find_first_of("/?#", scheme == url.npos ? 0 : scheme + 3), url.size());
  std::string out(url.substr(0, path));
  for (const char c : url.substr(path)) {
    if (is_control(c) || kForbidden.contains(c) || static_cast<unsigned char>(c) >= 0x80) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace muster::kinds
