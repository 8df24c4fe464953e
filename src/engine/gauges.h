// Gauges: what the Ledger knows about itself, for /metrics and /readyz. Written by the state
// thread, read by any.
#pragma once

#include <atomic>
#include <cstdint>

namespace muster::engine {

struct Gauges {
  std::atomic<std::uint64_t> pings = 0;  // recorded since start
  std::atomic<std::uint64_t> commits = 0;
  std::atomic<std::uint64_t> commits_failed = 0;
  std::atomic<std::uint64_t> refused_full = 0;  // work refused because the queue was full
  std::atomic<std::uint64_t> transitions = 0;
  std::atomic<std::uint64_t> deliveries_sent = 0;
  std::atomic<std::uint64_t> deliveries_failed = 0;
  std::atomic<std::uint64_t> deliveries_retried = 0;
  std::atomic<std::int64_t> checks = 0;
  std::atomic<std::int64_t> deliveries_pending = 0;
  std::atomic<std::int64_t> delivery_age_us = 0;  // of the oldest unsettled delivery
  std::atomic<std::int64_t> deadline_lag_us = 0;  // of the oldest unprocessed deadline
  std::atomic<std::int64_t> last_step_us = 0;     // when the state thread last ran
  std::atomic<std::int64_t> last_transition_row = 0;
  std::atomic<std::int64_t> last_ping_row = 0;
  std::atomic<std::uint64_t> deadlines_extended = 0;  // for our own absences
  std::atomic<bool> store_failing = false;            // the last COMMIT failed
};

}  // namespace muster::engine
