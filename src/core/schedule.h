// When something is expected: every so often, or by a cron or OnCalendar expression in a time zone.
// A Schedule is an immutable value that is cheap to copy (a period holds two words, an expression
// is parsed once and shared); any thread. It reads no clock: the caller says from which instant.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "core/zone.h"

#include <memory>
#include <optional>
#include <string_view>

namespace muster::core {

// What a change of offset did to an occurrence.
enum class ClockMark {
  none,
  gap,     // its wall-clock time was skipped that day; it was moved to the end of the gap
  repeat,  // its wall-clock time occurs twice that day
};

class Schedule {
 public:
  enum class Kind { period, cron, on_calendar };

  // The previous time plus `every`, which is above zero.
  static Schedule period(seconds every);

  // Five words on one line are cron (core/cron.h), anything else is OnCalendar, in which several
  // lines make a union (core/on_calendar.h, Healthchecks §2.6). Code::invalid when it cannot be
  // read, and when it has no occurrence after 2000-01-01.
  static Result<Schedule> parse(std::string_view expression, const Zone& zone);

  Kind kind() const;
  // The text as given, empty for a period.
  std::string_view expression() const;
  // UTC for a period.
  const Zone& zone() const;
  // Zero unless this is a period.
  seconds every() const { return every_; }

  // The first occurrence strictly after `after`, which is taken as 1970 if it is earlier. Nothing
  // when there is none any more, as for a single date that is past. How a wall-clock time that
  // daylight saving skips or repeats counts is said in core/cron.h and core/on_calendar.h.
  std::optional<Time> next(Time after) const;

  // Of a time that next() gave, as `zone`'s clock shows it.
  ClockMark mark_of(Time occurrence, const Zone& zone) const;

  // Equal when written equally: the same period, or the same text in the same zone.
  friend bool operator==(const Schedule& a, const Schedule& b);

 private:
  struct Rule;

  Schedule(seconds every, std::shared_ptr<const Rule> rule);

  seconds every_;
  std::shared_ptr<const Rule> rule_;  // null for a period
};

// Schedule::parse, and periods as people write them: "5 minutes", "every 5m", "1h 30m", "90s",
// "every day". Units are seconds, minutes, hours, days and weeks. At most 36 500 days.
Result<Schedule> parse_any(std::string_view expression, const Zone& zone);

}  // namespace muster::core
