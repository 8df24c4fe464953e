// What the tests of schedules share: short ways to write times, zones and runs of occurrences.
#pragma once

#include "base/time.h"
#include "core/schedule.h"
#include "core/zone.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

// A namespace of its own, so that nothing here shares a name with what other tests define.
namespace muster::core::schedule_testing {

inline Time at(std::string_view iso) {
  const Result<Time> time = parse_iso(iso);
  EXPECT_TRUE(time) << iso;
  return time.value_or(Time());
}

inline Zone zone_named(std::string_view name) {
  const Result<Zone> zone = Zone::find(name);
  EXPECT_TRUE(zone) << name;
  return zone.value_or(Zone::utc());
}

// Occurrences in their order, as the wall clock of `zone` shows them.
struct ExpectedTimes {
  std::string_view expression;
  std::string_view zone;
  std::string_view after;
  std::vector<std::string> expected;
};

// As many occurrences as are expected; a text instead of them when there are fewer.
inline std::vector<std::string> occurrences(const ExpectedTimes& times) {
  const Zone zone = zone_named(times.zone);
  const Result<Schedule> schedule = Schedule::parse(times.expression, zone);
  if (!schedule) return {to_string(schedule.error())};
  std::vector<std::string> found;
  std::optional<Time> time = at(times.after);
  while (found.size() < times.expected.size()) {
    time = schedule->next(*time);
    if (!time) {
      found.emplace_back("none");
      break;
    }
    found.push_back(to_iso_in_zone(*time, zone));
  }
  return found;
}

inline void expect_times(const std::vector<ExpectedTimes>& all) {
  for (const ExpectedTimes& times : all) {
    EXPECT_EQ(occurrences(times), times.expected) << times.expression << " in " << times.zone;
  }
}

}  // namespace muster::core::schedule_testing
