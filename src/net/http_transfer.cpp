#include "net/transfer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace muster::net {

namespace {

using Clock = std::chrono::steady_clock;

struct UrlDelete {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};

// Scheme, host and port (RFC 6454 §4).
struct UrlOrigin {
  std::string scheme, host, port;

  friend bool operator==(const UrlOrigin&, const UrlOrigin&) = default;
};

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return lower;
}

std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  const std::unique_ptr<char, UrlDelete> owner(text);
  return text;
}

Result<UrlOrigin> url_origin(const std::string& text) {
  const std::unique_ptr<CURLU, UrlDelete> url(curl_url());
  if (!url || breaks_line(text) ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return fail(Code::invalid, "expected an http or https URL", "url");
  }
  UrlOrigin origin{url_part(url.get(), CURLUPART_SCHEME),
                   to_lower(url_part(url.get(), CURLUPART_HOST)),
                   url_part(url.get(), CURLUPART_PORT)};
  if (origin.scheme != "http" && origin.scheme != "https") {
    return fail(Code::invalid, "expected an http or https URL", "url");
  }
  return origin;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < '\x7f' && !std::string_view("\"(),/:;<=>?@[\\]{}").contains(c);
  });
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

class HttpTransfer final : public Transfer {
 public:
  HttpTransfer(const OutgoingOptions& options, HttpCall call, Outgoing::HttpDone done)
      : Transfer(options), call_(std::move(call)), done_(std::move(done)), started_(Clock::now()) {}

  Result<void> prepare() override;
  Next complete(CURLcode result) override;
  void fail_with(Error error) override { done_(std::unexpected(std::move(error))); }

 private:
  Result<void> check_call() const;
  Result<void> prepare_hop();
  void set_method_and_body();
  Result<bool> follow_redirect();
  Clock::duration elapsed() const { return Clock::now() - started_; }
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  HttpCall call_;
  Outgoing::HttpDone done_;
  Clock::time_point started_;
  CurlList header_lines_;
  int redirects_ = 0;
  std::size_t header_bytes_ = 0;
  bool head_complete_ = false;
  HttpAnswer answer_;
};

Result<void> HttpTransfer::check_call() const {
  if (!is_token(call_.method)) return fail(Code::invalid, "expected an HTTP method", "method");
  if (call_.timeout_ms <= 0) return fail(Code::invalid, "expected more than 0", "timeout_ms");
  for (const auto& [name, value] : call_.headers) {
    if (!is_token(name) || breaks_line(value)) {
      return fail(Code::invalid, "expected a token and a value of one line", "headers");
    }
    const std::string lower = to_lower(name);
    if (lower == "content-length" || lower == "transfer-encoding") {
      return fail(Code::invalid, fmt::format("{} is set by the client itself", name), "headers");
    }
  }
  return {};
}

Result<void> HttpTransfer::prepare() {
  TRY_DO(check_call());
  TRY_DO(url_origin(call_.url));
  return prepare_hop();
}

Result<void> HttpTransfer::prepare_hop() {
  TRY_DO(make_easy(options().private_targets, options().ca_file));
  answer_ = HttpAnswer{};
  header_bytes_ = 0;
  head_complete_ = false;

  header_lines_.clear();
  for (const auto& [name, value] : call_.headers) {
    header_lines_.add(value.empty() ? name + ";" : name + ": " + value);
  }
  header_lines_.add("Expect:");  // never wait for 100 Continue
  const bool has_type = std::ranges::any_of(
      call_.headers, [](const auto& header) { return to_lower(header.first) == "content-type"; });
  if (!has_type) header_lines_.add("Content-Type:");  // nor claim a form

  const auto left = std::chrono::milliseconds(call_.timeout_ms) -
                    std::chrono::duration_cast<std::chrono::milliseconds>(elapsed());
  set(CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(left.count())));
  set(CURLOPT_URL, call_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_USERAGENT, options().user_agent.c_str());
  set(CURLOPT_HTTPHEADER, header_lines_.get());
  set(CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set_method_and_body();
  return options_accepted();
}

