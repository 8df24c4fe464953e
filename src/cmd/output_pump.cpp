#include "cmd/output_pump.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

// False when nobody reads there any more. Other errors (a full disk) lose the bytes and go on: the
// job must not stop for them.
bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(to, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd writable{.fd = to, .events = POLLOUT, .revents = 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return errno != EPIPE;
    }
  }
  return true;
}

}  // namespace

OutputPump::OutputPump(Stream output, Stream errors, FileDescriptor stop, OutputTail& tail)
    : streams_{std::move(output), std::move(errors)},
      stop_(std::move(stop)),
      tail_(tail),
      done_(std::async(std::launch::async, [this] { run(); })) {}

OutputPump::~OutputPump() { finish(std::chrono::milliseconds(0)); }

void OutputPump::finish(std::chrono::milliseconds longest) {
  if (!done_.valid()) return;
  if (done_.wait_for(longest) != std::future_status::ready) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_.get(), &one, sizeof one);
  }
  done_.get();
}

void OutputPump::run() {
  bool told_to_stop = false;
  while (!told_to_stop && (streams_[0].from.is_open() || streams_[1].from.is_open())) {
    // A negative number is passed over by poll.
    std::array<pollfd, 3> waits{
        pollfd{.fd = streams_[0].from.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = streams_[1].from.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = stop_.get(), .events = POLLIN, .revents = 0},
    };
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    told_to_stop = waits[2].revents != 0;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (waits[i].revents != 0 || told_to_stop) carry(streams_[i]);
    }
  }
}

// Everything that is there now. Closes the stream at its end, and when nobody reads what it
// carries: then the job meets the closed pipe that it would have met without us.
void OutputPump::carry(Stream& stream) {
  constexpr int kChunksPerTurn = 16;  // neither stream starves the other
  std::array<char, 64 * 1024> buffer;
  for (int chunk = 0; chunk < kChunksPerTurn && stream.from.is_open(); ++chunk) {
    const ssize_t got = ::read(stream.from.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      stream.from.reset();
      return;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    tail_.append(bytes);
    if (!write_all(stream.to, bytes)) stream.from.reset();
  }
}

}  // namespace muster::cmd
