// PingClient: sends the pings of `muster exec` and `muster ping`. Blocking, any thread; each call
// has an end in time. It never logs: the caller decides what a ping that did not arrive means.
#pragma once

#include "base/result.h"
#include "base/uuid.h"
#include "cmd/commands.h"
#include "net/outgoing.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace muster::cmd {

struct PingCall {
  std::string signal;  // "" success, "start", "fail", "log", "0" … "255"
  std::optional<Uuid> rid;
  std::string body;
};

// How long a ping is tried. A further attempt follows when the server was not reached, or said 408,
// 429 or 5xx.
struct PingPatience {
  int attempts = 1;
  std::chrono::milliseconds attempt_timeout{5'000};
  std::chrono::milliseconds first_pause{0};  // doubled after every further attempt
};

struct PingReceipt {
  std::string answer;                       // "OK", "Created"
  std::optional<std::uint64_t> body_limit;  // Ping-Body-Limit, absent where there is none
};

class PingClient {
 public:
  // Errors: invalid, with `where` the flag: a server that is no http URL, a slug without a ping
  // key.
  static Result<std::unique_ptr<PingClient>> open(const PingTarget& target);
  PingClient(const PingClient&) = delete;
  PingClient& operator=(const PingClient&) = delete;

  // Errors: not_found and the other refusals as the server gave them; unavailable, timeout.
  Result<PingReceipt> send(const PingCall& call, const PingPatience& patience);

 private:
  PingClient(std::string base, std::string query, std::unique_ptr<net::Outgoing> outgoing);
  std::string url_for(const PingCall& call) const;
  Result<net::HttpAnswer> post(const PingCall& call, std::chrono::milliseconds timeout);

  const std::string base_;   // "http://127.0.0.1:8000/ping/<uuid>" or ".../<ping-key>/<slug>"
  const std::string query_;  // "create=1" or ""
  std::unique_ptr<net::Outgoing> outgoing_;
};

}  // namespace muster::cmd
