// How any calendar pattern (cron, OnCalendar) is searched: first on the wall clock, where there are
// no zones, then in a zone, by one of two rules for the hours that a change of offset skips or
// repeats. Pure functions; any thread; no allocation. The work is bounded by the years that the
// pattern names in `last_year`.
#pragma once

#include "core/calendar_month.h"
#include "core/zone.h"

#include <bit>
#include <chrono>
#include <concepts>
#include <optional>

namespace muster::core {

template <class P>
concept CalendarPattern =
    requires(const P& pattern, std::chrono::year_month month, Duration time_of_day) {
      // The matching days of a month.
      { pattern.days_in(month) } -> std::same_as<DaySet>;
      // The first matching time of day at or after `time_of_day`; from 0 there is always one.
      { pattern.first_time_from(time_of_day) } -> std::same_as<std::optional<Duration>>;
      // The year in which a search that begins in `month` gives up.
      { pattern.last_year(month.year()) } -> std::same_as<std::chrono::year>;
    };

// The first wall-clock time at or after `from` that matches.
template <CalendarPattern P>
std::optional<LocalTime> first_match(const P& pattern, LocalTime from) {
  const auto today = std::chrono::floor<std::chrono::days>(from);
  const std::chrono::year_month_day date(today);
  std::chrono::year_month month(date.year(), date.month());
  const auto last_year = pattern.last_year(month.year());
  if (month.year() > last_year) return std::nullopt;

  const auto day = static_cast<unsigned>(date.day());
  DaySet days = pattern.days_in(month) & (~DaySet{0} << day);
  if ((days >> day & 1) != 0) {
    if (const auto time = pattern.first_time_from(from - today)) return today + *time;
    days &= days - 1;
  }
  while (days == 0) {
    month += std::chrono::months(1);
    if (month.year() > last_year) return std::nullopt;
    days = pattern.days_in(month);
  }
  const std::chrono::day found(static_cast<unsigned>(std::countr_zero(days)));
  return std::chrono::local_days(month / found) + *pattern.first_time_from(Duration(0));
}

// Rule 1, elapsed time: an occurrence is every instant at which the wall clock matches. What a
// change of offset skips does not happen; what it repeats happens twice.
template <CalendarPattern P>
std::optional<Time> next_by_elapsed_time(const P& pattern, const Zone& zone, Time after) {
  OffsetSpan span = zone.span_at(after + Duration(1));
  LocalTime searched_from = span.to_local(after + Duration(1));
  std::optional<LocalTime> match = first_match(pattern, searched_from);
  while (match) {
    const Time at = span.to_time(*match);
    if (at < span.end) return at;
    span = zone.span_at(span.end);
    const LocalTime resumed = span.to_local(span.begin);
    // Between searched_from and *match nothing matches: search again only outside of that.
    if (resumed < searched_from || resumed > *match) {
      searched_from = resumed;
      match = first_match(pattern, resumed);
    }
  }
  return std::nullopt;
}

enum class SkippedTimes { run_after_gap, do_not_run };

// Rule 2, wall clock: every matching wall-clock time is one occurrence. One that a change of offset
// repeats happens the first time only; those that it skips happen once together, at the instant of
// the change, or not at all.
template <CalendarPattern P>
std::optional<Time> next_by_wall_clock(const P& pattern, const Zone& zone, Time after,
                                       SkippedTimes skipped_times) {
  LocalTime from = zone.span_at(after).to_local(after) + Duration(1);
  while (const std::optional<LocalTime> match = first_match(pattern, from)) {
    const LocalMeaning meaning = zone.meaning_of(*match);
    switch (meaning.kind) {
      case LocalMeaning::Kind::unique:
        return meaning.before.to_time(*match);
      case LocalMeaning::Kind::repeated: {
        const Time first_time = meaning.before.to_time(*match);
        if (first_time > after) return first_time;
        from = meaning.before.to_local(meaning.before.end);
        break;
      }
      case LocalMeaning::Kind::skipped:
        if (skipped_times == SkippedTimes::run_after_gap) return meaning.before.end;
        from = meaning.after.to_local(meaning.after.begin);
        break;
    }
  }
  return std::nullopt;
}

}  // namespace muster::core
