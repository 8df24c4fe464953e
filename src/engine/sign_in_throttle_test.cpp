#include "engine/sign_in_throttle.h"

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart = from_micros(1'750'000'000'000'000);

SignInThrottle::Options small() {
  return {.free_per_account = 3,
          .free_per_address = 5,
          .pause_min = 1s,
          .pause_max_per_account = 60s,
          .pause_max_per_address = 90s,
          .forget_after = 1h,
          .remembered = 4};
}

// Tries as soon as it may; says how long it had to wait in all.
Duration try_times(SignInThrottle& throttle, int times, std::string_view account,
                   std::string_view address, Time& now) {
  const Time begin = now;
  for (int i = 0; i < times; ++i) {
    for (Duration wait = throttle.admit(account, address, now); wait > 0s;
         wait = throttle.admit(account, address, now)) {
      now += wait;
    }
  }
  return now - begin;
}

TEST(SignInThrottle, DoublesThePauseOfAnAccountUpToALimit) {
  SignInThrottle throttle(small());
  Time now = kStart;
  EXPECT_EQ(try_times(throttle, 4, "ann", "", now), 0s);
  EXPECT_EQ(throttle.admit("ann", "", now), 1s);
  EXPECT_EQ(throttle.admit("bob", "", now), 0s) << "others are not slowed";
  EXPECT_EQ(try_times(throttle, 1, "ann", "", now), 1s);
  EXPECT_EQ(try_times(throttle, 1, "ann", "", now), 2s);
  EXPECT_EQ(try_times(throttle, 1, "ann", "", now), 4s);
  EXPECT_EQ(try_times(throttle, 3, "ann", "", now), 8s + 16s + 32s);
  EXPECT_EQ(try_times(throttle, 2, "ann", "", now), 60s + 60s);
}

TEST(SignInThrottle, SlowsAnAddressThatTriesMany) {
  SignInThrottle throttle(small());
  for (const char* account : {"a", "b", "c", "d", "e", "f"}) {
    EXPECT_EQ(throttle.admit(account, "192.0.2.1", kStart), 0s) << account;
  }
  EXPECT_EQ(throttle.admit("g", "192.0.2.1", kStart), 1s);
  EXPECT_EQ(throttle.admit("g", "192.0.2.2", kStart), 0s);
}

TEST(SignInThrottle, AWaitIsNoTry) {
  SignInThrottle throttle(small());
  Time now = kStart;
  try_times(throttle, 4, "ann", "", now);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(throttle.admit("ann", "", now), 1s);
}

TEST(SignInThrottle, SuccessClearsTheAccountButNotTheAddress) {
  SignInThrottle throttle(small());
  Time now = kStart;
  try_times(throttle, 6, "ann", "192.0.2.1", now);
  throttle.succeeded("ann", "192.0.2.1");
  EXPECT_EQ(throttle.admit("ann", "192.0.2.1", now), 0s);
  EXPECT_GT(throttle.admit("bob", "192.0.2.1", now), 0s);
}

TEST(SignInThrottle, OneWhoAlwaysSucceedsIsNeverSlowed) {
  SignInThrottle throttle(small());
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(throttle.admit("ann", "192.0.2.1", kStart), 0s);
    throttle.succeeded("ann", "192.0.2.1");
  }
}

TEST(SignInThrottle, ForgetsAfterAnHourAndWhenTheClockIsSetBack) {
  for (const Duration later : {Duration(1h + 1min), Duration(-1h)}) {
    SignInThrottle throttle(small());
    Time now = kStart;
    try_times(throttle, 9, "ann", "", now);
    EXPECT_GT(throttle.admit("ann", "", now), 0s);
    EXPECT_EQ(throttle.admit("ann", "", now + later), 0s);
    EXPECT_EQ(throttle.admit("ann", "", now + later), 0s);
  }
}

TEST(SignInThrottle, RemembersNoMoreThanItsLimit) {
  SignInThrottle throttle(small());
  Time now = kStart;
  try_times(throttle, 5, "ann", "", now);
  EXPECT_GT(throttle.admit("ann", "", now), 0s);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(throttle.admit("x" + std::to_string(i), "", now), 0s);
  }
  EXPECT_EQ(throttle.admit("ann", "", now), 0s) << "the oldest was forgotten";
  const std::string long_name(10'000, 'x');
  EXPECT_EQ(throttle.admit(long_name, long_name, now), 0s);
}

}  // namespace
}  // namespace muster::engine
