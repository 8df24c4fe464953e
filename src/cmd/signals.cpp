#include "cmd/signals.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/signalfd.h>
#include <unistd.h>

namespace muster::cmd {

Result<SignalQueue> SignalQueue::open(std::initializer_list<int> numbers) {
  SignalQueue queue;
  sigset_t set;
  sigemptyset(&set);
  for (const int number : numbers) sigaddset(&set, number);
  queue.queue_ = FileDescriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!queue.queue_.is_open()) {
    return fail(Code::unavailable, std::generic_category().message(errno), "signalfd");
  }
  ::pthread_sigmask(SIG_BLOCK, &set, &queue.mask_before_);
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &queue.pipe_before_);
  // Whoever started us may ignore SIGCHLD, and then the kernel throws exit statuses away.
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &standard, &queue.child_before_);
  queue.restores_ = true;
  return queue;
}

SignalQueue::SignalQueue(SignalQueue&& other) noexcept
    : queue_(std::move(other.queue_)),
      mask_before_(other.mask_before_),
      pipe_before_(other.pipe_before_),
      child_before_(other.child_before_),
      restores_(std::exchange(other.restores_, false)) {}

SignalQueue::~SignalQueue() {
  if (!restores_) return;
  ::sigaction(SIGCHLD, &child_before_, nullptr);
  ::sigaction(SIGPIPE, &pipe_before_, nullptr);
  ::pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

std::optional<Signal> SignalQueue::take() {
  signalfd_siginfo info{};
  if (::read(queue_.get(), &info, sizeof info) != sizeof info) return std::nullopt;
  return Signal{static_cast<int>(info.ssi_signo), info.ssi_code == SI_KERNEL};
}

std::optional<Signal> SignalQueue::wait(std::chrono::milliseconds longest) {
  pollfd readable{.fd = queue_.get(), .events = POLLIN, .revents = 0};
  ::poll(&readable, 1, static_cast<int>(longest.count()));
  return take();
}

bool SignalQueue::pipe_signal_was_default() const { return pipe_before_.sa_handler == SIG_DFL; }

}  // namespace muster::cmd
