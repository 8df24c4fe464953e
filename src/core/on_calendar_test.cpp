#include "core/on_calendar.h"

#include "core/schedule_test_support.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace schedule_testing;

TEST(OnCalendar, FormsThatMeanTheSame) {
  struct Case {
    std::string_view text;
    std::string_view normal;
  };
  // The first block follows the table in systemd.time.
  for (const Case& c : std::vector<Case>{
           {"Sat,Thu,Mon..Wed,Sat..Sun", "Mon..Thu,Sat,Sun *-*-* 00:00:00"},
           {"Mon,Sun 12-*-* 2,1:23", "Mon,Sun 2012-*-* 01,02:23:00"},
           {"Wed *-1", "Wed *-*-01 00:00:00"},
           {"Wed..Wed,Wed *-1", "Wed *-*-01 00:00:00"},
           {"Wed, 17:48", "Wed *-*-* 17:48:00"},
           {"Wed..Sat,Tue 12-10-15 1:2:3", "Tue..Sat 2012-10-15 01:02:03"},
           {"*-*-7 0:0:0", "*-*-07 00:00:00"},
           {"10-15", "*-10-15 00:00:00"},
           {"monday *-12-* 17:00", "Mon *-12-* 17:00:00"},
           {"12,14,13,12:20,10,30", "*-*-* 14,13,12:30,20,10:00"},
           {"mon,fri *-1/2-1,3 *:30:45", "Mon,Fri *-01,03,05,07,09,11-01,03 *:30:45"},
           {"08:05:40", "*-*-* 08:05:40"},
           {"03-05", "*-03-05 00:00:00"},
           {"2003-03-05 05:40 UTC", "2003-03-05 05:40:00 UTC"},
           {"70-1-1", "1970-01-01 00:00:00"},
           {"69-1-1", "2069-01-01 00:00:00"},
           {"minutely", "*-*-* *:*:00"},
           {"Hourly", "*-*-* *:00:00"},
           {"DAILY", "*-*-* 00:00:00"},
           {"weekly", "Mon *-*-* 00:00:00"},
           {"monthly", "*-*-01 00:00:00"},
           {"quarterly", "*-01,04,07,10-01 00:00:00"},
           {"semiannually", "*-01,07-01 00:00:00"},
           {"yearly", "*-01-01 00:00:00"},
           {"annually", "*-01-01 00:00:00"},
           {"daily utc", "00:00 UTC"},
           {"weekly Pacific/Auckland", "Mon 00:00 NZ"},
           {"Mon-Wed", "Mon,Tue,Wed"},
           {"*~1", "*-*~01"},
           {"*-*~5/2", "*-*~1,3,5"},
           {"*-*~10/4", "*-*~2,6,10"},
           {"*-*~10..20/4", "*-*~10,14,18"},
           {"*:0/15", "*:0,15,30,45"},
           {"*:5..5/15", "*:5"},
           {" \t12:00 \r", "12:00"},
       }) {
    const Result<CalendarEvent> event = CalendarEvent::parse(c.text);
    const Result<CalendarEvent> normal = CalendarEvent::parse(c.normal);
    ASSERT_TRUE(event) << c.text << ": " << event.error().message;
    ASSERT_TRUE(normal) << c.normal;
    EXPECT_EQ(event->zone, normal->zone) << c.text;
    // Seconds are kept as written: compare what they select.
    EXPECT_EQ(event->first_time_from(Duration(0)), normal->first_time_from(Duration(0))) << c.text;
    CalendarEvent same_seconds = *event;
    same_seconds.seconds = normal->seconds;
    EXPECT_EQ(same_seconds, *normal) << c.text;
  }
}

