// The real clock, randomness and way back to the io threads: what the engine is given outside of
// tests. Owned by the command that runs.
#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/entropy.h"
#include "engine/ports/replies.h"
#include "net/http_server.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::cmd {

class SystemClock final : public engine::Clock {
 public:
  Time now() const override;
  Duration running() const override;
};

// getrandom(2). A kernel that gives none ends the process: nothing here works without.
class KernelEntropy final : public engine::Entropy {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// Lanes are the io threads of an HTTP server, which is made after the Ledger that replies through
// it.
class HttpReplies final : public engine::Replies {
 public:
  // Before the state thread and the server run.
  void connect(net::HttpServer& server) { server_ = &server; }
  void release(engine::Lane lane, std::vector<Reply>& batch) override;

 private:
  net::HttpServer* server_ = nullptr;
};

// Without io threads: replies run at once, where the Ledger is stepped.
class InlineReplies final : public engine::Replies {
 public:
  void release(engine::Lane lane, std::vector<Reply>& batch) override;
};

}  // namespace muster::cmd
