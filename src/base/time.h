// Time is UTC with microseconds, everywhere inside. Nothing here reads a clock: the present comes
// in as an argument, from engine/ports/clock.h.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

using std::chrono::seconds;

// Microseconds since 1970, the form in which the stores keep a Time.
constexpr std::int64_t to_micros(Time time) { return time.time_since_epoch().count(); }
constexpr Time from_micros(std::int64_t micros) { return Time(Duration(micros)); }

// 2026-03-29T01:30:00+00:00: whole seconds, cut (Healthchecks §2.5).
std::string to_iso_seconds(Time time);
// 2026-03-29T01:30:00.000123+00:00
std::string to_iso_micros(Time time);

// Takes RFC 3339 with `Z` or an offset, 0 to 9 fractional digits (cut to microseconds), `T` or a
// space between date and time. Anything else is Code::invalid.
Result<Time> parse_iso(std::string_view text);

}  // namespace muster
