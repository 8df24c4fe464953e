#include "net/transfer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace muster::net {

namespace {

std::optional<IpAddress> ip_of(const curl_sockaddr& target) {
  IpAddress address;
  if (target.family == AF_INET && target.addrlen >= sizeof(sockaddr_in)) {
    address.bytes[10] = address.bytes[11] = 0xff;
    const auto* v4 = std::bit_cast<const sockaddr_in*>(&target.addr);
    std::memcpy(address.bytes.data() + 12, &v4->sin_addr, 4);
    return address;
  }
  if (target.family == AF_INET6 && target.addrlen >= sizeof(sockaddr_in6)) {
    const auto* v6 = std::bit_cast<const sockaddr_in6*>(&target.addr);
    std::memcpy(address.bytes.data(), &v6->sin6_addr, 16);
    return address;
  }
  return std::nullopt;
}

}  // namespace

Result<void> initialise_libcurl() {
  // Thread-safe since libcurl 7.84. Never undone: other parts of the process may use libcurl too.
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) return fail(Code::unavailable, curl_easy_strerror(result), "libcurl");
  return {};
}

void CurlList::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) return;  // out of memory: the handle will fail too
  static_cast<void>(list_.release());
  list_.reset(longer);
}

bool breaks_line(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

Result<void> Transfer::make_easy(PrivateTargets targets, const std::string& ca_file) {
  targets_ = targets;
  refused_.clear();
  error_text_[0] = '\0';
  easy_.reset(curl_easy_init());
  if (!easy_) return fail(Code::unavailable, "libcurl has no memory");
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_ERRORBUFFER, error_text_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");  // the environment's proxies would see past the guard
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_CONNECTTIMEOUT_MS, long{options_.limits.connect_timeout_ms});
  // A transfer that ends while its name is being resolved leaves that thread behind, not waits.
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  return options_accepted();
}

Result<void> Transfer::options_accepted() const {
  if (!options_accepted_) return fail(Code::unavailable, "libcurl refused an option");
  return {};
}

// Sees the address that the connection will really go to: after the name was resolved, for every
// redirect, whatever the URL spelled.
curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.targets_ == PrivateTargets::refuse) {
    const auto ip = ip_of(*address);
    const auto range = ip ? special_range(*ip) : std::optional<std::string_view>("not IP");
    if (range && !(ip && transfer.options_.private_allowed.contains(*ip))) {
      const std::string_view name = *range;
      transfer.refused_ =
          fmt::format("address {} is private{}; set webhooks.allow_private",
                      ip ? to_string(*ip) : "of another family",
                      name == "private" ? std::string() : fmt::format(" ({})", name));
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Error Transfer::explain(CURLcode result) const {
  const std::string text = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(result);
  if (result == CURLE_COULDNT_CONNECT && !refused_.empty()) {
    return {Code::forbidden, refused_, "url"};
  }
  if (result == CURLE_OPERATION_TIMEDOUT) return {Code::timeout, text, {}};
  if (result == CURLE_URL_MALFORMAT || result == CURLE_UNSUPPORTED_PROTOCOL) {
    return {Code::invalid, text, "url"};
  }
  return {Code::unavailable, text, {}};
}

}  // namespace muster::net
