// One number field of a calendar event (a year, an hour, the seconds, ...): `*`, or a list of runs
// a, a..b, a/n, a..b/n. Pure; any thread.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace muster::core {

enum class CalendarField { year, month, day, day_from_end, hour, minute, second };

// first, first + step, ... up to last. Seconds are in microseconds, all else in units.
struct NumberRun {
  std::int32_t first = 0;
  std::int32_t last = 0;
  std::int32_t step = 1;

  friend bool operator==(const NumberRun&, const NumberRun&) = default;
};

// Code::invalid as in `hour: expected 0 to 23, got "24"`.
Result<std::vector<NumberRun>> parse_number_runs(CalendarField field, std::string_view text);

}  // namespace muster::core
