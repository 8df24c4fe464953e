#include "core/heartbeat.h"

#include <gtest/gtest.h>

namespace muster::core::heartbeat {
namespace {

using namespace std::chrono_literals;

constexpr Time kNoon = from_micros(1'770'033'600'000'000);
constexpr Uuid kRunA{{1}};
constexpr Uuid kRunB{{2}};

CheckSpec hourly() {
  CheckSpec spec;
  spec.schedule = Schedule::period(3'600s);
  spec.grace = 600s;
  return spec;
}

// A check that is stepped by hand.
struct Stepped {
  CheckSpec spec = hourly();
  CheckState state{};
  std::optional<Transition> transition{};
  std::optional<Duration> duration{};

  void take(PingKind kind, Time at, std::optional<Uuid> rid = std::nullopt) {
    auto outcome = heartbeat::take(spec, std::move(state), kind, rid, at);
    state = std::move(outcome.state);
    transition = outcome.transition;
    duration = outcome.duration;
  }
  void sweep(Time at) {
    auto outcome = heartbeat::sweep(spec, std::move(state), at);
    state = std::move(outcome.state);
    transition = outcome.transition;
  }
  void pause(Time at) { state = heartbeat::pause(std::move(state), at).state; }
  ShownStatus shown(Time at) const { return shown_status(spec, state, at); }
};

TEST(Heartbeat, GoesFromNewThroughGraceToDownAndUp) {
  Stepped check;
  EXPECT_EQ(check.shown(kNoon), ShownStatus::fresh);
  check.take(PingKind::success, kNoon);
  EXPECT_EQ(check.transition, (Transition{Status::fresh, Status::up, Reason::none, kNoon}));
  EXPECT_EQ(check.shown(kNoon + 3'599s), ShownStatus::up);
  EXPECT_EQ(check.shown(kNoon + 3'600s), ShownStatus::grace);
  EXPECT_EQ(check.shown(kNoon + 4'200s), ShownStatus::down);
  check.sweep(kNoon + 5'000s);
  EXPECT_EQ(check.transition,
            (Transition{Status::up, Status::down, Reason::timeout, kNoon + 4'200s}));
  check.sweep(kNoon + 6'000s);
  EXPECT_FALSE(check.transition);
  check.take(PingKind::success, kNoon + 7'000s);
  EXPECT_EQ(check.transition->to, Status::up);
}

TEST(Heartbeat, IsOverdueOnceTheExpectedTimeHasPassed) {
  const Time expected = kNoon + 3'600s;
  Stepped check;
  const auto overdue = [&check](Time at) { return overdue_since(check.spec, check.state, at); };
  EXPECT_EQ(overdue(kNoon), std::nullopt);
  check.take(PingKind::success, kNoon);
  EXPECT_EQ(overdue(expected - Duration(1)), std::nullopt);
  EXPECT_EQ(overdue(expected), expected);
  check.take(PingKind::start, kNoon + 3'700s);
  EXPECT_EQ(overdue(kNoon + 3'800s), expected);
  check.spec.run_limit = 7'200s;  // now the run suspends what is expected
  EXPECT_EQ(overdue(kNoon + 3'800s), std::nullopt);
  check.spec.run_limit.reset();
  check.sweep(kNoon + 5'000s);
  ASSERT_EQ(check.state.status, Status::down);
  EXPECT_EQ(overdue(kNoon + 9'000s), expected);
  check.take(PingKind::success, kNoon + 9'000s);
  EXPECT_EQ(overdue(kNoon + 9'000s), std::nullopt);
  check.take(PingKind::fail, kNoon + 9'100s);
  EXPECT_EQ(overdue(kNoon + 9'200s), std::nullopt);  // down, but not late
  check.pause(kNoon + 9'300s);
  EXPECT_EQ(overdue(kNoon + 90'000s), std::nullopt);
}

TEST(Heartbeat, AStartThatIsNotFollowedTakesEvenANewCheckDown) {
  Stepped check;
  check.take(PingKind::start, kNoon);
  EXPECT_FALSE(check.transition);
  EXPECT_TRUE(is_started(check.state));
  EXPECT_EQ(next_ping_at(check.spec, check.state), kNoon);
  EXPECT_EQ(check.shown(kNoon + 599s), ShownStatus::fresh);
  EXPECT_EQ(check.shown(kNoon + 600s), ShownStatus::down);
  check.sweep(kNoon + 600s);
  EXPECT_EQ(check.transition,
            (Transition{Status::fresh, Status::down, Reason::overrun, kNoon + 600s}));
}

TEST(Heartbeat, AStartWhileDownThatOverrunsChangesNothing) {
  Stepped check;
  check.take(PingKind::fail, kNoon);
  EXPECT_EQ(check.transition->reason, Reason::fail);
  check.take(PingKind::start, kNoon + 60s);
  EXPECT_TRUE(is_started(check.state));
  EXPECT_FALSE(deadline(check.spec, check.state));
  check.sweep(kNoon + 24h);
  EXPECT_FALSE(check.transition);
}

TEST(Heartbeat, DurationsFollowTheRunId) {
  Stepped check;
  check.take(PingKind::start, kNoon);
  check.take(PingKind::start, kNoon + 10s);
  check.take(PingKind::success, kNoon + 25s);
  EXPECT_EQ(check.duration, 15s) << "two starts, then success measures from the second";
  EXPECT_EQ(check.state.last_duration, 15s);
  check.take(PingKind::success, kNoon + 30s);
  EXPECT_FALSE(check.duration) << "a second success has none";
  check.take(PingKind::start, kNoon + 40s, kRunA);
  check.take(PingKind::success, kNoon + 50s, kRunB);
  EXPECT_TRUE(is_started(check.state)) << "a success of another run leaves it running";
  check.take(PingKind::success, kNoon + 60s);
  EXPECT_FALSE(is_started(check.state)) << "a success without id ends the latest";
  check.take(PingKind::success, kNoon + 70s, kRunA);
  EXPECT_EQ(check.duration, 30s) << "the log still knows the start";
  EXPECT_FALSE(check.state.last_duration);
}

TEST(Heartbeat, AStartOlderThanThreeDaysTimesNothing) {
  Stepped check;
  check.take(PingKind::start, kNoon, kRunA);
  check.take(PingKind::success, kNoon + 73h, kRunA);
  EXPECT_FALSE(check.duration);
}

TEST(Heartbeat, D8_EveryOverlappingRunIsSupervised) {
  Stepped check;
  check.take(PingKind::success, kNoon);
  check.take(PingKind::start, kNoon + 60s, kRunA);
  check.take(PingKind::start, kNoon + 120s, kRunB);
  check.take(PingKind::success, kNoon + 180s, kRunB);
  EXPECT_TRUE(is_started(check.state)) << "run A hangs";
  EXPECT_EQ(deadline(check.spec, check.state), (Deadline{kNoon + 660s, Reason::overrun}));
}

TEST(Heartbeat, AFailureOfAnUnknownRunEndsTheLatestStart) {
  Stepped check;
  check.take(PingKind::start, kNoon, kRunA);
  check.take(PingKind::fail, kNoon + 5s, kRunB);
  EXPECT_FALSE(is_started(check.state));
  EXPECT_EQ(check.state.status, Status::down);
}

TEST(Heartbeat, SeparateLimitsForStartAndRun) {
  Stepped check;
  check.spec.start_limit = 60s;
  check.spec.run_limit = 7'200s;
  check.take(PingKind::success, kNoon);
  EXPECT_EQ(deadline(check.spec, check.state), (Deadline{kNoon + 3'660s, Reason::missed_start}));
  check.take(PingKind::start, kNoon + 3'630s);
  EXPECT_EQ(deadline(check.spec, check.state),
            (Deadline{kNoon + 3'630s + 7'200s, Reason::overrun}));
}

TEST(Heartbeat, ToleratesFailuresButNotSilence) {
  Stepped check;
  check.spec.failures_before_down = 3;
  check.take(PingKind::fail, kNoon);
  EXPECT_EQ(check.state.status, Status::up);
  check.take(PingKind::fail, kNoon + 1s);
  check.take(PingKind::success, kNoon + 2s);
  check.take(PingKind::fail, kNoon + 3s);
  check.take(PingKind::fail, kNoon + 4s);
  EXPECT_EQ(check.state.status, Status::up);
  check.take(PingKind::fail, kNoon + 5s);
  EXPECT_EQ(check.transition->to, Status::down);
  check.take(PingKind::success, kNoon + 6s);
  check.sweep(kNoon + 6s + 4'200s);
  EXPECT_EQ(check.transition->reason, Reason::timeout);
}

TEST(Heartbeat, NeedsSeveralSuccessesToRecover) {
  Stepped check;
  check.spec.successes_before_up = 2;
  check.take(PingKind::fail, kNoon);
  check.take(PingKind::success, kNoon + 1s);
  EXPECT_EQ(check.state.status, Status::down);
  check.take(PingKind::fail, kNoon + 2s);
  check.take(PingKind::success, kNoon + 3s);
  EXPECT_EQ(check.state.status, Status::down);
  check.take(PingKind::success, kNoon + 4s);
  EXPECT_EQ(check.state.status, Status::up);
}

TEST(Heartbeat, PausedChecksComeBackByPingUnlessSticky) {
  Stepped check;
  check.take(PingKind::start, kNoon);
  check.pause(kNoon + 1s);
  EXPECT_FALSE(is_started(check.state));
  check.take(PingKind::fail, kNoon + 2s);
  EXPECT_EQ(check.transition, (Transition{Status::paused, Status::down, Reason::fail, kNoon + 2s}));
}

struct ClassifyCase {
  const char* what;
  CheckSpec spec;
  Status status;
  Ping ping;
  PingKind expected;
};

Filters body_filter(bool default_fail = false) {
  return {.start_words = "BEGIN",
          .success_words = "SUCCESS, done",
          .failure_words = " FAIL ,ERR",
          .http_body = true,
          .default_fail = default_fail};
}

CheckSpec filtered(Filters filters) {
  CheckSpec spec;
  spec.filters = std::make_shared<const Filters>(std::move(filters));
  return spec;
}

Ping ping_of(PingKind kind, std::string method, std::string body = {}) {
  Ping ping;
  ping.kind = kind;
  ping.method = std::move(method);
  ping.body = std::move(body);
  return ping;
}

TEST(Heartbeat, ClassifiesPingsByMethodAndWords) {
  CheckSpec post_only;
  post_only.methods = Methods::post_only;
  CheckSpec post_only_filtered = filtered(body_filter());
  post_only_filtered.methods = Methods::post_only;
  CheckSpec sticky;
  sticky.resume = Resume::by_hand;
  using enum PingKind;
  const std::vector<ClassifyCase> cases{
      {"plain", {}, Status::up, ping_of(fail, "GET"), fail},
      {"GET to POST-only", post_only, Status::up, ping_of(success, "GET"), ignored},
      {"POST to POST-only", post_only, Status::up, ping_of(start, "POST"), start},
      {"POST-only beats words", post_only_filtered, Status::up, ping_of(success, "GET", "FAIL"),
       ignored},
      {"words replace /fail", filtered(body_filter()), Status::up, ping_of(fail, "POST", "SUCCESS"),
       success},
      {"words replace /0", filtered(body_filter()), Status::up, ping_of(success, "POST", "FAIL"),
       fail},
      {"failure first", filtered(body_filter()), Status::up,
       ping_of(success, "POST", "SUCCESS but ERR"), fail},
      {"success before start", filtered(body_filter()), Status::up,
       ping_of(log, "POST", "BEGIN done"), success},
      {"start word", filtered(body_filter()), Status::up, ping_of(log, "POST", "BEGIN"), start},
      {"case matters", filtered(body_filter()), Status::up, ping_of(success, "POST", "fail"),
       ignored},
      {"no hit, default fail", filtered(body_filter(true)), Status::up,
       ping_of(success, "POST", "nothing"), fail},
      {"D2: bytes that are not UTF-8", filtered(body_filter()), Status::up,
       ping_of(success, "POST", "\xFF\xFE SUCCESS"), success},
      {"sticky pause", sticky, Status::paused, ping_of(fail, "POST"), ignored},
      {"sticky but not paused", sticky, Status::up, ping_of(fail, "POST"), fail},
  };
  for (const ClassifyCase& item : cases) {
    EXPECT_EQ(classify(item.spec, item.status, item.ping), item.expected) << item.what;
  }
}

TEST(Heartbeat, S2_20_DeadlineFollowsTheZoneAcrossDaylightSaving) {
  Stepped check;
  check.spec.schedule = Schedule::parse("0 12 * * *", Zone::find("Europe/Berlin").value()).value();
  const Time before_change = parse_iso("2026-03-28T11:00:00Z").value();  // noon, winter time
  check.take(PingKind::success, before_change);
  EXPECT_EQ(expected_at(check.spec, check.state), parse_iso("2026-03-29T10:00:00Z").value());
}

TEST(Heartbeat, BlackoutExtendsWhatWasWaiting) {
  Stepped check;
  check.take(PingKind::success, kNoon);
  EXPECT_FALSE(extend_for_blackout(check.spec, check.state, kNoon + 10s, kNoon + 60s))
      << "nothing was expected yet";
  EXPECT_TRUE(extend_for_blackout(check.spec, check.state, kNoon + 3'500s, kNoon + 9'000s));
  EXPECT_EQ(deadline(check.spec, check.state)->at, kNoon + 4'200s + 5'500s);
  check.take(PingKind::success, kNoon + 9'100s);
  EXPECT_EQ(deadline(check.spec, check.state)->at, kNoon + 9'100s + 4'200s);
}

TEST(Heartbeat, RunsAreBounded) {
  Stepped check;
  for (std::uint8_t i = 0; i < 200; ++i) check.take(PingKind::start, kNoon, Uuid{{i}});
  EXPECT_EQ(check.state.runs.size(), limits::kRunsPerCheck);
}

}  // namespace
}  // namespace muster::core::heartbeat
