// Pages of one check's ping log, found from its newest end: a log has no index by number, but its
// rows are a chain, numbered without gaps. Blocking: pool threads only. Owns nothing.
#pragma once

#include "base/result.h"
#include "engine/ports/reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace muster::engine {

// The newest end of a check's log: CheckState::last_row and ::pings.
struct LogEnd {
  std::int64_t row = 0;
  std::int64_t number = 0;

  friend bool operator==(const LogEnd&, const LogEnd&) = default;
};

struct PingPage {
  std::vector<PingRow> rows;         // newest first, without bodies
  std::optional<std::int64_t> next;  // there are older ones: those before this number
};

// Pings with numbers below `before` (none: from the newest). Reaches limits::kPingsReached pings
// back, further than that nothing is found.
Result<PingPage> ping_page(Reader& reader, LogEnd end, std::optional<std::int64_t> before,
                           std::size_t rows_max);

// One ping with its body. not_found where there is none of that number, where retention took it,
// and where it lies further back than limits::kPingsReached.
Result<PingRow> numbered_ping(Reader& reader, LogEnd end, std::int64_t number);

}  // namespace muster::engine
