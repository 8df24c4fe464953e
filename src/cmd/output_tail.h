// OutputTail: the last bytes of a stream whose end is not known, in bounded memory (twice the limit
// at the most). Owned by one `muster exec`; its two users, the thread that reads the output and the
// one that learns the server's limit, are kept apart by a lock.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace muster::cmd {

class OutputTail {
 public:
  explicit OutputTail(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  OutputTail(const OutputTail&) = delete;
  OutputTail& operator=(const OutputTail&) = delete;

  void append(std::string_view bytes);
  // A larger limit holds for what is still to come; what is forgotten stays forgotten.
  void set_limit(std::size_t bytes_max);
  std::string text() const;

 private:
  void forget_beyond(std::size_t bytes);

  mutable std::mutex mutex_;
  std::size_t bytes_max_;
  std::string kept_;
};

}  // namespace muster::cmd