void HttpTransfer::set_method_and_body() {
  if (call_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
    return;
  }
  const bool sends_body = !call_.body.empty() || call_.method == "POST" || call_.method == "PUT" ||
                          call_.method == "PATCH";
  if (sends_body) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size()));
    set(CURLOPT_POSTFIELDS, call_.body.data());  // not copied; read again if a connection dies
  }
  set(CURLOPT_CUSTOMREQUEST, call_.method.c_str());
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  std::string_view line(data, size * count);
  transfer.header_bytes_ += line.size();
  if (transfer.header_bytes_ > transfer.options().limits.header_bytes_max) return 0;
  transfer.head_complete_ = line == "\r\n" || line == "\n";
  if (line.starts_with("HTTP/")) {
    transfer.answer_.headers.clear();  // those of an interim answer
  } else if (const auto colon = line.find(':'); colon != line.npos) {
    std::string_view value = line.substr(colon + 1);
    const auto first = value.find_first_not_of(" \t\r\n");
    value = first == value.npos
                ? std::string_view()
                : value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
    transfer.answer_.headers.emplace_back(to_lower(line.substr(0, colon)), value);
  }
  return size * count;
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::size_t bytes = size * count;
  const std::size_t room = transfer.call_.response_bytes_max - transfer.answer_.body.size();
  transfer.answer_.body.append(data, std::min(room, bytes));
  if (bytes <= room) return bytes;
  transfer.answer_.body_cut = true;
  return 0;  // ends the transfer; `complete` knows why
}

Transfer::Next HttpTransfer::complete(CURLcode result) {
  if (result != CURLE_OK && !answer_.body_cut) {
    fail_with(explain(result));
    return Next::finished;
  }
  if (!head_complete_) {  // libcurl would take a cut head for a short one
    fail_with({Code::unavailable, "the answer ended within its headers", {}});
    return Next::finished;
  }
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  answer_.status = static_cast<int>(status);
  if (is_redirect(status) && call_.redirects_max > 0) {
    auto followed = follow_redirect();
    if (!followed) {
      fail_with(std::move(followed).error());
      return Next::finished;
    }
    if (*followed) return Next::again;
  }
  answer_.seconds = std::chrono::duration<double>(elapsed()).count();
  done_(std::move(answer_));
  return Next::finished;
}

// False if there is nowhere to go. We follow by ourselves, because libcurl would carry headers of
// the caller's own, which may hold secrets, to other origins.
Result<bool> HttpTransfer::follow_redirect() {
  char* location = nullptr;
  curl_easy_getinfo(easy(), CURLINFO_REDIRECT_URL, &location);
  if (location == nullptr) return false;
  if (++redirects_ > call_.redirects_max) {
    return fail(Code::unavailable,
                fmt::format("was redirected more than {} times", call_.redirects_max), "url");
  }
  if (elapsed() >= std::chrono::milliseconds(call_.timeout_ms)) {
    return fail(Code::timeout, "timed out between two redirects");
  }
  const UrlOrigin from = TRY(url_origin(call_.url));
  const auto to = url_origin(location);
  if (!to) return fail(Code::unavailable, "was redirected to no http or https URL", "url");
  if (*to != from) {
    std::erase_if(call_.headers, [](const auto& header) {
      const std::string lower = to_lower(header.first);
      return lower != "content-type" && lower != "accept" && lower != "user-agent";
    });
  }
  // RFC 9110 §15.4: 303 always, 301 and 302 for POST by custom, go on with GET.
  if ((answer_.status == 303 && call_.method != "HEAD") ||
      (answer_.status <= 302 && call_.method == "POST")) {
    call_.method = "GET";
    call_.body.clear();
  }
  call_.url = location;
  TRY_DO(prepare_hop());
  return true;
}

}  // namespace

std::unique_ptr<Transfer> make_http_transfer(const OutgoingOptions& options, HttpCall call,
                                             Outgoing::HttpDone done) {
  return std::make_unique<HttpTransfer>(options, std::move(call), std::move(done));
}

}  // namespace muster::net
