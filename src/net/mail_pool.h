// The threads that send mail, one message each at a time. They block, unlike HTTP transfers,
// because libcurl 7.88 does so by itself at two places of SMTP even in its multi interface: for the
// reply to the message and for the reply to QUIT. Owned by Outgoing. `submit` and `stop` may be
// called from any other thread.
#pragma once

#include "net/transfer.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace muster::net {

class MailPool {
 public:
  explicit MailPool(const OutgoingOptions& options);
  ~MailPool();
  MailPool(const MailPool&) = delete;
  MailPool& operator=(const MailPool&) = delete;

  void submit(MailCall call, Outgoing::MailDone done);
  // What is under way ends within about a second.
  void stop();

 private:
  void run();
  std::unique_ptr<Transfer> take();

  const OutgoingOptions& options_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Transfer>> waiting_;
  std::vector<std::thread> threads_;
};

}  // namespace muster::net