TEST(OnCalendar, RefusalsNameThePartAndWhatIsRight) {
  struct Case {
    std::string_view text;
    std::string_view message;
  };
  for (const Case& c : std::vector<Case>{
           {"24:00", "hour: expected 0 to 23, got \"24\""},
           {"0:60", "minute: expected 0 to 59, got \"60\""},
           {"0:0:60", "second: expected 0 to 59, with or without decimals, got \"60\""},
           {"*:*/15", "minute: write 0/15 instead of \"*/15\""},
           {"1969-1-1", "year: expected 1970 to 2199, got \"1969\""},
           {"2200-1-1", "year: expected 1970 to 2199, got \"2200\""},
           {"13-1", "month: expected 1 to 12, got \"13\""},
           {"*-*~29", "day from the end of the month: expected 1 to 28, got \"29\""},
           {"5..1-3", "month: the range \"5..1\" runs backwards"},
           {"*:0/0", "minute: expected a step above 0 after /, got \"0/0\""},
           {"*:1,,2", "minute: an empty item in \"1,,2\""},
           {"Sat..Mon", "weekday: the range \"Sat..Mon\" runs backwards"},
           {"Mond", "weekday: expected a name such as Mon or Monday, got \"Mond\""},
           {"Europe/Riga", "weekday: expected a name such as Mon or Monday, got \"Europe/Riga\""},
           {"10", "date: expected [year-]month-day or [year-]month~day, got \"10\""},
           {"1:2:3:4", "time: expected hour:minute[:second], got \"1:2:3:4\""},
           {"12:00 Mars/Olympus",
            "\"Mars/Olympus\" is not a known time zone; expected a name such as UTC or "
            "Europe/Berlin"},
           {"Mon *-*-* 12:00 13:00",
            "expected [weekdays] [date] [time] [time zone], got \"13:00\" after those"},
           {"", "expected a calendar event such as \"Mon..Fri *-*-* 09:00\""},
           {" \n ", "expected a calendar event such as \"Mon..Fri *-*-* 09:00\""},
       }) {
    const Result<OnCalendar> calendar = OnCalendar::parse(c.text);
    ASSERT_FALSE(calendar) << c.text;
    EXPECT_EQ(calendar.error(), (Error{Code::invalid, std::string(c.message), ""}));
  }
}

TEST(OnCalendar, RefusesGarbage) {
  for (const std::string_view text : {"*",           "Mon *",
                                      "* 1-1",       "Mon, Tue 10:00",
                                      "Mon,,Tue",    ",Mon",
                                      "*:*:1,",      "2026-01-01T10:00",
                                      "@1800000000", "*-*-* *:*:*/2",
                                      "1~~2",        "1-2~",
                                      "~1",          "1-",
                                      "-1",          "1-2-3-4",
                                      ":",           "::",
                                      "1:",          ":1",
                                      "12:00.5",     "*:*:1.",
                                      "*:*:.5",      "*:*:59.9999999",
                                      "1..2..3-1",   "1/2/3-1",
                                      "daily daily", "Mon/2",
                                      "UTC",         "12:00 12-12",
                                      "0x1:00",      "+1:00",
                                      "* * * * * *"}) {
    EXPECT_FALSE(OnCalendar::parse(text)) << text;
  }
}

