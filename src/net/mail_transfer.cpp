#include "net/transfer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace muster::net {

namespace {

// For the answer to QUIT, when the message has been taken and nobody cares any more.
constexpr long kQuitTimeoutSeconds = 1;
// Lets libcurl's own time-out come first: its message says what was waited for.
constexpr std::chrono::milliseconds kGrace{200};

// RFC 5321 §2.3.8: lines end with CR LF only. A lone one of either could end the message early on
// a server that is lenient about it.
std::string with_crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' || text[i] == '\n') {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      result.append("\r\n");
    } else {
      result.push_back(text[i]);
    }
  }
  return result;
}

bool is_mailbox(std::string_view text) {
  const auto at = text.rfind('@');
  return at != text.npos && at > 0 && at + 1 < text.size() &&
         std::ranges::none_of(text, [](char c) {
           return (c >= 0 && c <= ' ') || c == '\x7f' || c == '<' || c == '>';
         });
}

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".-_:").contains(c);
  });
}

class MailTransfer final : public Transfer {
 public:
  MailTransfer(const OutgoingOptions& options, const std::atomic<bool>& stopping, MailCall call,
               Outgoing::MailDone done)
      : Transfer(options), stopping_(stopping), call_(std::move(call)), done_(std::move(done)) {}

  Result<void> prepare() override;
  Next complete(CURLcode result) override;
  void fail_with(Error error) override { done_(std::unexpected(std::move(error))); }

 private:
  Result<void> check_call() const;
  std::string url() const;
  static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_send(char* into, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const std::atomic<bool>& stopping_;
  std::chrono::steady_clock::time_point deadline_;
  MailCall call_;
  Outgoing::MailDone done_;
  CurlList recipients_;
  std::size_t sent_ = 0;
  bool message_sent_ = false;
  MailAnswer last_;         // what the server said last
  MailAnswer before_last_;  // when that was to QUIT
};

Result<void> MailTransfer::check_call() const {
  if (!is_host(call_.host)) return fail(Code::invalid, "expected a host name or address", "host");
  if (call_.port < 1 || call_.port > 65535) {
    return fail(Code::invalid, "expected a port from 1 to 65535", "port");
  }
  if (call_.timeout_ms <= 0) return fail(Code::invalid, "expected more than 0", "timeout_ms");
  if (!is_mailbox(call_.from)) return fail(Code::invalid, "expected a mail address", "from");
  if (call_.recipients.empty() || !std::ranges::all_of(call_.recipients, is_mailbox)) {
    return fail(Code::invalid, "expected at least one mail address and nothing else", "recipients");
  }
  if (breaks_line(call_.username) || breaks_line(call_.password)) {
    return fail(Code::invalid, "expected credentials of one line", "username");
  }
  if (call_.message.contains('\0')) {
    return fail(Code::invalid, "expected a message without NUL", "message");
  }
  return {};
}

std::string MailTransfer::url() const {
  return fmt::format(fmt::runtime(call_.host.contains(':') ? "{}://[{}]:{}" : "{}://{}:{}"),
                     call_.security == MailCall::Security::tls ? "smtps" : "smtp", call_.host,
                     call_.port);
}

Result<void> MailTransfer::prepare() {
  TRY_DO(check_call());
  call_.message = with_crlf(call_.message);
  // The administrator names the mail server, so it may well be on a private network.
  TRY_DO(make_easy(PrivateTargets::allow, call_.ca_file));
  deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(call_.timeout_ms);
  set(CURLOPT_TIMEOUT_MS, long{call_.timeout_ms});
  set(CURLOPT_URL, url().c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  if (call_.security == MailCall::Security::starttls) {
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  if (!call_.username.empty()) {
    set(CURLOPT_USERNAME, call_.username.c_str());
    set(CURLOPT_PASSWORD, call_.password.c_str());
  }
  for (const std::string& recipient : call_.recipients) recipients_.add("<" + recipient + ">");
  set(CURLOPT_MAIL_FROM, ("<" + call_.from + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipients_.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &MailTransfer::on_send);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_HEADERFUNCTION, &MailTransfer::on_reply);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_XFERINFOFUNCTION, &MailTransfer::on_progress);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  return options_accepted();
}

std::size_t MailTransfer::on_send(char* into, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<MailTransfer*>(self);
  const std::string_view rest = std::string_view(transfer.call_.message).substr(transfer.sent_);
  const std::size_t bytes = rest.copy(into, size * count);
  transfer.sent_ += bytes;
  if (bytes == 0) transfer.message_sent_ = true;
  return bytes;
}

std::size_t MailTransfer::on_reply(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<MailTransfer*>(self);
  std::string_view line(data, size * count);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  const bool last_line =
      line.size() >= 3 &&
      std::ranges::all_of(line.substr(0, 3), [](char c) { return c >= '0' && c <= '9'; }) &&
      (line.size() == 3 || line[3] == ' ');
  if (!last_line) return size * count;
  transfer.before_last_ = std::move(transfer.last_);
  transfer.last_.smtp_status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  transfer.last_.text = line.substr(std::min<std::size_t>(4, line.size()));
  if (transfer.message_sent_) transfer.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, kQuitTimeoutSeconds);
  return size * count;
}

// Called at least once a second. Past the deadline there is only QUIT, which libcurl's own time-out
// leaves alone.
int MailTransfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<const MailTransfer*>(self);
  const bool late = std::chrono::steady_clock::now() > transfer.deadline_ + kGrace;
  return transfer.stopping_ || late ? 1 : 0;
}

Transfer::Next MailTransfer::complete(CURLcode result) {
  long status = 0;  // of the last reply, QUIT's left out
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  // A server that refuses says so with 4xx or 5xx, and libcurl reports that as one of these.
  const bool refused =
      status >= 400 && (result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY ||
                        result == CURLE_LOGIN_DENIED || result == CURLE_REMOTE_ACCESS_DENIED);
  if (result == CURLE_ABORTED_BY_CALLBACK) {
    fail_with(stopping_ ? Error{Code::cancelled, "the outgoing client is stopping", {}}
                        : Error{Code::timeout, "the mail server took too long", {}});
  } else if (result != CURLE_OK && !refused) {
    fail_with(explain(result));
  } else {
    done_(last_.smtp_status == status ? std::move(last_) : std::move(before_last_));
  }
  return Next::finished;
}

}  // namespace

std::unique_ptr<Transfer> make_mail_transfer(const OutgoingOptions& options,
                                             const std::atomic<bool>& stopping, MailCall call,
                                             Outgoing::MailDone done) {
  return std::make_unique<MailTransfer>(options, stopping, std::move(call), std::move(done));
}

}  // namespace muster::net
