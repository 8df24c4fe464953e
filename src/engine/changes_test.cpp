#include "engine/changes.h"

#include "base/limits.h"
#include "sim/world.h"

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

using sim::World;
using namespace std::chrono_literals;

core::CheckSpec spec_of(const World& world) {
  core::CheckSpec spec;
  spec.name = "backup";
  spec.schedule = core::Schedule::period(600s);
  spec.grace = 120s;
  spec.channels = {world.channel};
  return spec;
}

// All that was told of one kind.
template <class What>
std::vector<What> told(World& world) {
  std::vector<What> found;
  for (const Change& change : world.feed.take()) {
    if (const auto* what = std::get_if<What>(&change.what)) found.push_back(*what);
  }
  return found;
}

TEST(Changes, NobodyListensSoNothingIsTold) {
  World world;
  const auto id = world.add_check(spec_of(world));
  ASSERT_TRUE(world.ping(id));
  world.pass(10s);
  EXPECT_TRUE(world.feed.take().empty());
  world.feed.listening = 1;
  world.pass(10s);
  EXPECT_TRUE(told<CheckChanged>(world).empty()) << "of a time when nobody listened";
}

TEST(Changes, ManyPingsOfACheckAreToldOnceAndAsTheCheckIsThen) {
  World world;
  const auto id = world.add_check(spec_of(world));
  world.feed.listening = 1;
  ASSERT_TRUE(world.ping(id));
  world.feed.take();  // at once, for the first in a while
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(world.ping(id));
  EXPECT_TRUE(world.feed.take().empty());
  world.pass(limits::kTellEvery);
  const auto changes = told<CheckChanged>(world);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].check.id, id);
  EXPECT_EQ(changes[0].check.state.pings, 6);
}

TEST(Changes, AnAlertIsToldWhenItOpensAndWhenItEnds) {
  World world;
  const auto id = world.add_check(spec_of(world));
  world.feed.listening = 1;
  ASSERT_TRUE(world.ping(id, core::PingKind::fail));
  world.pass(1s);
  auto alerts = told<AlertChanged>(world);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_FALSE(alerts[0].alert.resolved_at);
  ASSERT_TRUE(world.ping(id));
  world.pass(1s);
  alerts = told<AlertChanged>(world);
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_TRUE(alerts[0].alert.resolved_at);
}

TEST(Changes, MoreChecksThanAreWorthTellingBecomeOneWord) {
  World world;
  std::vector<core::CheckId> ids;
  for (std::size_t i = 0; i <= limits::kChecksTold; ++i)
    ids.push_back(world.add_check(spec_of(world)));
  world.feed.listening = 1;
  world.pass(1s);
  ASSERT_TRUE(world.ping(ids[0]));
  world.feed.take();
  for (const auto id : ids) ASSERT_TRUE(world.ping(id));
  world.pass(1s);
  const auto changes = world.feed.take();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<ChecksChanged>(changes[0].what));
  EXPECT_EQ(changes[0].project, world.project);
}

TEST(Changes, ADeletedCheckIsToldAsGone) {
  World world;
  const auto id = world.add_check(spec_of(world));
  world.feed.listening = 1;
  world.pass(1s);
  world.feed.take();
  ASSERT_TRUE(world.change<bool>([&](Transaction& transaction) -> Result<bool> {
    delete_check(transaction, *transaction.state.checks.find(id));
    return true;
  }));
  world.pass(1s);
  EXPECT_EQ(told<CheckRemoved>(world).size(), 1U);
}

TEST(Changes, WhatACommitDidNotKeepIsNotTold) {
  World world;
  const auto id = world.add_check(spec_of(world));
  world.feed.listening = 1;
  world.pass(1s);
  world.feed.take();
  world.store.fail_once_after(0, {Code::unavailable, "disk full", {}});
  EXPECT_FALSE(world.ping(id));
  EXPECT_TRUE(told<CheckChanged>(world).empty());
}

}  // namespace
}  // namespace muster::engine
