// SignalQueue: the signals of the process as something to wait for, instead of code that interrupts
// other code. Made first, before any thread, so that every thread inherits the blocked mask; owned
// by the command that runs. SIGPIPE is ignored and SIGCHLD has its default while it lives; its end
// restores everything.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <chrono>
#include <initializer_list>
#include <optional>

#include <poll.h>
#include <signal.h>

namespace muster::cmd {

struct Signal {
  int number = 0;
  bool from_terminal = false;  // the kernel sent it, to the whole foreground process group
};

class SignalQueue {
 public:
  static Result<SignalQueue> open(std::initializer_list<int> numbers);
  SignalQueue(SignalQueue&& other) noexcept;
  SignalQueue& operator=(SignalQueue&&) = delete;
  ~SignalQueue();

  // Becomes readable when a signal has come; for poll.
  int descriptor() const { return queue_.get(); }
  // The next signal, if there is one already.
  std::optional<Signal> take();
  // Waits for the next one.
  std::optional<Signal> wait(std::chrono::milliseconds longest);

  // What held before: a child process should start with that.
  const sigset_t& mask_before() const { return mask_before_; }
  bool pipe_signal_was_default() const;

 private:
  SignalQueue() = default;

  FileDescriptor queue_;
  sigset_t mask_before_{};
  struct sigaction pipe_before_{};
  struct sigaction child_before_{};
  bool restores_ = false;
};

}  // namespace muster::cmd