TEST(OnCalendar, FindsDates) {
  expect_times({
      {"2026-12-24 18:00", "UTC", "2026-01-01T00:00:00Z", {"2026-12-24T18:00:00+00:00", "none"}},
      {"Mon 2-29",
       "UTC",
       "2020-01-01T00:00:00Z",
       {"2044-02-29T00:00:00+00:00", "2072-02-29T00:00:00+00:00"}},
      {"*~1",
       "UTC",
       "2024-01-01T00:00:00Z",
       {"2024-01-31T00:00:00+00:00", "2024-02-29T00:00:00+00:00", "2024-03-31T00:00:00+00:00"}},
      {"*-02~03",
       "UTC",
       "2026-01-01T00:00:00Z",
       {"2026-02-26T00:00:00+00:00", "2027-02-26T00:00:00+00:00", "2028-02-27T00:00:00+00:00"}},
      {"Sun *~7/1",
       "UTC",
       "2020-01-01T00:00:00Z",
       {"2020-01-26T00:00:00+00:00", "2020-02-23T00:00:00+00:00", "2020-03-29T00:00:00+00:00"}},
      {"*-*~1..3",
       "UTC",
       "2026-02-01T00:00:00Z",
       {"2026-02-26T00:00:00+00:00", "2026-02-27T00:00:00+00:00", "2026-02-28T00:00:00+00:00"}},
      {"*-01/6-01",
       "UTC",
       "2026-01-01T00:00:00Z",
       {"2026-07-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"}},
      {"2030..2040/5-1-1",
       "UTC",
       "2026-01-01T00:00:00Z",
       {"2030-01-01T00:00:00+00:00", "2035-01-01T00:00:00+00:00", "2040-01-01T00:00:00+00:00",
        "none"}},
      {"Thu,Fri 2012-*-1,5 11:12:13",
       "UTC",
       "2012-01-01T00:00:00Z",
       {"2012-01-05T11:12:13+00:00", "2012-03-01T11:12:13+00:00", "2012-04-05T11:12:13+00:00"}},
      {"2199-12-31", "UTC", "2026-01-01T00:00:00Z", {"2199-12-31T00:00:00+00:00", "none"}},
      {"*-*-31/5", "UTC", "2026-02-01T00:00:00Z", {"2026-03-31T00:00:00+00:00"}},
  });
}

TEST(OnCalendar, FindsTimes) {
  expect_times({
      {"*:*:*/1 UTC", "UTC", "2026-01-01T00:00:00Z", {"second: write 0/1 instead of \"*/1\""}},
      {"*:*:0/20",
       "UTC",
       "2026-01-01T00:00:30Z",
       {"2026-01-01T00:00:40+00:00", "2026-01-01T00:01:00+00:00"}},
      {"*:*:*", "UTC", "2026-01-01T23:59:59Z", {"2026-01-02T00:00:00+00:00"}},
      {"Mon..Fri 8..18/5:30",
       "UTC",
       "2026-01-02T18:30:00Z",
       {"2026-01-05T08:30:00+00:00", "2026-01-05T13:30:00+00:00", "2026-01-05T18:30:00+00:00",
        "2026-01-06T08:30:00+00:00"}},
      {"hourly", "Asia/Kolkata", "2026-01-01T00:00:00Z", {"2026-01-01T06:00:00+05:30"}},
  });
}

TEST(OnCalendar, SecondsTakeDecimals) {
  const auto times = [](std::string_view text, std::string_view after, int count) {
    const Result<Schedule> schedule = Schedule::parse(text, Zone::utc());
    std::vector<std::string> found;
    Time time = at(after);
    for (int i = 0; i < count; ++i) {
      time = *schedule->next(time);
      found.push_back(to_iso_micros(time).substr(17, 9));
    }
    return found;
  };
  using Seconds = std::vector<std::string>;
  EXPECT_EQ(times("*:*:0/0.5", "2026-01-01T00:00:00Z", 3),
            (Seconds{"00.500000", "01.000000", "01.500000"}));
  EXPECT_EQ(times("*:*:10.123456789,0.25", "2026-01-01T00:00:00Z", 3),
            (Seconds{"00.250000", "10.123457", "00.250000"}));
  EXPECT_EQ(times("05:40:23.4200004/3.1700005", "2026-01-01T00:00:00Z", 3),
            (Seconds{"23.420000", "26.590001", "29.760002"}));
  EXPECT_EQ(times("*:*:1.5..3", "2026-01-01T00:00:00Z", 3),
            (Seconds{"01.500000", "02.500000", "01.500000"}));
  EXPECT_EQ(times("*:*:59.999999", "2026-01-01T00:00:59.999998Z", 2),
            (Seconds{"59.999999", "59.999999"}));
}

