#include "cmd/state_thread.h"

#include <algorithm>
#include <utility>

namespace muster::cmd {

StateThread::StateThread(engine::Ledger& ledger, const engine::Clock& clock,
                         std::function<void(Error)> on_broken)
    : ledger_(ledger),
      clock_(clock),
      on_broken_(std::move(on_broken)),
      thread_([this] { run(); }) {}

void StateThread::stop() {
  if (!thread_.joinable()) return;
  ledger_.close();
  stopping_ = true;
  ledger_.wake();
  thread_.join();
}

void StateThread::run() {
  constexpr Duration kLongestWait = seconds(1);
  bool told = false;
  for (bool last = false; !last;) {
    last = stopping_;  // read before the step, which then still does what came before
    const Time next = ledger_.step(moment_of(clock_));
    if (const auto& broken = ledger_.broken(); broken && !std::exchange(told, true)) {
      on_broken_(*broken);
    }
    if (!last) ledger_.wait(std::clamp<Duration>(next - clock_.now(), Duration(0), kLongestWait));
  }
}

engine::Moment moment_of(const engine::Clock& clock) {
  return {.now = clock.now(), .running = clock.running()};
}

}  // namespace muster::cmd
