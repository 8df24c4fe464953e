// One outgoing call under way: a libcurl handle, what it sends and what it receives. Made by
// whoever calls, then owned by a TransferLoop or the MailPool, and used on one of their threads. It
// answers exactly once.
#pragma once

#include "base/result.h"
#include "net/outgoing.h"

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <curl/curl.h>

namespace muster::net {

struct CurlDelete {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CurlDelete>;

// A list of libcurl's own kind.
class CurlList {
 public:
  void add(const std::string& line);
  curl_slist* get() const { return list_.get(); }
  void clear() { list_.reset(); }

 private:
  std::unique_ptr<curl_slist, CurlDelete> list_;
};

class Transfer {
 public:
  enum class Next { finished, again };

  explicit Transfer(const OutgoingOptions& options) : options_(options) {}
  virtual ~Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Checks the call and makes the handle ready. The only other thing after an error is `fail_with`.
  virtual Result<void> prepare() = 0;
  // libcurl is through with the handle: answers, or makes it ready for one more round.
  virtual Next complete(CURLcode result) = 0;
  virtual void fail_with(Error error) = 0;

  CURL* easy() const { return easy_.get(); }

 protected:
  const OutgoingOptions& options() const { return options_; }
  // A fresh handle with what all calls have in common.
  Result<void> make_easy(PrivateTargets targets, const std::string& ca_file);
  template <class Value>
  void set(CURLoption option, Value value) {
    // Fails only for lack of memory or an option unknown to this libcurl.
    if (curl_easy_setopt(easy_.get(), option, value) != CURLE_OK) options_accepted_ = false;
  }
  Result<void> options_accepted() const;
  // What the code means, with libcurl's own words.
  Error explain(CURLcode result) const;

 private:
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  const OutgoingOptions& options_;
  CurlEasy easy_;
  PrivateTargets targets_ = PrivateTargets::refuse;
  std::string refused_;  // by the guard, the last one
  bool options_accepted_ = true;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
};

// CR, LF and NUL end a line or a string early; nothing we send may hold them.
bool breaks_line(std::string_view text);

std::unique_ptr<Transfer> make_http_transfer(const OutgoingOptions& options, HttpCall call,
                                             Outgoing::HttpDone done);
// `stopping` ends it early; both references outlive the transfer.
std::unique_ptr<Transfer> make_mail_transfer(const OutgoingOptions& options,
                                             const std::atomic<bool>& stopping, MailCall call,
                                             Outgoing::MailDone done);
// libcurl's global state; safe to call from any thread and more than once.
Result<void> initialise_libcurl();

}  // namespace muster::net
