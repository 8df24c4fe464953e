// The thread that drives HTTP transfers: libcurl's multi-socket interface over one epoll, with a
// bounded number at work and a bounded queue behind them. Owned by Outgoing. `submit` and `stop`
// may be called from any thread but its own; everything else runs on it.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "net/transfer.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include <curl/curl.h>

namespace muster::net {

class TransferLoop {
 public:
  static Result<std::unique_ptr<TransferLoop>> open(const OutgoingLimits& limits);
  ~TransferLoop();
  TransferLoop(const TransferLoop&) = delete;
  TransferLoop& operator=(const TransferLoop&) = delete;

  void submit(std::unique_ptr<Transfer> transfer);
  void stop();

 private:
  struct MultiDelete {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  using Clock = std::chrono::steady_clock;

  TransferLoop(const OutgoingLimits& limits, FileDescriptor epoll, FileDescriptor wake);

  void run();
  void wait_for_events();
  void take_inbox();
  void start_waiting();
  void begin(std::unique_ptr<Transfer> transfer);
  void finish_completed();
  void cancel_all();
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int on_timer(CURLM*, long timeout_ms, void* self);

  const OutgoingLimits limits_;
  const FileDescriptor epoll_;
  const FileDescriptor wake_;
  std::unique_ptr<CURLM, MultiDelete> multi_;
  std::optional<Clock::time_point> timer_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> active_;
  std::deque<std::unique_ptr<Transfer>> waiting_;

  std::mutex mutex_;
  std::vector<std::unique_ptr<Transfer>> inbox_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace muster::net
