#include "core/on_calendar.h"

#include "core/pattern_search.h"

#include <algorithm>
#include <bit>

namespace muster::core {
namespace {

// The first matching second at or after `from`, inside one minute.
std::optional<Duration> first_second_from(const CalendarEvent& event, Duration from) {
  std::optional<Duration> found;
  for (const CalendarEvent::SecondRun& run : event.seconds) {
    const std::int64_t missing = std::max<std::int64_t>(from.count() - run.first_us, 0);
    const std::int64_t steps = (missing + run.step_us - 1) / run.step_us;
    const Duration at(run.first_us + steps * run.step_us);
    if (at <= Duration(run.last_us) && (!found || at < *found)) found = at;
  }
  return found;
}

// The bits above `bit`, which may be the highest of all.
std::uint64_t above(std::uint64_t bits, int bit) { return bits & (~std::uint64_t{1} << bit); }

}  // namespace

DaySet CalendarEvent::days_in(std::chrono::year_month month) const {
  const int year = static_cast<int>(month.year());
  if (year < kFirstYear || year > kLastYear) return 0;
  if (!years[static_cast<std::size_t>(year - kFirstYear)]) return 0;
  if ((months >> static_cast<unsigned>(month.month()) & 1) == 0) return 0;

  const MonthShape shape = MonthShape::of(month);
  DaySet by_number = days;
  for (DaySet left = days_from_end; left != 0; left &= left - 1) {
    const auto from_end = static_cast<unsigned>(std::countr_zero(left));
    by_number |= DaySet{1} << (shape.length + 1 - from_end);
  }
  DaySet by_weekday = 0;
  for (unsigned weekday = 0; weekday < 7; ++weekday) {
    if ((weekdays >> weekday & 1) != 0) by_weekday |= shape.days_on(weekday);
  }
  return by_number & by_weekday & shape.all_days();
}

std::optional<Duration> CalendarEvent::first_time_from(Duration time_of_day) const {
  const auto hour = std::chrono::floor<std::chrono::hours>(time_of_day);
  const auto minute = std::chrono::floor<std::chrono::minutes>(time_of_day - hour);
  const Duration first_second = *first_second_from(*this, Duration(0));

  if ((hours >> hour.count() & 1) != 0) {
    if ((minutes >> minute.count() & 1) != 0) {
      const auto second = first_second_from(*this, time_of_day - hour - minute);
      if (second) return hour + minute + *second;
    }
    const std::uint64_t later = above(minutes, static_cast<int>(minute.count()));
    if (later != 0) return hour + std::chrono::minutes(std::countr_zero(later)) + first_second;
  }
  const std::uint64_t later = above(hours, static_cast<int>(hour.count()));
  if (later == 0) return std::nullopt;
  return std::chrono::hours(std::countr_zero(later)) +
         std::chrono::minutes(std::countr_zero(minutes)) + first_second;
}

std::chrono::year CalendarEvent::last_year(std::chrono::year /*first*/) const {
  return std::chrono::year(kLastYear);
}

std::optional<Time> OnCalendar::next(Time after, const Zone& zone) const {
  std::optional<Time> earliest;
  for (const CalendarEvent& event : events) {
    const auto at =
        next_by_wall_clock(event, event.zone.value_or(zone), after, SkippedTimes::do_not_run);
    if (at && (!earliest || *at < *earliest)) earliest = at;
  }
  return earliest;
}

}  // namespace muster::core
