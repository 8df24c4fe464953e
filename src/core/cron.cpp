#include "core/cron.h"

#include "core/cron_field.h"
#include "core/pattern_search.h"
#include "core/words.h"

#include <algorithm>
#include <bit>
#include <vector>

#include <fmt/format.h>

namespace muster::core {
namespace {

// The working day (Monday to Friday) nearest to `day` inside its month: the Friday before a
// Saturday, the Monday after a Sunday, unless that would leave the month.
unsigned nearest_working_day(const MonthShape& month, unsigned day) {
  switch (month.weekday_of(day)) {
    case 0:
      return day == month.length ? day - 2 : day + 1;
    case 6:
      return day == 1 ? day + 2 : day - 1;
    default:
      return day;
  }
}

DaySet days_of_month(const Cron& cron, const MonthShape& month) {
  DaySet found = cron.days;
  for (DaySet left = cron.nearest_weekdays & month.all_days(); left != 0; left &= left - 1) {
    found |= DaySet{1} << nearest_working_day(month, static_cast<unsigned>(std::countr_zero(left)));
  }
  if (cron.last_day) found |= DaySet{1} << month.length;
  if (cron.last_working_day) {
    const unsigned weekday = month.weekday_of(month.length);
    const unsigned back = weekday == 0 ? 2 : weekday == 6 ? 1 : 0;
    found |= DaySet{1} << (month.length - back);
  }
  return found & month.all_days();
}

DaySet days_of_week(const Cron& cron, const MonthShape& month) {
  constexpr WeekdaySet kEveryDay = 0x7f;
  if (cron.weekdays == kEveryDay) return month.all_days();
  DaySet found = 0;
  for (unsigned weekday = 0; weekday < 7; ++weekday) {
    const auto is_in = [weekday](WeekdaySet set) { return (set >> weekday & 1) != 0; };
    const DaySet all = month.days_on(weekday);
    if (is_in(cron.weekdays)) found |= all;
    if (is_in(cron.last_weekdays)) found |= std::bit_floor(all);
    for (unsigned weeks = 0; weeks < cron.ordinal_weekdays.size(); ++weeks) {
      const DaySet day = DaySet{1} << month.first_on(weekday) << (7 * weeks);
      if (is_in(cron.ordinal_weekdays[weeks])) found |= day & all;
    }
  }
  return found;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view expression) {
  const std::vector<std::string_view> words = split_words(expression);
  if (words.size() != 5) {
    return fail(
        Code::invalid,
        fmt::format("expected five fields (minute, hour, day of month, month, day of week), "
                    "got {}",
                    words.size()));
  }
  const CronFieldValue minute = TRY(parse_cron_field(CronField::minute, words[0]));
  const CronFieldValue hour = TRY(parse_cron_field(CronField::hour, words[1]));
  const CronFieldValue day = TRY(parse_cron_field(CronField::day_of_month, words[2]));
  const CronFieldValue month = TRY(parse_cron_field(CronField::month, words[3]));
  const CronFieldValue weekday = TRY(parse_cron_field(CronField::day_of_week, words[4]));
  return Cron{
      .minutes = minute.numbers,
      .hours = static_cast<std::uint32_t>(hour.numbers),
      .days = static_cast<DaySet>(day.numbers),
      .nearest_weekdays = day.nearest_weekdays,
      .months = static_cast<std::uint16_t>(month.numbers),
      .weekdays = static_cast<WeekdaySet>(weekday.numbers),
      .last_weekdays = weekday.last_weekdays,
      .ordinal_weekdays = weekday.ordinal_weekdays,
      .last_day = day.last_day,
      .last_working_day = day.last_working_day,
      .combine = day.starred || weekday.starred ? Days::both : Days::either,
      .pace = minute.starred || hour.starred ? Pace::elapsed_time : Pace::wall_clock,
  };
}

std::optional<Time> Cron::next(Time after, const Zone& zone) const {
  switch (pace) {
    case Pace::elapsed_time:
      return next_by_elapsed_time(*this, zone, after);
    case Pace::wall_clock:
      return next_by_wall_clock(*this, zone, after, SkippedTimes::run_after_gap);
  }
  return std::nullopt;
}

DaySet Cron::days_in(std::chrono::year_month month) const {
  if ((months >> static_cast<unsigned>(month.month()) & 1) == 0) return 0;
  const MonthShape shape = MonthShape::of(month);
  const DaySet by_number = days_of_month(*this, shape);
  const DaySet by_weekday = days_of_week(*this, shape);
  return combine == Days::both ? by_number & by_weekday : by_number | by_weekday;
}

std::optional<Duration> Cron::first_time_from(Duration time_of_day) const {
  const auto from = std::chrono::ceil<std::chrono::minutes>(time_of_day).count();
  const auto hour = static_cast<unsigned>(from / 60);
  const std::uint64_t minutes_left = minutes & (~std::uint64_t{0} << (from % 60));
  if ((hours >> hour & 1) != 0 && minutes_left != 0) {
    return std::chrono::hours(hour) + std::chrono::minutes(std::countr_zero(minutes_left));
  }
  const std::uint32_t hours_left = hours & (~std::uint32_t{0} << hour << 1);
  if (hours_left == 0) return std::nullopt;
  return std::chrono::hours(std::countr_zero(hours_left)) +
         std::chrono::minutes(std::countr_zero(minutes));
}

std::chrono::year Cron::last_year(std::chrono::year first) const {
  constexpr std::chrono::years kGregorianCycle(400);
  return first + kGregorianCycle;
}

}  // namespace muster::core
