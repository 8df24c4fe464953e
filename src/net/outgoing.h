// The outgoing client: HTTP and SMTP over libcurl. All HTTP transfers share one thread, each mail
// occupies one of a few. Owned by the wiring; `http`, `mail` and `stop` may be called from any
// thread. What they are given as `done` runs on those outgoing threads and must not block there. It
// never retries and never logs: whoever called decides. Names are resolved on libcurl's resolver
// threads, so a slow DNS blocks no other HTTP transfer.
#pragma once

#include "base/result.h"
#include "net/address.h"
#include "net/limits.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::net {

struct HttpCall {
  std::string method = "GET";
  std::string url;  // http:// or https://
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  int timeout_ms = 30'000;  // for everything: name, connection, redirects, answer
  int redirects_max = 3;    // every hop passes the guard; other origins get no caller headers
  std::size_t response_bytes_max = 65'536;  // the body is cut here and the transfer ended
};

struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  bool body_cut = false;
  double seconds = 0;  // from the start of the transfer, redirects included
};

struct MailCall {
  enum class Security { none, starttls, tls };
  std::string host;
  int port = 25;
  Security security = Security::starttls;
  std::string username;  // "" sends no credentials
  std::string password;
  std::string from;                     // bare address: watch@example.org
  std::vector<std::string> recipients;  // bare addresses; one refused refuses the message
  std::string message;                  // RFC 5322 text; lone CR or LF become CRLF
  int timeout_ms = 30'000;
  std::string ca_file;  // PEM; "" for the system's authorities
};

// The server's last word: 250 accepted, 4xx try later, 5xx never.
struct MailAnswer {
  int smtp_status = 0;
  std::string text;  // its last line, without the number

  friend bool operator==(const MailAnswer&, const MailAnswer&) = default;
};

// May HTTP calls reach loopback, private and other special addresses?
enum class PrivateTargets { refuse, allow };

struct OutgoingOptions {
  PrivateTargets private_targets = PrivateTargets::refuse;
  CidrSet private_allowed;  // may be reached although private targets are refused
  std::string ca_file;      // PEM; "" for the system's authorities
  std::string user_agent = "Muster";
  OutgoingLimits limits;
};

class MailPool;
class TransferLoop;

class Outgoing {
 public:
  using Options = OutgoingOptions;
  using HttpDone = std::move_only_function<void(Result<HttpAnswer>)>;
  using MailDone = std::move_only_function<void(Result<MailAnswer>)>;

  static Result<std::unique_ptr<Outgoing>> open(Options options);
  ~Outgoing();
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;

  // `done` gets the answer with whatever status the server gave. Errors: invalid (a call that
  // cannot be made: the field is named), forbidden (the address guard), timeout, unavailable (no
  // connection, broken off, TLS, queue full), cancelled (stopped).
  void http(HttpCall call, HttpDone done);
  // `done` gets what the server said, refusals included; an Error only if it said nothing final.
  void mail(MailCall call, MailDone done);

  // Ends every transfer with Code::cancelled and the thread. Safe to call twice. Later calls are
  // answered `cancelled` on the caller's thread.
  void stop();

 private:
  Outgoing(Options options, std::unique_ptr<TransferLoop> http);

  const Options options_;
  std::unique_ptr<TransferLoop> http_;
  std::unique_ptr<MailPool> mail_;
};

}  // namespace muster::net
