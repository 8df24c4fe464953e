// What the tests of this module share: one check that has gone wrong in a known way, the notices of
// it, and a Reader that holds its last ping.
#pragma once

#include "engine/ports/reader.h"
#include "engine/ports/sender.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::kinds {

inline constexpr std::int64_t kPingRow = 41;

inline Time at(std::string_view iso) { return parse_iso(iso).value(); }

inline core::Check sample_check() {
  core::Check check;
  check.key = 7;
  check.project = 1;
  check.id.uuid = parse_uuid("11111111-2222-4333-8444-555555555555").value();
  check.created_at = at("2026-01-01T00:00:00Z");
  check.spec.name = "Nightly \"backup\"";
  check.spec.slug = "nightly-backup";
  check.spec.tags = "prod db";
  check.spec.schedule =
      core::Schedule::parse("0 3 * * *", core::Zone::find("Europe/Berlin").value()).value();
  check.spec.grace = seconds(3'600);
  check.state.status = core::Status::down;
  check.state.last_ping = at("2026-03-01T02:00:05Z");
  check.state.pings = 12;
  return check;
}

inline engine::Notice sample_notice(core::Direction direction, std::string kind,
                                    std::string config) {
  const bool down = direction == core::Direction::down;
  engine::Notice notice;
  notice.delivery.id.uuid = parse_uuid(down ? "aaaaaaaa-0000-4000-8000-000000000001"
                                            : "aaaaaaaa-0000-4000-8000-000000000002")
                                .value();
  notice.delivery.alert.uuid = parse_uuid("bbbbbbbb-0000-4000-8000-000000000001").value();
  notice.delivery.check = 7;
  notice.delivery.channel = 3;
  notice.delivery.direction = direction;
  notice.delivery.reason = down ? core::heartbeat::Reason::timeout : core::heartbeat::Reason::none;
  notice.delivery.transition_at = at(down ? "2026-03-02T03:00:00Z" : "2026-03-02T09:30:00Z");
  notice.delivery.ping_row = kPingRow;
  notice.channel.key = 3;
  notice.channel.id.uuid = parse_uuid("cccccccc-0000-4000-8000-000000000001").value();
  notice.channel.kind = std::move(kind);
  notice.channel.name = "the team";
  notice.channel.config = std::move(config);
  notice.check = sample_check();
  notice.check.state.status = down ? core::Status::down : core::Status::up;
  if (!down) notice.check.state.last_ping = notice.delivery.transition_at;
  notice.project_name = "Shop";
  notice.now = notice.delivery.transition_at + seconds(1);
  return notice;
}

inline engine::PingRow sample_ping() {
  engine::PingRow row;
  row.row = kPingRow;
  row.check = 7;
  row.at = at("2026-03-01T02:00:05Z");
  row.ping.kind = core::PingKind::success;
  row.ping.exit_status = 0;
  row.ping.body = "copied 3 files\nall \"done\"\n";
  row.duration = seconds(95);
  return row;
}

class FakeReader final : public engine::Reader {
 public:
  std::map<std::int64_t, engine::PingRow> rows{{kPingRow, sample_ping()}};
  bool broken = false;
  std::atomic<int> reads = 0;

  Result<engine::PingRow> ping(std::int64_t row) override {
    ++reads;
    if (broken) return fail(Code::unavailable, "database away");
    const auto found = rows.find(row);
    if (found == rows.end()) return fail(Code::not_found, "no such ping");
    return found->second;
  }
  Result<std::vector<engine::PingRow>> pings(std::int64_t, std::size_t) override { return {}; }
  Result<std::vector<engine::TransitionRow>> transitions(core::CheckKey, Time, Time,
                                                         std::size_t) override {
    return {};
  }
  Result<std::vector<core::Alert>> alerts(const engine::AlertFilter&) override { return {}; }
  Result<std::optional<core::Alert>> alert(core::AlertId) override { return {}; }
  Result<std::vector<core::Delivery>> deliveries(core::AlertId) override { return {}; }
  Result<std::vector<core::AuditEvent>> audit(const engine::AuditFilter&) override {
    return std::vector<core::AuditEvent>{};
  }
  Result<void> ping_database() override { return {}; }
};

}  // namespace muster::kinds
