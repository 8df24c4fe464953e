#include "engine/ledger.h"

#include "sim/world.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

using core::Direction;
using core::PingKind;
using core::heartbeat::ShownStatus;
using sim::World;
using namespace std::chrono_literals;

// Every ten minutes, with two of grace, told to one channel.
core::CheckSpec spec_in(const World& world) {
  core::CheckSpec spec;
  spec.name = "backup";
  spec.schedule = core::Schedule::period(600s);
  spec.grace = 120s;
  spec.channels = {world.channel};
  return spec;
}

TEST(Ledger, S2_10_AlarmsAtScheduledTimePlusGrace) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  const Time pinged_at = world.clock.now();
  world.pass(719s);
  EXPECT_EQ(world.shown(id), ShownStatus::grace);
  EXPECT_TRUE(world.answer_notices().empty());
  world.pass(1s);
  EXPECT_EQ(world.shown(id), ShownStatus::down);
  const auto notices = world.answer_notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].delivery.direction, Direction::down);
  EXPECT_EQ(notices[0].delivery.transition_at, pinged_at + 720s);
  EXPECT_EQ(notices[0].delivery.reason, core::heartbeat::Reason::timeout);
}

TEST(Ledger, S2_11_AnEarlierRunDoesNotSatisfyTheNextOccurrence) {
  World world;
  core::CheckSpec spec = spec_in(world);
  spec.schedule = core::Schedule::parse("0 2 * * *", core::Zone::utc()).value();
  const auto id = world.add_check(spec);
  const auto day = std::chrono::floor<std::chrono::days>(world.clock.now());
  world.pass(day + 24h + 15h - world.clock.now());  // somebody runs it by hand in the afternoon
  ASSERT_TRUE(world.ping(id));
  world.pass(11h + 1min);  // tonight's 02:00 was due a minute ago
  EXPECT_EQ(world.shown(id), ShownStatus::grace);
  world.pass(1min);
  EXPECT_EQ(world.shown(id), ShownStatus::down);
}

TEST(Ledger, S2_12_OneDownNoticeForEachChannelAndNoneWhileItLasts) {
  World world;
  core::CheckSpec spec = spec_in(world);
  spec.channels = {world.channel, world.add_channel("chat")};
  const auto id = world.add_check(spec);
  ASSERT_TRUE(world.ping(id));
  world.pass(12min);
  EXPECT_EQ(world.answer_notices().size(), 2U);
  world.pass(24h);
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  ASSERT_TRUE(world.ping(id, PingKind::start));
  world.pass(24h);
  EXPECT_TRUE(world.answer_notices().empty());
}

TEST(Ledger, S2_13_OneUpNoticeForEachChannelAtTheRecoveringPing) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  world.pass(12min);
  world.answer_notices();
  ASSERT_TRUE(world.ping(id));
  const auto notices = world.answer_notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].delivery.direction, Direction::up);
  EXPECT_EQ(notices[0].delivery.transition_at, world.clock.now());
  ASSERT_TRUE(world.ping(id));
  EXPECT_TRUE(world.answer_notices().empty());
}

TEST(Ledger, S2_15_ANewCheckDoesNotAlarmBeforeItsFirstPing) {
  World world;
  const auto id = world.add_check(spec_in(world));
  world.pass(10 * 24h);
  EXPECT_EQ(world.shown(id), ShownStatus::fresh);
  EXPECT_TRUE(world.answer_notices().empty());
}

TEST(Ledger, S2_16_ChangingThePeriodMovesTheDeadline) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  core::CheckSpec spec = spec_in(world);
  spec.schedule = core::Schedule::period(3600s);
  ASSERT_TRUE(world.change<bool>([&](Transaction& t) -> Result<bool> {
    update_check(t, *t.state.checks.find(id), spec);
    return true;
  }));
  world.pass(12min);
  EXPECT_EQ(world.shown(id), ShownStatus::up);
  world.pass(50min);
  EXPECT_EQ(world.shown(id), ShownStatus::down);
}

TEST(Ledger, S2_16_ResumingStartsAfresh) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  const auto pause = [&](Transaction& t) -> Result<bool> {
    pause_check(t, *t.state.checks.find(id));
    return true;
  };
  ASSERT_TRUE(world.change<bool>(pause));
  world.pass(10h);
  ASSERT_TRUE(world.change<bool>([&](Transaction& t) -> Result<bool> {
    TRY_DO(resume_check(t, *t.state.checks.find(id)));
    return true;
  }));
  world.pass(10h);
  EXPECT_EQ(world.shown(id), ShownStatus::fresh);
  EXPECT_TRUE(world.answer_notices().empty());
}

