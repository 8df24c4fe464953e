#include "core/schedule_test_support.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace schedule_testing;

char letter(ClockMark mark) {
  switch (mark) {
    case ClockMark::none:
      return '-';
    case ClockMark::gap:
      return 'g';
    case ClockMark::repeat:
      return 'r';
  }
  return '?';
}

// Occurrences with their marks: "2026-03-29T03:00:00+02:00 g".
struct Case {
  std::string_view expression;
  std::string_view zone;
  std::string_view after;
  std::vector<std::string> expected;
};

std::vector<std::string> marked(const Case& c) {
  const Zone zone = zone_named(c.zone);
  const Result<Schedule> schedule = parse_any(c.expression, zone);
  EXPECT_TRUE(schedule) << c.expression;
  std::vector<std::string> found;
  std::optional<Time> time = at(c.after);
  while (schedule && found.size() < c.expected.size()) {
    time = schedule->next(*time);
    if (!time) break;
    found.push_back(to_iso_in_zone(*time, zone) + " " + letter(schedule->mark_of(*time, zone)));
  }
  return found;
}

TEST(ScheduleMarks, S2_20_WhatDaylightSavingMovesOrRepeatsIsMarked) {
  const std::vector<Case> cases{
      // 02:00–03:00 does not exist on 2026-03-29 in Berlin.
      {"30 2 * * *",
       "Europe/Berlin",
       "2026-03-27T12:00:00Z",
       {"2026-03-28T02:30:00+01:00 -", "2026-03-29T03:00:00+02:00 g",
        "2026-03-30T02:30:00+02:00 -"}},
      // 03:00 is asked for itself, gap or not.
      {"0 3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", {"2026-03-29T03:00:00+02:00 -"}},
      {"30 2,3 * * *",
       "Europe/Berlin",
       "2026-03-28T12:00:00Z",
       {"2026-03-29T03:00:00+02:00 g", "2026-03-29T03:30:00+02:00 -"}},
      // Elapsed time: nothing is moved.
      {"*/30 * * * *",
       "Europe/Berlin",
       "2026-03-29T00:29:00Z",
       {"2026-03-29T01:30:00+01:00 -", "2026-03-29T03:00:00+02:00 -"}},
      // 02:00–03:00 occurs twice on 2026-10-25.
      {"30 2 * * *",
       "Europe/Berlin",
       "2026-10-24T12:00:00Z",
       {"2026-10-25T02:30:00+02:00 r", "2026-10-26T02:30:00+01:00 -"}},
      {"*/30 * * * *",
       "Europe/Berlin",
       "2026-10-24T23:59:00Z",
       {"2026-10-25T02:00:00+02:00 r", "2026-10-25T02:30:00+02:00 r", "2026-10-25T02:00:00+01:00 r",
        "2026-10-25T02:30:00+01:00 r", "2026-10-25T03:00:00+01:00 -"}},
      {"*-*-* 02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", {"2026-03-30T02:30:00+02:00 -"}},
      {"1h",
       "Europe/Berlin",
       "2026-10-24T23:30:00Z",
       {"2026-10-25T02:30:00+02:00 r", "2026-10-25T02:30:00+01:00 r"}},
      // A whole day was skipped.
      {"0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", {"2011-12-31T00:00:00+14:00 g"}},
      // The clock went forward at midnight of another zone: nothing there.
      {"30 2 * * *", "UTC", "2026-03-28T12:00:00Z", {"2026-03-29T02:30:00+00:00 -"}},
  };
  for (const Case& c : cases) EXPECT_EQ(marked(c), c.expected) << c.expression << " " << c.after;
}

}  // namespace
}  // namespace muster::core
