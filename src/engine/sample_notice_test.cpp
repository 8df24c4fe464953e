#include "engine/sample_notice.h"

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

using core::Direction;

core::ProjectId project() {
  return {.uuid = parse_uuid("dddddddd-0000-4000-8000-000000000001").value()};
}

Notice sample(Direction direction, Time now) {
  core::Channel channel;
  channel.key = 3;
  channel.kind = "mail";
  channel.name = "the team";
  return sample_notice(channel, direction, "Shop", project(), now);
}

TEST(SampleNotice, IsAPlausibleNoticeOfItsDirection) {
  const Time now = parse_iso("2026-03-02T03:00:00Z").value();
  const Notice down = sample(Direction::down, now);
  EXPECT_EQ(down.channel.name, "the team");
  EXPECT_EQ(down.delivery.channel, 3);
  EXPECT_EQ(down.delivery.direction, Direction::down);
  EXPECT_EQ(down.check.state.status, core::Status::down);
  EXPECT_EQ(down.delivery.reason, core::heartbeat::Reason::fail);
  EXPECT_EQ(down.delivery.transition_at, now);
  EXPECT_EQ(down.now, now);
  EXPECT_EQ(down.project_name, "Shop");
  ASSERT_TRUE(down.sample_ping);
  EXPECT_EQ(down.sample_ping->ping.exit_status, 1);
  EXPECT_EQ(down.delivery.ping_row, 0);

  const Notice up = sample(Direction::up, now);
  EXPECT_EQ(up.check.state.status, core::Status::up);
  EXPECT_EQ(up.delivery.reason, core::heartbeat::Reason::none);
  ASSERT_TRUE(up.sample_ping);
  EXPECT_EQ(up.sample_ping->ping.kind, core::PingKind::success);
}

TEST(SampleNotice, SaysThatItIsATest) {
  const Notice down = sample(Direction::down, parse_iso("2026-03-02T03:00:00Z").value());
  EXPECT_EQ(down.check.spec.name, "Test message");
  EXPECT_EQ(down.check.spec.description, "This is a test of the channel. Nothing has happened.");
}

TEST(SampleNotice, AnotherMomentHasOtherIds) {
  const Time now = parse_iso("2026-03-02T03:00:00Z").value();
  const Notice first = sample(Direction::down, now);
  const Notice same = sample(Direction::down, now);
  const Notice second = sample(Direction::down, now + Duration(1));
  EXPECT_EQ(first.delivery.id, same.delivery.id);
  EXPECT_NE(first.delivery.id, second.delivery.id);
  EXPECT_NE(first.delivery.alert, second.delivery.alert);
  EXPECT_NE(first.delivery.id.uuid, first.delivery.alert.uuid);
  EXPECT_TRUE(parse_uuid(to_string(first.delivery.id)));
}

}  // namespace
}  // namespace muster::engine
