#include "cmd/notice_gate.h"

#include <utility>

namespace muster::cmd {

void NoticeGate::send(engine::Notice notice, std::move_only_function<void(core::Attempt)> done) {
  {
    const std::scoped_lock lock(mutex_);
    // `done` is dropped: the process ends before anybody misses it, and the row says "pending"
    // still.
    if (closed_ || sender_ == nullptr) return;
    ++under_way_;
  }
  sender_->send(std::move(notice), [this, done = std::move(done)](core::Attempt attempt) mutable {
    done(std::move(attempt));
    ended();
  });
}

void NoticeGate::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
}

bool NoticeGate::wait_until_idle(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, longest, [this] { return under_way_ == 0; });
}

// Under the lock to the end: whoever waits may destroy the gate as soon as it is released.
void NoticeGate::ended() {
  const std::scoped_lock lock(mutex_);
  if (--under_way_ == 0) idle_.notify_all();
}

}  // namespace muster::cmd
