#include "net/transfer_loop.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

namespace muster::net {

namespace {

// Kept open for the next call to the same server.
constexpr long kIdleConnectionsMax = 256;

Error stopped_error() { return {Code::cancelled, "the outgoing client is stopping", {}}; }

}  // namespace

Result<std::unique_ptr<TransferLoop>> TransferLoop::open(const OutgoingLimits& limits) {
  FileDescriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  epoll_event event{.events = EPOLLIN, .data = {.fd = wake.get()}};
  if (!epoll.is_open() || !wake.is_open() ||
      ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event) != 0) {
    return fail(Code::unavailable, std::generic_category().message(errno), "epoll");
  }
  std::unique_ptr<TransferLoop> loop(new TransferLoop(limits, std::move(epoll), std::move(wake)));
  if (!loop->multi_) return fail(Code::unavailable, "libcurl has no memory");

  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals belong to the main thread
  loop->thread_ = std::thread([raw = loop.get()] { raw->run(); });
  ::pthread_setname_np(loop->thread_.native_handle(), "outgoing-http");
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return loop;
}

TransferLoop::TransferLoop(const OutgoingLimits& limits, FileDescriptor epoll, FileDescriptor wake)
    : limits_(limits), epoll_(std::move(epoll)), wake_(std::move(wake)), multi_(curl_multi_init()) {
  if (!multi_) return;
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &TransferLoop::on_socket);
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &TransferLoop::on_timer);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kIdleConnectionsMax);
}

TransferLoop::~TransferLoop() { stop(); }

void TransferLoop::submit(std::unique_ptr<Transfer> transfer) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      inbox_.push_back(std::move(transfer));
      // The first one wakes the thread; the others ride along.
      if (inbox_.size() == 1) ::eventfd_write(wake_.get(), 1);
      return;
    }
  }
  transfer->fail_with(stopped_error());
}

void TransferLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_.get(), 1);
  CHECK(thread_.get_id() != std::this_thread::get_id());
  if (thread_.joinable()) thread_.join();
}

void TransferLoop::run() {
  for (;;) {
    wait_for_events();
    take_inbox();
    finish_completed();
    start_waiting();
    const std::lock_guard lock(mutex_);
    if (stopping_) break;
  }
  cancel_all();
}

void TransferLoop::wait_for_events() {
  int timeout_ms = -1;
  if (timer_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*timer_ - Clock::now());
    timeout_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
  }
  std::array<epoll_event, 256> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), timeout_ms);
  int running = 0;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.fd == wake_.get()) {
      eventfd_t ignored = 0;
      ::eventfd_read(wake_.get(), &ignored);
      continue;
    }
    const int mask = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                     ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                     ((event.events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multi_.get(), event.data.fd, mask, &running);
  }
  if (timer_ && Clock::now() >= *timer_) {
    timer_.reset();
    curl_multi_socket_action(multi_.get(), CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

void TransferLoop::take_inbox() {
  std::vector<std::unique_ptr<Transfer>> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(inbox_);
  }
  for (auto& transfer : arrived) {
    if (waiting_.size() < limits_.waiting_max) {
      waiting_.push_back(std::move(transfer));
    } else {
      transfer->fail_with({Code::unavailable, "too many outgoing calls are waiting", {}});
    }
  }
}

void TransferLoop::start_waiting() {
  while (!waiting_.empty() && active_.size() < limits_.transfers_max) {
    std::unique_ptr<Transfer> transfer = std::move(waiting_.front());
    waiting_.pop_front();
    if (auto ready = transfer->prepare(); !ready) {
      transfer->fail_with(std::move(ready).error());
    } else {
      begin(std::move(transfer));
    }
  }
}

void TransferLoop::begin(std::unique_ptr<Transfer> transfer) {
  CURL* easy = transfer->easy();
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) {
    transfer->fail_with({Code::unavailable, "libcurl has no memory", {}});
    return;
  }
  active_.emplace(easy, std::move(transfer));
}

void TransferLoop::finish_completed() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode result = message->data.result;
    CURL* easy = message->easy_handle;
    curl_multi_remove_handle(multi_.get(), easy);  // `message` is gone now
    auto node = active_.extract(easy);
    CHECK(!node.empty());
    std::unique_ptr<Transfer> transfer = std::move(node.mapped());
    if (transfer->complete(result) == Transfer::Next::again) begin(std::move(transfer));
  }
}

void TransferLoop::cancel_all() {
  for (auto& [easy, transfer] : active_) {
    curl_multi_remove_handle(multi_.get(), easy);
    transfer->fail_with(stopped_error());
  }
  active_.clear();
  take_inbox();
  for (auto& transfer : waiting_) transfer->fail_with(stopped_error());
  waiting_.clear();
}

int TransferLoop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  const int epoll = static_cast<TransferLoop*>(self)->epoll_.get();
  if (what == CURL_POLL_REMOVE) {
    // The socket may be closed already; then the kernel has forgotten it.
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{};
  event.data.fd = socket;
  event.events =
      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  if (::epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) == 0) return 0;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0 ? 0 : -1;
}

int TransferLoop::on_timer(CURLM*, long timeout_ms, void* self) {
  auto& timer = static_cast<TransferLoop*>(self)->timer_;
  if (timeout_ms < 0) {
    timer.reset();
  } else {
    timer = Clock::now() + std::chrono::milliseconds(timeout_ms);
  }
  return 0;
}

}  // namespace muster::net
