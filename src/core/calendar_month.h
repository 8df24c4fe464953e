// The days of one month as a set of bits, bit d for day d. Cron and OnCalendar both answer "which
// days of this month match" with such a set, which makes a search over years a walk over months.
// Pure values; any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace muster::core {

using DaySet = std::uint32_t;

// The two facts that decide which dates a month has.
struct MonthShape {
  unsigned length = 0;         // 28 to 31
  unsigned first_weekday = 0;  // weekday of day 1, 0 is Sunday

  static MonthShape of(std::chrono::year_month month) {
    const std::chrono::sys_days first = month / 1;
    const std::chrono::sys_days following = (month + std::chrono::months(1)) / 1;
    return {.length = static_cast<unsigned>((following - first).count()),
            .first_weekday = std::chrono::weekday(first).c_encoding()};
  }

  DaySet all_days() const { return (~DaySet{0} >> (31 - length)) & ~DaySet{1}; }

  // The first day that falls on `weekday`, 1 to 7.
  unsigned first_on(unsigned weekday) const { return 1 + (weekday + 7 - first_weekday) % 7; }

  // All days that fall on `weekday`.
  DaySet days_on(unsigned weekday) const {
    constexpr DaySet kEverySeventh = 1U | 1U << 7 | 1U << 14 | 1U << 21 | 1U << 28;
    return (kEverySeventh << first_on(weekday)) & all_days();
  }

  unsigned weekday_of(unsigned day) const { return (first_weekday + day - 1) % 7; }
};

}  // namespace muster::core
