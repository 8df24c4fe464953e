#include "engine/sample_notice.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace muster::engine {
namespace {

constexpr seconds kPeriod{86'400};
constexpr seconds kGrace{3'600};
constexpr seconds kRunTime{95};

// Not a secret, so it need not be unguessable; `part` tells the ids of one notice apart.
Uuid sample_id(core::ProjectId project, Time now, std::uint8_t part) {
  std::array<std::uint8_t, 16> bytes = project.uuid.bytes;
  const auto micros = static_cast<std::uint64_t>(to_micros(now));
  // The seven last bytes hold no bits of version or variant; they suffice until the year 4253.
  for (std::size_t i = 0; i < 7; ++i) {
    bytes.at(i + 9) ^= static_cast<std::uint8_t>(micros >> (8 * i));
  }
  bytes.at(0) ^= part;
  return make_uuid_v4(bytes);
}

PingRow sample_ping(core::Direction direction, Time at) {
  PingRow row;
  row.number = 12;
  row.at = at;
  row.duration = kRunTime;
  row.ping.scheme = core::Scheme::https;
  row.ping.method = "POST";
  row.ping.remote_address = "192.0.2.1";  // RFC 5737: no real machine
  row.ping.user_agent = "curl";
  if (direction == core::Direction::down) {
    row.ping.kind = core::PingKind::fail;
    row.ping.exit_status = 1;
    row.ping.body = "copying 3 files\ncannot write: no space left on device\n";
  } else {
    row.ping.kind = core::PingKind::success;
    row.ping.exit_status = 0;
    row.ping.body = "copying 3 files\ndone\n";
  }
  row.body_bytes = static_cast<std::int64_t>(row.ping.body.size());
  return row;
}

core::Check sample_check(core::Direction direction, core::ProjectId project, Time now) {
  core::Check check;
  check.id.uuid = sample_id(project, now, 1);
  check.created_at = now - kPeriod;
  check.spec.name = "Test message";
  check.spec.slug = "test-message";
  check.spec.tags = "test";
  check.spec.description = "This is a test of the channel. Nothing has happened.";
  check.spec.schedule = core::Schedule::period(kPeriod);
  check.spec.grace = kGrace;
  const bool down = direction == core::Direction::down;
  check.state.status = down ? core::Status::down : core::Status::up;
  check.state.last_ping = now;
  check.state.last_duration = kRunTime;
  check.state.pings = 12;
  return check;
}

}  // namespace

Notice sample_notice(core::Channel channel, core::Direction direction, std::string project_name,
                     core::ProjectId project_id, Time now) {
  Notice notice;
  notice.delivery.id.uuid = sample_id(project_id, now, 2);
  notice.delivery.alert.uuid = sample_id(project_id, now, 3);
  notice.delivery.channel = channel.key;
  notice.delivery.direction = direction;
  notice.delivery.reason = direction == core::Direction::down ? core::heartbeat::Reason::fail
                                                              : core::heartbeat::Reason::none;
  notice.delivery.transition_at = now;
  notice.delivery.created_at = now;
  notice.delivery.next_attempt_at = now;
  notice.channel = std::move(channel);
  notice.check = sample_check(direction, project_id, now);
  notice.project_name = std::move(project_name);
  notice.project_id = project_id;
  notice.now = now;
  notice.sample_ping = sample_ping(direction, now);
  return notice;
}

}  // namespace muster::engine
