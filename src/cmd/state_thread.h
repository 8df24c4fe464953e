// StateThread: the thread around the Ledger. Steps it whenever work has come or something is due,
// until it is stopped: also a Ledger that has broken down still answers those who ask. Owned by the
// server's wiring.
#pragma once

#include "engine/ledger.h"
#include "engine/ports/clock.h"

#include <atomic>
#include <functional>
#include <thread>

namespace muster::cmd {

class StateThread {
 public:
  // `on_broken` is called once, on this thread, when the process has to end.
  StateThread(engine::Ledger& ledger, const engine::Clock& clock,
              std::function<void(Error)> on_broken);
  StateThread(const StateThread&) = delete;
  StateThread& operator=(const StateThread&) = delete;
  ~StateThread() { stop(); }

  // Refuses new work, does what has been taken in, and ends. Safe to call twice.
  void stop();

 private:
  void run();

  engine::Ledger& ledger_;
  const engine::Clock& clock_;
  const std::function<void(Error)> on_broken_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// The moment to step at.
engine::Moment moment_of(const engine::Clock& clock);

}  // namespace muster::cmd
