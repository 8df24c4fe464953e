// Calendar events of systemd.time, such as `Mon..Fri *-*-* 09:00` or `*-*~01 23:59:30.5 UTC`. An
// OnCalendar is a value: one event per line of text, and their union as a schedule. Any thread; no
// clock.
//
// [weekdays] [date] [time] [time zone], or a shorthand (daily, weekly, ...) [time zone]
//   * weekdays: Mon, Monday, lists, ranges with `..` (or `-`)
//   * date: [year-]month-day; `~` instead of the last `-` counts the days from the end of the month
//   * time: hour:minute[:second]; seconds take up to six decimals, further ones are rounded
//   * numbers: `*`, or lists of a, a..b, a/n, a..b/n; years from 1970 to 2199, two digits are taken
//     as 1970 to 2069
//
// Daylight saving, as systemd keeps it from one elapse to the next: a wall-clock time that is
// skipped does not happen, one that is repeated happens the first time only.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "core/calendar_month.h"
#include "core/zone.h"

#include <bitset>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace muster::core {

// One line.
struct CalendarEvent {
  static constexpr int kFirstYear = 1970;
  static constexpr int kLastYear = 2199;

  // first, first + step, ... up to last, within a minute.
  struct SecondRun {
    std::int32_t first_us = 0;
    std::int32_t last_us = 0;
    std::int32_t step_us = 1;

    friend bool operator==(const SecondRun&, const SecondRun&) = default;
  };

  std::bitset<kLastYear - kFirstYear + 1> years;
  std::uint16_t months = 0;   // bit 1 to 12
  DaySet days = 0;            // bit 1 to 31
  DaySet days_from_end = 0;   // bit 1 is the last day of a month
  std::uint8_t weekdays = 0;  // bit 0 is Sunday
  std::uint32_t hours = 0;    // bit 0 to 23
  std::uint64_t minutes = 0;  // bit 0 to 59
  std::vector<SecondRun> seconds;
  std::optional<Zone> zone;  // when the line names one

  static Result<CalendarEvent> parse(std::string_view line);

  // What a search asks (pattern_search.h).
  DaySet days_in(std::chrono::year_month month) const;
  std::optional<Duration> first_time_from(Duration time_of_day) const;
  std::chrono::year last_year(std::chrono::year first) const;

  friend bool operator==(const CalendarEvent&, const CalendarEvent&) = default;
};

struct OnCalendar {
  std::vector<CalendarEvent> events;

  // One event per line; lines without text are passed over. Code::invalid names the part that is
  // wrong and what it takes.
  static Result<OnCalendar> parse(std::string_view text);

  // First occurrence of any event strictly after `after`; nothing when all of them are past.
  // `zone` holds for the lines that name none.
  std::optional<Time> next(Time after, const Zone& zone) const;

  friend bool operator==(const OnCalendar&, const OnCalendar&) = default;
};

}  // namespace muster::core
