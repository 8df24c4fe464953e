#include "core/alert.h"

#include "base/limits.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace std::chrono_literals;
using heartbeat::Transition;

constexpr Time kNoon = from_micros(1'770'033'600'000'000);

TEST(Alert, OnlyDownAndRecoveryAreTold) {
  const auto step = [](Status from, Status to) { return alert_step({.from = from, .to = to}); };
  EXPECT_EQ(step(Status::fresh, Status::up), AlertStep::nothing);
  EXPECT_EQ(step(Status::paused, Status::up), AlertStep::nothing);
  EXPECT_EQ(step(Status::down, Status::up), AlertStep::resolve);
  EXPECT_EQ(step(Status::fresh, Status::down), AlertStep::open);
  EXPECT_EQ(step(Status::paused, Status::down), AlertStep::open);
  EXPECT_EQ(step(Status::down, Status::paused), AlertStep::resolve_silently);
  EXPECT_EQ(step(Status::paused, Status::fresh), AlertStep::nothing);
}

TEST(Alert, D6_AttemptsAreSpacedOutAndEndAfterADay) {
  Delivery delivery{.created_at = kNoon, .next_attempt_at = kNoon};
  Time now = kNoon;
  std::vector<Duration> waits;
  while (delivery.state == DeliveryState::pending) {
    delivery = after_attempt(delivery, {.taken = Taken::not_now, .answer = "503"}, now, 0.0);
    waits.push_back(delivery.next_attempt_at - now);
    now = delivery.next_attempt_at;
    ASSERT_LT(waits.size(), 100U);
  }
  const std::vector<Duration> first{5s, 30s, 120s, 600s, 1'800s, 3'600s, 3'600s};
  EXPECT_TRUE(std::equal(first.begin(), first.end(), waits.begin()));
  EXPECT_EQ(delivery.state, DeliveryState::failed);
  EXPECT_EQ(delivery.settled_at, kNoon + limits::kDeliveryLife);
}

TEST(Alert, JitterAndRetryAfterMoveTheNextAttempt) {
  const Delivery delivery{.created_at = kNoon};
  const auto wait = [&](const Attempt& attempt, double jitter) {
    return after_attempt(delivery, attempt, kNoon, jitter).next_attempt_at - kNoon;
  };
  EXPECT_EQ(wait({.taken = Taken::not_now}, 1.0), 6s);
  EXPECT_EQ(wait({.taken = Taken::not_now}, -1.0), 4s);
  EXPECT_EQ(wait({.taken = Taken::not_now, .retry_after = 90s}, 0.0), 90s);
  EXPECT_EQ(wait({.taken = Taken::not_now, .retry_after = 1s}, 0.0), 5s);
}

TEST(Alert, AFinalAnswerSettles) {
  const Delivery delivery{.created_at = kNoon};
  EXPECT_EQ(after_attempt(delivery, {}, kNoon + 1s, 0.0).state, DeliveryState::sent);
  const auto refused =
      after_attempt(delivery, {.taken = Taken::never, .answer = "410 Gone"}, kNoon + 1s, 0.0);
  EXPECT_EQ(refused.state, DeliveryState::failed);
  EXPECT_EQ(refused.answer, "410 Gone");
  EXPECT_EQ(refused.attempts, 1);
}

}  // namespace
}  // namespace muster::core
