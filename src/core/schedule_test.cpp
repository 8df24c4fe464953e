#include "core/schedule.h"

#include "core/schedule_test_support.h"

#include <type_traits>

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace schedule_testing;

using std::chrono::hours;
using std::chrono::minutes;

TEST(Schedule, APeriodIsThePreviousTimePlusIt) {
  const Schedule schedule = Schedule::period(minutes(5));
  EXPECT_EQ(schedule.kind(), Schedule::Kind::period);
  EXPECT_EQ(schedule.every(), minutes(5));
  EXPECT_EQ(schedule.expression(), "");
  EXPECT_EQ(schedule.zone(), Zone::utc());
  EXPECT_EQ(schedule.next(at("2026-03-29T00:59:00.000001Z")), at("2026-03-29T01:04:00.000001Z"));
  EXPECT_EQ(schedule.next(Time::max()), std::nullopt);
}

TEST(Schedule, IsSmall) {
  // There may be 100 000 of them.
  static_assert(sizeof(Schedule) <= 24);
  static_assert(std::is_nothrow_move_constructible_v<Schedule>);
}

TEST(Schedule, FiveWordsOnOneLineAreCronAnythingElseIsOnCalendar) {
  struct Case {
    std::string_view text;
    Schedule::Kind kind;
  };
  for (const Case& c : std::vector<Case>{
           {"0 0 * * *", Schedule::Kind::cron},
           {"  0 0\t* *  MON-FRI ", Schedule::Kind::cron},
           {"\n0 0 * * *\n", Schedule::Kind::cron},
           {"daily", Schedule::Kind::on_calendar},
           {"Mon *-*-* 12:00 UTC", Schedule::Kind::on_calendar},
           {"Mon 12:00\nTue 13:00 UTC", Schedule::Kind::on_calendar},
       }) {
    const Result<Schedule> schedule = Schedule::parse(c.text, Zone::utc());
    ASSERT_TRUE(schedule) << c.text << ": " << schedule.error().message;
    EXPECT_EQ(schedule->kind(), c.kind) << c.text;
    EXPECT_EQ(schedule->expression(), c.text);
    EXPECT_EQ(schedule->every(), seconds(0));
  }
  EXPECT_FALSE(Schedule::parse("0 0 * * * *", Zone::utc()));
  EXPECT_FALSE(Schedule::parse("0 0 *\n* *", Zone::utc()));
  EXPECT_FALSE(Schedule::parse("", Zone::utc()));
  EXPECT_FALSE(Schedule::parse("every 5m", Zone::utc()));
}

TEST(Schedule, EqualityIsOfTextAndZone) {
  const auto schedule = [](std::string_view text, std::string_view zone) {
    return *Schedule::parse(text, zone_named(zone));
  };
  EXPECT_EQ(schedule("0 0 * * *", "UTC"), schedule("0 0 * * *", "UTC"));
  EXPECT_NE(schedule("0 0 * * *", "UTC"), schedule("0 0 * * *", "Europe/Berlin"));
  EXPECT_NE(schedule("0 0 * * *", "UTC"), schedule("0 0  * * *", "UTC"));
  EXPECT_EQ(Schedule::period(hours(1)), Schedule::period(minutes(60)));
  EXPECT_NE(Schedule::period(hours(1)), Schedule::period(hours(2)));
  EXPECT_NE(Schedule::period(hours(1)), schedule("0 * * * *", "UTC"));
  const Schedule original = schedule("0 0 * * *", "Europe/Berlin");
  const Schedule copy = original;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy, original);
  EXPECT_EQ(copy.expression().data(), original.expression().data());
}

TEST(Schedule, TheEndsOfTimeAreSafe) {
  for (const std::string_view text : {"* * * * *", "0 0 1 1 *", "minutely", "yearly"}) {
    for (const std::string_view zone : {"UTC", "Europe/Berlin"}) {
      const Schedule schedule = *Schedule::parse(text, zone_named(zone));
      EXPECT_EQ(schedule.next(Time::max()), std::nullopt);
      const auto first = schedule.next(Time::min());
      ASSERT_TRUE(first);
      EXPECT_GE(*first, at("1970-01-01T00:00:00Z"));
      EXPECT_LT(*first, at("1971-01-02T00:00:00Z"));
    }
  }
  EXPECT_EQ(Schedule::parse("* * * * *", Zone::utc())->next(at("1969-12-31T23:59:59.999999Z")),
            at("1970-01-01T00:00:00Z"));
}

TEST(Schedule, ParseAnyTakesPeriodsToo) {
  EXPECT_EQ(*parse_any("every 5m", Zone::utc()), Schedule::period(minutes(5)));
  EXPECT_EQ(*parse_any("1d", Zone::utc()), Schedule::period(hours(24)));
  EXPECT_EQ(parse_any("5 0 * * *", Zone::utc())->kind(), Schedule::Kind::cron);
  EXPECT_EQ(parse_any("Mon 12:00", Zone::utc())->kind(), Schedule::Kind::on_calendar);
  EXPECT_EQ(parse_any("5 lightyears", Zone::utc()).error().message,
            "expected a period such as 5m, 90s or 1h 30m, got \"5 lightyears\"");
}

}  // namespace
}  // namespace muster::core