TEST(OnCalendar, LinesMakeAUnionAndMayNameTheirOwnZone) {
  expect_times({
      {"*-*-1 12:00\nMon 9:00",
       "UTC",
       "2026-01-31T00:00:00Z",
       {"2026-02-01T12:00:00+00:00", "2026-02-02T09:00:00+00:00", "2026-02-09T09:00:00+00:00"}},
      {"12:34\r\n\r\n12:34 Europe/Riga\r\n",
       "UTC",
       "2026-01-01T00:00:00Z",
       {"2026-01-01T10:34:00+00:00", "2026-01-01T12:34:00+00:00", "2026-01-02T10:34:00+00:00"}},
      {"12:34 Europe/Riga",
       "Europe/Berlin",
       "2026-01-01T00:00:00Z",
       {"2026-01-01T11:34:00+01:00", "2026-01-02T11:34:00+01:00"}},
      {"2026-01-01 08:00\n2026-01-01 09:00\n2026-01-01 8,9:00",
       "UTC",
       "2026-01-01T00:00:00Z",
       {"2026-01-01T08:00:00+00:00", "2026-01-01T09:00:00+00:00", "none"}},
      // A line that is over does not silence the others.
      {"2001-01-01\ndaily", "UTC", "2026-01-01T00:00:00Z", {"2026-01-02T00:00:00+00:00"}},
  });
}

TEST(OnCalendar, S2_20_SkippedTimesDoNotHappen) {
  expect_times({
      {"02:30",
       "Europe/Berlin",
       "2026-03-28T00:00:00Z",
       {"2026-03-28T02:30:00+01:00", "2026-03-30T02:30:00+02:00"}},
      {"*:0/30",
       "Europe/Berlin",
       "2026-03-28T23:40:00Z",
       {"2026-03-29T01:00:00+01:00", "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00"}},
      {"02:30 Europe/Berlin", "UTC", "2026-03-28T12:00:00Z", {"2026-03-30T00:30:00+00:00"}},
      {"00:30", "America/Sao_Paulo", "2018-11-03T12:00:00Z", {"2018-11-05T00:30:00-02:00"}},
      {"02:15", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", {"2026-10-05T02:15:00+11:00"}},
      {"00:00",
       "Pacific/Apia",
       "2011-12-29T09:00:00Z",
       {"2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"}},
  });
}

TEST(OnCalendar, S2_20_RepeatedTimesHappenTheFirstTimeOnly) {
  expect_times({
      {"02:30",
       "Europe/Berlin",
       "2026-10-24T12:00:00Z",
       {"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"}},
      {"*:0/30",
       "Europe/Berlin",
       "2026-10-24T23:40:00Z",
       {"2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T03:00:00+01:00"}},
      {"hourly",
       "Australia/Lord_Howe",
       "2026-04-04T12:30:00Z",
       {"2026-04-05T00:00:00+11:00", "2026-04-05T01:00:00+11:00", "2026-04-05T02:00:00+10:30"}},
      {"02:30", "Europe/Berlin", "2026-10-25T01:10:00Z", {"2026-10-26T02:30:00+01:00"}},
  });
}

TEST(OnCalendar, S2_9_WhatNeverFiresIsRefusedAndWhatIsPastIsNot) {
  for (const std::string_view text : {"*-02-30", "2-31", "*-4,6-31 12:00", "1999-12-31",
                                      "Sun 2026-01-05", "2199-2-29", "1999-1-1\n*-02-30"}) {
    const Result<Schedule> schedule = Schedule::parse(text, Zone::utc());
    ASSERT_FALSE(schedule) << text;
    EXPECT_NE(schedule.error().message.find("never fires"), std::string::npos) << text;
  }
  const Result<Schedule> past = Schedule::parse("2020-01-01", Zone::utc());
  ASSERT_TRUE(past);
  EXPECT_EQ(past->next(at("2020-01-01T00:00:00Z")), std::nullopt);
  EXPECT_EQ(past->next(at("2019-12-31T23:59:59.999999Z")), at("2020-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace muster::core
