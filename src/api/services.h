// Services: what every handler may use, wired once by cmd. References outlive the HTTP server.
#pragma once

#include "api/contact_tests.h"
#include "api/live/feed.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/worker_pool.h"
#include "engine/ledger.h"
#include "engine/ports/channel_kinds.h"
#include "engine/ports/clock.h"
#include "engine/ports/reader.h"
#include "engine/ports/sender.h"
#include "engine/sign_in_throttle.h"
#include "net/address.h"
#include "net/http_server.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace muster::api {

// What an administrator set about this installation.
struct Site {
  std::string
      url;  // "https://muster.example.org", no slash at the end; the base of every URL we show
  net::CidrSet trusted_proxies;
  std::uint64_t ping_body_bytes = limits::kPingBodyBytesDefault;
  std::string metrics_token;  // empty: /metrics answers direct loopback callers only
  std::chrono::seconds ready_delivery_age{300};  // /readyz fails when the oldest delivery is older
  std::chrono::seconds ready_deadline_lag{10};   // or the oldest deadline later
  std::string version;
};

// Turns keys and tokens into what the store keeps, and makes new ones.
class Secrets {
 public:
  explicit Secrets(std::array<std::uint8_t, 32> server_key) : server_key_(server_key) {}

  // Hex HMAC-SHA256 of a key or token (Healthchecks §2.6 "Keys").
  std::string hash(std::string_view secret) const;
  // Hex HMAC-SHA256 over "purpose\n" + text, cut to `hex_digits`: signatures in badge URLs.
  std::string sign(std::string_view purpose, std::string_view text, std::size_t hex_digits) const;

 private:
  std::array<std::uint8_t, 32> server_key_;
};

// What is remembered about signing in, in memory only. Owned by the wiring, used on the state
// thread.
struct FrontDoor {
  engine::SignInThrottle throttle;
  std::string setup_token;  // made at each start; whoever shows it makes the first user
};

struct Services {
  engine::Ledger& ledger;
  engine::Reader& reader;
  engine::Clock& clock;
  const engine::ChannelKinds& channel_kinds;
  WorkerPool& pool;
  const Secrets& secrets;
  const Site& site;
  Log& log;
  LiveFeed& feed;
  engine::Sender& sender;  // for test messages
  std::unique_ptr<ContactTests> contact_tests = std::make_unique<ContactTests>();
  FrontDoor& front_door;
  // What the HTTP server counted, for /metrics. Set once the server is open, before it runs.
  std::function<net::ServerCounters()> http_counters;
};

}  // namespace muster::api
