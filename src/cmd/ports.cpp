#include "cmd/ports.h"

#include "base/check.h"

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>

#include <sys/random.h>
#include <time.h>

namespace muster::cmd {

Time SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Duration SystemClock::running() const {
  timespec time{};
  CHECK(::clock_gettime(CLOCK_BOOTTIME, &time) == 0);
  return std::chrono::duration_cast<Duration>(std::chrono::seconds(time.tv_sec) +
                                              std::chrono::nanoseconds(time.tv_nsec));
}

void KernelEntropy::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    CHECK(got > 0 || errno == EINTR);
    if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

void HttpReplies::release(engine::Lane lane, std::vector<Reply>& batch) {
  if (server_ != nullptr) {
    server_->post(
        lane, net::TaskBatch(std::move_iterator(batch.begin()), std::move_iterator(batch.end())));
  }
  batch.clear();
}

void InlineReplies::release(engine::Lane, std::vector<Reply>& batch) {
  for (Reply& reply : batch) reply();
  batch.clear();
}

}  // namespace muster::cmd
