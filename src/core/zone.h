// A time zone by IANA name, and the two questions a schedule asks of it: which offset holds at an
// instant, and what a wall-clock time means. A Zone is a pointer into the time-zone database of the
// `date` library (the zone files of the system, read once per zone and never again), so copies are
// free and live as long as the process. Values; any thread. Nothing here reads a clock.
//
// The database knows the changes that the zone files list: up to 2037 in Debian's tzdata. Later
// times keep the last listed offset.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <chrono>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace muster::core {

// What a clock on the wall shows: a date and a time of day without a zone.
using LocalTime = std::chrono::local_time<Duration>;

// A stretch of time [begin, end) in which a zone keeps one offset from UTC (east is positive).
struct OffsetSpan {
  Time begin;
  Time end;
  seconds offset{0};

  LocalTime to_local(Time time) const { return LocalTime(time.time_since_epoch() + offset); }
  Time to_time(LocalTime local) const { return Time(local.time_since_epoch() - offset); }

  friend bool operator==(const OffsetSpan&, const OffsetSpan&) = default;
};

// What a wall-clock time means in a zone. `before` and `after` are the spans on both sides of the
// change of offset that skips or repeats it; for a unique time only `before` is set.
struct LocalMeaning {
  enum class Kind { unique, skipped, repeated };

  Kind kind = Kind::unique;
  OffsetSpan before;
  OffsetSpan after;
};

class Zone {
 public:
  // Legacy names are rewritten first: PRC is Asia/Shanghai (Healthchecks §2.6). Names are
  // case-sensitive, as the zone files are. Code::invalid for anything unknown.
  static Result<Zone> find(std::string_view name);
  // Needs no database, so it cannot fail.
  static constexpr Zone utc() { return Zone(nullptr); }

  std::string_view name() const;

  OffsetSpan span_at(Time time) const;
  LocalMeaning meaning_of(LocalTime local) const;

  // Two names of one place, such as UTC and Etc/UTC, are two zones.
  friend bool operator==(const Zone&, const Zone&) = default;

 private:
  constexpr explicit Zone(const date::time_zone* rules) : rules_(rules) {}

  const date::time_zone* rules_;  // null is UTC
};

// 2026-03-29T01:30:00+01:00: whole seconds, cut. Local mean times before the age of time zones
// carry the seconds of their offset too.
std::string to_iso_in_zone(Time time, const Zone& zone);

}  // namespace muster::core