TEST(Ledger, S2_17_ADisabledCheckLogsPingsAndGivesNoVerdict) {
  World world;
  core::CheckSpec spec = spec_in(world);
  spec.resume = core::Resume::by_hand;
  const auto id = world.add_check(spec);
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  EXPECT_EQ(world.answer_notices().size(), 1U);
  ASSERT_TRUE(world.change<bool>([&](Transaction& t) -> Result<bool> {
    pause_check(t, *t.state.checks.find(id));
    return true;
  }));
  for (const auto& [alert_id, alert] : world.store.alert_table()) {
    EXPECT_TRUE(alert.resolved_at) << "the alarm is cleared";
  }
  ASSERT_TRUE(world.ping(id));
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  world.pass(24h);
  EXPECT_EQ(world.shown(id), ShownStatus::paused);
  EXPECT_EQ(world.check(id).state.pings, 3);
  EXPECT_EQ(world.store.ping_log().rbegin()->second.ping.kind, PingKind::ignored);
  EXPECT_TRUE(world.answer_notices().empty());
}

TEST(Ledger, S2_18_AFailingChannelIsRetriedAndHoldsUpNobody) {
  World world;
  core::CheckSpec spec = spec_in(world);
  const auto good = world.add_channel("chat");
  spec.channels = {world.channel, good};
  const auto id = world.add_check(spec);
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  std::vector<core::DeliveryId> attempts;
  const auto answer_all = [&] {
    for (auto& [notice, done] : world.sender.take()) {
      const bool bad = notice.delivery.channel == world.channel;
      if (bad) attempts.push_back(notice.delivery.id);
      done(bad ? core::Attempt{.taken = core::Taken::not_now, .answer = "451"} : core::Attempt{});
    }
    world.step();
  };
  answer_all();
  for (int i = 0; i < 200; ++i) {
    world.pass(10min);
    answer_all();
  }
  const auto& table = world.store.delivery_table();
  ASSERT_EQ(table.size(), 2U);
  for (const auto& [delivery_id, delivery] : table) {
    EXPECT_EQ(delivery.state,
              delivery.channel == good ? core::DeliveryState::sent : core::DeliveryState::failed);
  }
  EXPECT_GT(attempts.size(), 24U) << "retried for a day";
  EXPECT_EQ(std::set(attempts.begin(), attempts.end()).size(), 1U) << "always under one id";
  EXPECT_EQ(world.store.delivery_table().begin()->second.created_at,
            std::prev(table.end())->second.created_at);
}

TEST(Ledger, S2_19_AnOutageOfTheServerIsNotHeldAgainstAJob) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  world.pass(5min);
  world.crash();
  world.clock.pass(1h);
  world.start();
  EXPECT_NE(world.shown(id), ShownStatus::down);
  world.pass(6min);
  EXPECT_NE(world.shown(id), ShownStatus::down);
  world.pass(2min);  // 12 minutes of its own time are over now
  EXPECT_EQ(world.shown(id), ShownStatus::down);
  EXPECT_EQ(world.answer_notices().size(), 1U);
}

TEST(Ledger, S2_19_CompensationCanBeSwitchedOff) {
  World world({.blackouts = Blackouts::ignore});
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  world.crash();
  world.clock.pass(1h);
  world.start();
  EXPECT_EQ(world.shown(id), ShownStatus::down);
}

TEST(Ledger, S2_5_AnAcknowledgedPingIsThereAfterACrash) {
  World world;
  const auto id = world.add_check(spec_in(world));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(world.ping(id));
  world.crash();
  world.start();
  EXPECT_EQ(world.check(id).state.pings, 5);
  EXPECT_EQ(world.check(id).state.last_row, 5);
}

TEST(Ledger, AFailedCommitIsAnsweredUnavailableAndUndone) {
  World world;
  const auto id = world.add_check(spec_in(world));
  world.store.fail_once_after(0, {Code::unavailable, "disk full", ""});
  const auto answer = world.ping(id, PingKind::fail);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_EQ(world.check(id).state.pings, 0);
  EXPECT_EQ(world.shown(id), ShownStatus::fresh);
  EXPECT_TRUE(world.answer_notices().empty());
  EXPECT_TRUE(world.ping(id));
}

TEST(Ledger, WorkIsRefusedWhileTheStoreIsAwayAndGoesOnAfterwards) {
  World world;
  const auto id = world.add_check(spec_in(world));
  world.store.fail_with(Error{Code::unavailable, "gone", ""});
  EXPECT_FALSE(world.ping(id));
  world.clock.pass(5s);
  EXPECT_FALSE(world.ping(id));
  world.store.fail_with(std::nullopt);
  world.clock.pass(2s);
  EXPECT_TRUE(world.ping(id));
  EXPECT_FALSE(world.ledger->broken());
}

