// Classic five-field cron, as Debian's cron reads it (minute, hour, day of month, month, day of
// week; 0 and 7 are Sunday), with the additions that monitoring services know: L, LW, 15W, 5L, 1#2,
// `?`. A Cron is a value of a few machine words that owns nothing; any thread; no clock.
//
// Days: with both day fields restricted a day matches when either does (OR). A day field that
// begins with `*` (also `*/2`) or is `?` asks for both (AND), as in Debian's cron.
//
// Daylight saving, as in Debian's cron:
//   * A job whose minute or hour field begins with `*` follows elapsed time: wall-clock times that
//     are skipped do not happen, those that are repeated happen twice.
//   * Any other job runs once per matching wall-clock time: in the hour that is repeated the first
//     time only; in a stretch that is skipped once, however many of its times match, at the instant
//     right after the gap.
// Debian's cron stops making up for gaps of three hours and more; here one rule holds for all gaps,
// also for the day that Pacific/Apia skipped on 2011-12-30.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "core/calendar_month.h"
#include "core/zone.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::core {

// A set of weekdays, bit 0 is Sunday.
using WeekdaySet = std::uint8_t;

struct Cron {
  // How the two day fields combine.
  enum class Days { either, both };
  // Which of the two rules for daylight saving holds.
  enum class Pace { elapsed_time, wall_clock };

  std::uint64_t minutes = 0;                     // bit 0 to 59
  std::uint32_t hours = 0;                       // bit 0 to 23
  DaySet days = 0;                               // bit 1 to 31
  DaySet nearest_weekdays = 0;                   // 15W is bit 15
  std::uint16_t months = 0;                      // bit 1 to 12
  WeekdaySet weekdays = 0;                       // 0 and 7 are bit 0
  WeekdaySet last_weekdays = 0;                  // 5L is bit 5
  std::array<WeekdaySet, 5> ordinal_weekdays{};  // 1#2 is bit 1 of element 1
  bool last_day = false;                         // L
  bool last_working_day = false;                 // LW
  Days combine = Days::both;
  Pace pace = Pace::wall_clock;

  // Five fields between spaces or tabs. Code::invalid names the field and what it takes.
  static Result<Cron> parse(std::string_view expression);

  // First occurrence strictly after `after`; nothing when there is none in the 400 years that
  // follow, after which the calendar repeats itself.
  std::optional<Time> next(Time after, const Zone& zone) const;

  // What a search asks (pattern_search.h).
  DaySet days_in(std::chrono::year_month month) const;
  std::optional<Duration> first_time_from(Duration time_of_day) const;
  std::chrono::year last_year(std::chrono::year first) const;

  friend bool operator==(const Cron&, const Cron&) = default;
};

}  // namespace muster::core
