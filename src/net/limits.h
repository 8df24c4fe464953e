// The limits of everything that faces a network, with the defaults that hold unless the
// configuration says otherwise. Values; any thread.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace muster::net {

struct ServerLimits {
  std::size_t header_bytes_max = 16 * 1024;  // request line and headers; more is 431
  std::size_t target_bytes_max = 8 * 1024;   // more is 414
  std::size_t headers_max = 100;             // more is 431
  std::size_t chunk_extension_bytes_max = 256;
  std::uint64_t body_discard_bytes_max = std::uint64_t{1} << 30;  // of a cut body; more is 413

  std::chrono::seconds header_timeout{10};  // from the first byte, or from the connection's start
  std::chrono::seconds body_window{5};      // in each window a body must bring
  std::uint64_t body_bytes_per_second_min = 240;   // this many bytes a second, else 408
  std::chrono::seconds write_window{30};           // in each window an answer must move
  std::uint64_t write_bytes_per_second_min = 240;  // this many bytes a second, else it is closed
  std::chrono::seconds idle_timeout{75};           // between two requests
  std::chrono::seconds stream_idle{15};            // of an answer that goes on: then a sign of life
  std::size_t stream_backlog_bytes_max = 256 * 1024;  // not taken by the client; more closes it
  std::chrono::seconds linger_timeout{3};  // for a refused client to read why before the reset

  std::size_t connections_max = 100'000;  // over all io threads; the newest are closed at once
  std::size_t requests_per_connection_max = 1'000'000;
};

struct OutgoingLimits {
  std::size_t transfers_max = 1'024;         // of HTTP at the same time
  std::size_t mails_max = 4;                 // at the same time
  std::size_t waiting_max = 20'000;          // of each beyond these; more is Code::unavailable
  std::size_t header_bytes_max = 64 * 1024;  // of an answer
  int connect_timeout_ms = 10'000;
};

// Raises the soft limit of open files to the hard one. Returns the limit that now holds.
Result<std::uint64_t> raise_open_files_limit();

}  // namespace muster::net
