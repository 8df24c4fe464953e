#include "cmd/output_tail.h"

#include <algorithm>

namespace muster::cmd {

void OutputTail::append(std::string_view bytes) {
  const std::scoped_lock lock(mutex_);
  if (bytes.size() >= bytes_max_) {
    kept_ = bytes.substr(bytes.size() - bytes_max_);
    return;
  }
  kept_ += bytes;
  // Cut only when twice the limit is reached, so that each byte is moved once on average.
  if (kept_.size() > 2 * bytes_max_) forget_beyond(bytes_max_);
}

void OutputTail::set_limit(std::size_t bytes_max) {
  const std::scoped_lock lock(mutex_);
  bytes_max_ = bytes_max;
  forget_beyond(bytes_max);
}

std::string OutputTail::text() const {
  const std::scoped_lock lock(mutex_);
  return kept_.substr(kept_.size() - std::min(kept_.size(), bytes_max_));
}

void OutputTail::forget_beyond(std::size_t bytes) {
  if (kept_.size() > bytes) kept_.erase(0, kept_.size() - bytes);
}

}  // namespace muster::cmd
