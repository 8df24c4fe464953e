#include "core/period_text.h"

#include <vector>

#include <gtest/gtest.h>

namespace muster::core {
namespace {

TEST(PeriodText, ReadsWhatPeopleWrite) {
  struct Case {
    std::string_view text;
    long seconds;
  };
  for (const Case& c : std::vector<Case>{{"90s", 90},
                                         {"5m", 300},
                                         {"every 5m", 300},
                                         {"Every 5 Minutes", 300},
                                         {"5 minutes", 300},
                                         {"1 minute", 60},
                                         {"2hrs", 7200},
                                         {"1h30m", 5400},
                                         {"1h 30m", 5400},
                                         {"1d", 86'400},
                                         {"1 week", 604'800},
                                         {" every day ", 86'400},
                                         {"every minute", 60},
                                         {"36500d", 3'153'600'000}}) {
    EXPECT_TRUE(looks_like_period(c.text)) << c.text;
    const Result<seconds> period = parse_period(c.text);
    ASSERT_TRUE(period) << c.text;
    EXPECT_EQ(period->count(), c.seconds) << c.text;
  }
}

TEST(PeriodText, RefusesWhatIsNoPeriod) {
  for (const std::string_view text :
       {"every", "every 5", "5 parsecs", "0s", "every every 5m", "5m 5", "every m5", "-5m", "1.5h",
        "", "36501d", "9999999999s", "every 5m,"}) {
    EXPECT_FALSE(parse_period(text)) << text;
  }
  EXPECT_EQ(parse_period("36501d").error().message,
            "expected a period of at most 36500 days, got \"36501d\"");
}

TEST(PeriodText, ExpressionsDoNotLookLikePeriods) {
  for (const std::string_view text : {"* * * * *", "5 0 * * *", "0 0 1 JAN *", "12:00", "daily",
                                      "2026-01-01", "Mon 12:00", "10-15", ""}) {
    EXPECT_FALSE(looks_like_period(text)) << text;
  }
}

}  // namespace
}  // namespace muster::core
