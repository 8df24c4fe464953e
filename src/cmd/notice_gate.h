// NoticeGate: stands between the engine and the Sender, so that sending can end before the engine
// does. Behind a closed gate a notice stays pending in the Store, for the next server to send.
// Owned by the wiring; `send` on the state thread, the rest on any.
#pragma once

#include "engine/ports/sender.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace muster::cmd {

class NoticeGate final : public engine::Sender {
 public:
  // `sender` outlives every notice that passes; it may be null where none ever does.
  explicit NoticeGate(engine::Sender* sender) : sender_(sender) {}

  void send(engine::Notice notice, std::move_only_function<void(core::Attempt)> done) override;

  void close();
  // Waits until what has passed has ended. False when `longest` was over first.
  bool wait_until_idle(std::chrono::milliseconds longest);

 private:
  void ended();

  engine::Sender* const sender_;
  std::mutex mutex_;
  std::condition_variable idle_;
  bool closed_ = false;
  std::size_t under_way_ = 0;
};

}  // namespace muster::cmd
