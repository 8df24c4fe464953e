#include "core/cron_field.h"

#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>

namespace muster::core {
namespace {

std::uint64_t bits(std::initializer_list<int> values) {
  std::uint64_t set = 0;
  for (const int value : values) set |= std::uint64_t{1} << value;
  return set;
}

TEST(CronField, ReadsNumbers) {
  struct Case {
    CronField field;
    std::string_view text;
    std::uint64_t numbers;
  };
  const std::uint64_t all_minutes = (std::uint64_t{1} << 60) - 1;
  for (const Case& c : std::vector<Case>{
           {CronField::minute, "*", all_minutes},
           {CronField::minute, "0", bits({0})},
           {CronField::minute, "05", bits({5})},
           {CronField::minute, "59", bits({59})},
           {CronField::minute, "1,2,3", bits({1, 2, 3})},
           {CronField::minute, "1-3,7-9", bits({1, 2, 3, 7, 8, 9})},
           {CronField::minute, "*/15", bits({0, 15, 30, 45})},
           {CronField::minute, "5/15", bits({5, 20, 35, 50})},
           {CronField::minute, "0-10/4", bits({0, 4, 8})},
           {CronField::minute, "5-5/15", bits({5})},
           {CronField::minute, "*/100", bits({0})},
           {CronField::minute, "*/30,7", bits({0, 7, 30})},
           {CronField::hour, "22/1", bits({22, 23})},
           {CronField::day_of_month, "*/10", bits({1, 11, 21, 31})},
           {CronField::month, "JAN", bits({1})},
           {CronField::month, "feb-APR,Dec", bits({2, 3, 4, 12})},
           {CronField::month, "*/6", bits({1, 7})},
           {CronField::day_of_week, "*", bits({0, 1, 2, 3, 4, 5, 6})},
           {CronField::day_of_week, "0", bits({0})},
           {CronField::day_of_week, "7", bits({0})},
           {CronField::day_of_week, "sun-Tue", bits({0, 1, 2})},
           {CronField::day_of_week, "5-7", bits({0, 5, 6})},
           {CronField::day_of_week, "*/2", bits({0, 2, 4, 6})},
           {CronField::day_of_week, "1/2", bits({0, 1, 3, 5})},
           {CronField::day_of_week, "?", bits({0, 1, 2, 3, 4, 5, 6})},
       }) {
    const Result<CronFieldValue> value = parse_cron_field(c.field, c.text);
    ASSERT_TRUE(value) << c.text << ": " << value.error().message;
    EXPECT_EQ(value->numbers, c.numbers) << c.text;
  }
}

TEST(CronField, KnowsWhatBeginsWithAStar) {
  for (const std::string_view text : {"*", "*/2", "*/100,1-7", "?"}) {
    EXPECT_TRUE(parse_cron_field(CronField::day_of_month, text)->starred) << text;
  }
  for (const std::string_view text : {"1", "1-31", "1,*", "L"}) {
    EXPECT_FALSE(parse_cron_field(CronField::day_of_month, text)->starred) << text;
  }
}

TEST(CronField, ReadsWhatIsSpecialToDays) {
  const auto day = [](std::string_view text) {
    return *parse_cron_field(CronField::day_of_month, text);
  };
  EXPECT_EQ(day("L"), (CronFieldValue{.last_day = true}));
  EXPECT_EQ(day("l,lw"), (CronFieldValue{.last_day = true, .last_working_day = true}));
  EXPECT_EQ(day("15W,1w,3"),
            (CronFieldValue{.numbers = 1U << 3, .nearest_weekdays = 1U << 15 | 1U << 1}));

  const auto weekday = [](std::string_view text) {
    return *parse_cron_field(CronField::day_of_week, text);
  };
  EXPECT_EQ(weekday("5L"), (CronFieldValue{.last_weekdays = 1U << 5}));
  EXPECT_EQ(weekday("7l"), (CronFieldValue{.last_weekdays = 1}));
  EXPECT_EQ(weekday("FRI#1,0#5,2"),
            (CronFieldValue{.numbers = 1U << 2, .ordinal_weekdays = {1U << 5, 0, 0, 0, 1}}));
}

TEST(CronField, RefusalsNameTheFieldAndWhatIsRight) {
  struct Case {
    CronField field;
    std::string_view text;
    std::string_view message;
  };
  for (
      const Case& c : std::vector<Case>{
          {CronField::minute, "61", "minute: expected 0-59, got \"61\""},
          {CronField::minute, "60", "minute: expected 0-59, got \"60\""},
          {CronField::hour, "24", "hour: expected 0-23, got \"24\""},
          {CronField::day_of_month, "0", "day of month: expected 1-31, L, LW or 15W, got \"0\""},
          {CronField::month, "13", "month: expected 1-12 or JAN-DEC, got \"13\""},
          {CronField::day_of_week, "8", "day of week: expected 0-7, SUN-SAT, 5L or 1#2, got \"8\""},
          {CronField::minute, "5-1", "minute: the range \"5-1\" runs backwards"},
          {CronField::day_of_week, "SAT-SUN",
           "day of week: the range \"SAT-SUN\" runs backwards (as the end of a range Sunday is 7)"},
          {CronField::minute, "*/0", "minute: expected a step of 1 or more after /, got \"*/0\""},
          {CronField::minute, "1,,2", "minute: an empty item in \"1,,2\""},
          {CronField::day_of_week, "1#6", "day of week: expected 1 to 5 after #, got \"1#6\""},
      }) {
    const Result<CronFieldValue> value = parse_cron_field(c.field, c.text);
    ASSERT_FALSE(value) << c.text;
    EXPECT_EQ(value.error(), (Error{Code::invalid, std::string(c.message), ""}));
  }
}

TEST(CronField, RefusesGarbageInEveryField) {
  for (const CronField field : {CronField::minute, CronField::hour, CronField::day_of_month,
                                CronField::month, CronField::day_of_week}) {
    for (const std::string_view text : {"",         "-1",
                                        "99",       "ABC",
                                        "2/",       "/2",
                                        "2#",       "#2",
                                        "1##1",     "1//2",
                                        "1-",       "-",
                                        ",",        "1,",
                                        "**",       "*-5",
                                        "1-*",      "1-2-3",
                                        "1.5",      "0x1",
                                        "+1",       "1_0",
                                        "\xC2\xB9", "*/x",
                                        "1/-1",     "5L-6",
                                        "5L/3",     "L/2",
                                        "L-3",      "WL",
                                        "W",        "1-5W",
                                        "?/2",      "99999999999999999999",
                                        "JANUARY",  "MOND",
                                        "5L#1",     "1W2"}) {
      EXPECT_FALSE(parse_cron_field(field, text)) << text;
    }
  }
  for (const std::string_view text : {"L", "15W", "?", "1#2", "MON", "5L"}) {
    EXPECT_FALSE(parse_cron_field(CronField::minute, text)) << text;
    EXPECT_FALSE(parse_cron_field(CronField::month, text)) << text;
  }
}

}  // namespace
}  // namespace muster::core
