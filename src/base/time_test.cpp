#include "base/time.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Time, WritesAndReadsIso) {
  const Time time = parse_iso("2026-03-29T03:30:00.000123+02:00").value();
  EXPECT_EQ(to_iso_micros(time), "2026-03-29T01:30:00.000123+00:00");
  EXPECT_EQ(to_iso_seconds(time), "2026-03-29T01:30:00+00:00");
  EXPECT_EQ(parse_iso("2026-03-29 01:30:00.0001239Z"), time);
}

TEST(Time, RefusesWhatIsNotATime) {
  for (const char* text : {"", "now", "2026-03-29", "2026-03-29T01:30:00", "2026-02-30T00:00:00Z",
                           "2026-03-29T24:00:00Z", "2026-03-29T01:60:00Z", "2026-03-29T01:30:00.Z",
                           "2026-03-29T01:30:00Z ", "2026-03-29T01:30:00+2:00",
                           "-026-03-29T01:30:00Z", "2026-03-29T01:30:00.0000000001Z"}) {
    EXPECT_FALSE(parse_iso(text)) << text;
  }
}

}  // namespace
}  // namespace muster
