// Replies: hands the answers that a COMMIT has released back to the threads that asked, one wake-up
// for each thread however many answers there are.
#pragma once

#include <functional>
#include <vector>

namespace muster::engine {

// The thread that asked: an io thread of the HTTP server. Lane 0 always exists.
using Lane = int;

class Replies {
 public:
  using Reply = std::move_only_function<void()>;

  Replies() = default;
  Replies(const Replies&) = delete;
  Replies& operator=(const Replies&) = delete;
  virtual ~Replies() = default;

  // Runs every reply, in order, on the lane's thread. Empties `batch`, whose capacity may be kept.
  virtual void release(Lane lane, std::vector<Reply>& batch) = 0;
};

}  // namespace muster::engine