TEST(Ledger, F9_WithAFullDiskReadsGoOnAndItDoesNotSpin) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id));
  world.store.fail_commits_with(Error{Code::unavailable, "disk full", ""});
  world.clock.pass(6s);  // it wants to note that it is alive
  int steps = 0;
  for (const Time end = world.clock.now() + 30s; world.clock.now() < end; ++steps) {
    const Time next = world.ledger->step(world.moment());
    if (next > world.clock.now()) world.clock.pass(next - world.clock.now());
  }
  EXPECT_LE(steps, 100);
  EXPECT_TRUE(world.ledger->gauges().store_failing);
  EXPECT_FALSE(world.ping(id));
  EXPECT_EQ(world.shown(id), ShownStatus::up);
  world.store.fail_commits_with(std::nullopt);
  EXPECT_TRUE(world.ping(id));
  EXPECT_FALSE(world.ledger->gauges().store_failing);
}

TEST(Ledger, DamagedDataEndsTheServer) {
  World world;
  const auto id = world.add_check(spec_in(world));
  world.store.fail_once_after(0, {Code::corrupt, "fsync failed", ""});
  EXPECT_FALSE(world.ping(id));
  EXPECT_TRUE(world.ledger->broken());
}

TEST(Ledger, SlugsAreFoundProvisionedAndRefusedWhenAmbiguous) {
  World world;
  const std::string ping_key = world
                                   .change<std::string>([&](Transaction& t) -> Result<std::string> {
                                     return t.state.projects.at(world.project).project.ping_key;
                                   })
                                   .value();
  const auto ping = [&](std::string slug, bool create) {
    return world.ping(SlugAddress{.ping_key = ping_key, .slug = std::move(slug), .create = create},
                      core::Ping{});
  };
  EXPECT_EQ(ping("nightly", false).error().code, Code::not_found);
  EXPECT_EQ(ping("nightly", true), PingTaken::created);
  EXPECT_EQ(ping("nightly", true), PingTaken::recorded);
  core::CheckSpec spec = spec_in(world);
  spec.slug = "nightly";
  world.add_check(spec);
  EXPECT_EQ(ping("nightly", true).error().message, "ambiguous slug");
  EXPECT_EQ(
      world.ping(SlugAddress{.ping_key = "wrong", .slug = "nightly"}, core::Ping{}).error().code,
      Code::not_found);
}

TEST(Ledger, DeletingACheckDropsWhatWaitsAndEndsItsAlert) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  ASSERT_TRUE(world.change<bool>([&](Transaction& t) -> Result<bool> {
    delete_check(t, *t.state.checks.find(id));
    return true;
  }));
  world.answer_notices();  // the answer of what was on its way comes too late to matter
  EXPECT_EQ(world.store.delivery_table().begin()->second.state, core::DeliveryState::dropped);
  EXPECT_TRUE(world.store.alert_table().begin()->second.resolved_at);
  EXPECT_EQ(world.ping(id).error().code, Code::not_found);
  world.crash();
  world.start();
  EXPECT_EQ(world.ping(id).error().code, Code::not_found);
}

TEST(Ledger, S2_42_OldPingsAreDroppedWithoutStoppingNewOnes) {
  World world({.keep_pings = 24h});
  const auto id = world.add_check(spec_in(world));
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(world.ping(id));
    world.pass(1h);
  }
  EXPECT_LE(world.store.ping_log().size(), 25U);
  EXPECT_GE(world.store.ping_log().size(), 23U);
  EXPECT_EQ(world.check(id).state.pings, 40);
}

TEST(Ledger, AnAnswerThatNeverComesIsTakenForAFailure) {
  World world;
  const auto id = world.add_check(spec_in(world));
  ASSERT_TRUE(world.ping(id, PingKind::fail));
  ASSERT_EQ(world.sender.take().size(), 1U);
  world.pass(limits::kSendLease + 10s);
  EXPECT_EQ(world.answer_notices().size(), 1U) << "it is sent again";
}

TEST(Ledger, AStormOfDeadlinesIsTakenInTurnsAndNoneIsLost) {
  World world;
  std::vector<core::CheckId> ids;
  for (int i = 0; i < 5'000; ++i) ids.push_back(world.add_check(spec_in(world)));
  for (const auto& id : ids) ASSERT_TRUE(world.ping(id));
  world.pass(13min);
  EXPECT_EQ(world.store.alert_table().size(), 5'000U);
  EXPECT_EQ(world.store.delivery_table().size(), 5'000U);
}

}  // namespace
}  // namespace muster::engine
