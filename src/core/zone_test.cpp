#include "core/zone.h"

#include "core/schedule_test_support.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace schedule_testing;

TEST(Zone, LegacyNamesAreRewritten) {
  struct Case {
    std::string_view given;
    std::string_view name;
  };
  for (const Case& c :
       std::vector<Case>{{"PRC", "Asia/Shanghai"},
                         {"UCT", "Etc/UTC"},
                         {"Europe/Kiev", "Europe/Kyiv"},
                         {"CET", "Europe/Brussels"},
                         {"EST5EDT", "America/New_York"},
                         {"US/Pacific", "America/Los_Angeles"},
                         {"Asia/Calcutta", "Asia/Kolkata"},
                         {"Zulu", "Etc/UTC"},
                         {"UTC", "UTC"},
                         {"Etc/UTC", "Etc/UTC"},
                         {"Europe/Berlin", "Europe/Berlin"},
                         {"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"}}) {
    const Result<Zone> zone = Zone::find(c.given);
    ASSERT_TRUE(zone) << c.given;
    EXPECT_EQ(zone->name(), c.name);
  }
}

TEST(Zone, UnknownNamesAreRefused) {
  for (const std::string_view name :
       {"", "Mars/Olympus", "europe/berlin", "Europe/", "Europe", "../etc/passwd", "/etc/localtime",
        "localtime", "tzdata.zi", "posixrules", "right/Europe/Berlin", "Europe/Berlin ", "UTC+1"}) {
    const Result<Zone> zone = Zone::find(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().code, Code::invalid);
    EXPECT_NE(zone.error().message.find("is not a known time zone"), std::string::npos);
  }
}

TEST(Zone, EqualityIsByPresentName) {
  EXPECT_EQ(zone_named("PRC"), zone_named("Asia/Shanghai"));
  EXPECT_EQ(zone_named("UTC"), Zone::utc());
  EXPECT_NE(zone_named("Europe/Berlin"), zone_named("Europe/Paris"));
  static_assert(sizeof(Zone) == sizeof(void*));
}

TEST(Zone, S2_20_KnowsWhatALocalTimeMeans) {
  const Zone berlin = zone_named("Europe/Berlin");
  const auto local = [](std::string_view iso) { return LocalTime(at(iso).time_since_epoch()); };

  const LocalMeaning plain = berlin.meaning_of(local("2026-03-29T01:59:59Z"));
  EXPECT_EQ(plain.kind, LocalMeaning::Kind::unique);
  EXPECT_EQ(plain.before.offset, std::chrono::hours(1));

  const LocalMeaning gap = berlin.meaning_of(local("2026-03-29T02:00:00Z"));
  EXPECT_EQ(gap.kind, LocalMeaning::Kind::skipped);
  EXPECT_EQ(gap.before.end, at("2026-03-29T01:00:00Z"));
  EXPECT_EQ(gap.after.offset, std::chrono::hours(2));
  EXPECT_EQ(berlin.meaning_of(local("2026-03-29T03:00:00Z")).kind, LocalMeaning::Kind::unique);

  const LocalMeaning overlap = berlin.meaning_of(local("2026-10-25T02:59:59.999999Z"));
  EXPECT_EQ(overlap.kind, LocalMeaning::Kind::repeated);
  EXPECT_EQ(overlap.before.to_time(local("2026-10-25T02:30:00Z")), at("2026-10-25T00:30:00Z"));
  EXPECT_EQ(overlap.after.to_time(local("2026-10-25T02:30:00Z")), at("2026-10-25T01:30:00Z"));
}

TEST(Zone, S2_20_ChangesItsOffsetToTheMicrosecond) {
  const Zone berlin = zone_named("Europe/Berlin");
  const OffsetSpan winter = berlin.span_at(at("2026-03-29T00:59:59.999999Z"));
  const OffsetSpan summer = berlin.span_at(at("2026-03-29T01:00:00Z"));
  EXPECT_EQ(winter.offset, std::chrono::hours(1));
  EXPECT_EQ(winter.end, at("2026-03-29T01:00:00Z"));
  EXPECT_EQ(summer.offset, std::chrono::hours(2));
  EXPECT_EQ(summer.begin, winter.end);
  EXPECT_EQ(summer.end, at("2026-10-25T01:00:00Z"));
}

TEST(Zone, WritesTimesWithTheOffsetInForce) {
  struct Case {
    std::string_view time;
    std::string_view zone;
    std::string_view text;
  };
  for (const Case& c : std::vector<Case>{
           {"2026-03-29T00:30:00.999999Z", "Europe/Berlin", "2026-03-29T01:30:00+01:00"},
           {"2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29T03:00:00+02:00"},
           {"2026-03-29T00:30:00Z", "UTC", "2026-03-29T00:30:00+00:00"},
           {"2026-01-01T00:00:00Z", "America/St_Johns", "2025-12-31T20:30:00-03:30"},
           {"2026-01-01T00:00:00Z", "Asia/Kathmandu", "2026-01-01T05:45:00+05:45"},
           {"1800-01-01T00:00:00Z", "Europe/Berlin", "1800-01-01T00:53:28+00:53:28"},
       }) {
    EXPECT_EQ(to_iso_in_zone(at(c.time), zone_named(c.zone)), c.text);
  }
}

}  // namespace
}  // namespace muster::core
