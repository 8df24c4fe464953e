#include "cmd/schedule_next.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

using testing::ElementsAre;

Time now() { return *parse_iso("2026-03-28T00:00:00Z"); }

TEST(ScheduleNext, GivesTimesWithTheOffsetOfTheZone) {
  const auto times =
      schedule_next({"30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00+01:00", 3}, now());
  ASSERT_TRUE(times) << to_string(times.error());
  // On the 29th 02:30 does not exist: the job runs right after the gap.
  EXPECT_THAT(*times, ElementsAre("2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00",
                                  "2026-03-30T02:30:00+02:00"));
}

TEST(ScheduleNext, TakesPeriodsAndOnCalendarAndStartsNow) {
  EXPECT_THAT(*schedule_next({"every 90 minutes", "UTC", "", 2}, now()),
              ElementsAre("2026-03-28T01:30:00+00:00", "2026-03-28T03:00:00+00:00"));
  EXPECT_THAT(*schedule_next({"Sun 12:00", "UTC", "", 1}, now()),
              ElementsAre("2026-03-29T12:00:00+00:00"));
}

TEST(ScheduleNext, GivesFewerWhenThereAreNoMore) {
  EXPECT_THAT(*schedule_next({"2026-04-01 00:00", "UTC", "", 5}, now()),
              ElementsAre("2026-04-01T00:00:00+00:00"));
}

TEST(ScheduleNext, RefusesWithTheArgumentItConcerns) {
  const struct {
    ScheduleNext command;
    std::string_view where;
  } cases[] = {{{"61 * * * *", "UTC", "", 1}, "expression"},
               {{"0 0 31 2 *", "UTC", "", 1}, "expression"},
               {{"0 0 * * *", "Mars/Base", "", 1}, "zone"},
               {{"0 0 * * *", "UTC", "tomorrow", 1}, "after"}};
  for (const auto& [command, where] : cases) {
    const auto times = schedule_next(command, now());
    ASSERT_FALSE(times) << command.expression;
    EXPECT_EQ(times.error().where, where);
    EXPECT_EQ(exit_status(times.error().code), 65);
  }
}

}  // namespace
}  // namespace muster::cmd
