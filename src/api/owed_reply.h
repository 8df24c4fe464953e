// OwedReply: the answer that a request is still owed, on its way through queues and threads. Moved,
// never copied. If it is dropped unsent, because a queue on its way was full or closed, it answers
// 503 with Retry-After, so that no request is lost in silence and none is told that it succeeded.
#pragma once

#include "net/http.h"

#include <utility>

namespace muster::api {

class OwedReply {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): it is the same promise, kept better.
  OwedReply(net::Reply reply) : reply_(std::move(reply)), owed_(true) {}
  OwedReply(OwedReply&& other) noexcept
      : reply_(std::move(other.reply_)), owed_(std::exchange(other.owed_, false)) {}
  OwedReply& operator=(OwedReply&&) = delete;
  ~OwedReply();

  // Once; see net::Reply::send for what it costs on which thread.
  void send(net::Response response) && {
    owed_ = false;
    std::move(reply_).send(std::move(response));
  }
  int io_index() const { return reply_.io_index(); }

 private:
  net::Reply reply_;
  bool owed_;
};

}  // namespace muster::api
