#include "net/mail_pool.h"

#include "base/check.h"

#include <csignal>
#include <utility>

#include <pthread.h>

namespace muster::net {

MailPool::MailPool(const OutgoingOptions& options) : options_(options) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals belong to the main thread
  for (std::size_t i = 0; i < options.limits.mails_max; ++i) {
    threads_.emplace_back([this] { run(); });
    ::pthread_setname_np(threads_.back().native_handle(), "outgoing-mail");
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

MailPool::~MailPool() { stop(); }

void MailPool::submit(MailCall call, Outgoing::MailDone done) {
  auto transfer = make_mail_transfer(options_, stopping_, std::move(call), std::move(done));
  Error refusal{Code::cancelled, "the outgoing client is stopping", {}};
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && waiting_.size() < options_.limits.waiting_max) {
      waiting_.push_back(std::move(transfer));
      changed_.notify_one();
      return;
    }
    if (!stopping_) refusal = {Code::unavailable, "too many mails are waiting", {}};
  }
  transfer->fail_with(std::move(refusal));
}

void MailPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    CHECK(thread.get_id() != std::this_thread::get_id());
    if (thread.joinable()) thread.join();
  }
}

// Nothing once the pool is stopping and the queue is empty.
std::unique_ptr<Transfer> MailPool::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  auto transfer = std::move(waiting_.front());
  waiting_.pop_front();
  return transfer;
}

void MailPool::run() {
  while (const auto transfer = take()) {
    if (stopping_) {
      transfer->fail_with({Code::cancelled, "the outgoing client is stopping", {}});
    } else if (auto ready = transfer->prepare(); !ready) {
      transfer->fail_with(std::move(ready).error());
    } else {
      transfer->complete(curl_easy_perform(transfer->easy()));
    }
  }
}

}  // namespace muster::net
