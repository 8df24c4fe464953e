#include "sim/memory_store.h"

#include "base/limits.h"

#include <algorithm>
#include <ranges>

namespace muster::sim {
namespace {

void save_all(auto& table, const auto& rows, auto key) {
  for (const auto& row : rows) table.insert_or_assign(std::invoke(key, row), row);
}

void erase_all(auto& table, const auto& keys) {
  for (const auto& key : keys) table.erase(key);
}

auto values_of(const auto& table) {
  std::vector<typename std::remove_cvref_t<decltype(table)>::mapped_type> values;
  for (const auto& [key, value] : table) values.push_back(value);
  return values;
}

}  // namespace

Result<engine::Snapshot> MemoryStore::load() {
  if (failure_) return std::unexpected(*failure_);
  engine::Snapshot snapshot{.meta = meta_,
                            .projects = values_of(projects_),
                            .keys = values_of(keys_),
                            .users = values_of(users_),
                            .memberships = values_of(memberships_),
                            .sessions = values_of(sessions_),
                            .tokens = values_of(tokens_),
                            .channels = values_of(channels_),
                            .checks = values_of(checks_)};
  for (auto row = pings_.upper_bound(meta_.folded_row); row != pings_.end(); ++row) {
    snapshot.unfolded.push_back(row->second);
    snapshot.unfolded.back().ping.body.clear();
  }
  for (const auto& [id, alert] : alerts_) {
    if (!alert.resolved_at) snapshot.open_alerts.push_back(alert);
  }
  for (const auto& [id, delivery] : deliveries_) {
    if (delivery.state == core::DeliveryState::pending) snapshot.deliveries.push_back(delivery);
  }
  std::ranges::sort(snapshot.deliveries, {}, [this](const core::Delivery& delivery) {
    return delivery_order_.at(delivery.id);
  });
  if (!pings_.empty()) {
    snapshot.first_ping_row = pings_.begin()->first;
    snapshot.last_ping_row = pings_.rbegin()->first;
  }
  for (const auto& [row, event] : audit_) {
    snapshot.recent_audit.push_back({row, event.user_id, event.project});
  }
  for (const auto& [user, seen] : audit_seen_) snapshot.audit_seen.push_back(seen);
  if (!transitions_.empty()) snapshot.last_transition_row = transitions_.rbegin()->first;
  for (const auto& [row, transition] : transitions_) {
    snapshot.last_check = std::max(snapshot.last_check, transition.check);
  }
  return snapshot;
}

Result<void> MemoryStore::commit(const engine::WriteBatch& batch) {
  if (failure_) return std::unexpected(*failure_);
  if (commit_failure_) return std::unexpected(*commit_failure_);
  if (failure_to_come_ && failure_to_come_->first-- == 0) {
    const Error error = std::exchange(failure_to_come_, std::nullopt)->second;
    return std::unexpected(error);
  }
  for (const engine::PingRow& row : batch.pings) {
    if (pings_.contains(row.row)) return fail(Code::bug, "a ping row was written twice");
  }
  ++commits_;
  apply(batch);
  apply_trims(batch);
  return {};
}

void MemoryStore::fail_once_after(int successes, Error error) {
  failure_to_come_ = std::pair(successes, std::move(error));
}

void MemoryStore::apply(const engine::WriteBatch& batch) {
  save_all(projects_, batch.projects_saved, &core::Project::key);
  save_all(keys_, batch.keys_saved, &core::ApiKey::id);
  save_all(users_, batch.users_saved, &core::User::id);
  save_all(memberships_, batch.memberships_saved, [](const core::Membership& membership) {
    return engine::MemberKey{membership.user, membership.project};
  });
  save_all(sessions_, batch.sessions_saved, &core::Session::id);
  save_all(tokens_, batch.tokens_saved, &core::ApiToken::id);
  save_all(channels_, batch.channels_saved, &core::Channel::key);
  save_all(checks_, batch.checks_saved, &core::Check::key);
  for (const engine::CheckStateRow& row : batch.states) {
    if (const auto check = checks_.find(row.check); check != checks_.end()) {
      check->second.state = row.state;
    }
  }
  save_all(pings_, batch.pings, &engine::PingRow::row);
  save_all(transitions_, batch.transitions, &engine::TransitionRow::row);
  save_all(alerts_, batch.alerts_saved, &core::Alert::id);
  save_all(audit_, batch.audit, &core::AuditEvent::row);
  save_all(audit_seen_, batch.audit_seen, &engine::AuditSeen::user);
  for (const core::Delivery& delivery : batch.deliveries_saved) {
    delivery_order_.try_emplace(delivery.id, static_cast<std::int64_t>(delivery_order_.size()));
  }
  save_all(deliveries_, batch.deliveries_saved, &core::Delivery::id);
  erase_all(checks_, batch.checks_deleted);
  erase_all(channels_, batch.channels_deleted);
  erase_all(tokens_, batch.tokens_deleted);
  erase_all(sessions_, batch.sessions_deleted);
  erase_all(memberships_, batch.memberships_deleted);
  erase_all(users_, batch.users_deleted);
  erase_all(keys_, batch.keys_deleted);
  erase_all(projects_, batch.projects_deleted);
  if (batch.meta) meta_ = *batch.meta;
}

void MemoryStore::apply_trims(const engine::WriteBatch& batch) {
  rows_trimmed_ = 0;
  if (batch.ping_trim) {
    std::size_t looked_at = 0;
    for (auto row = pings_.begin();
         row != pings_.end() && row->first <= batch.ping_trim->up_to_row &&
         looked_at < limits::kRetentionRowsPerStep;
         ++looked_at) {
      const bool old = row->second.at < batch.ping_trim->before;
      row = old ? pings_.erase(row) : std::next(row);
      rows_trimmed_ += old ? 1 : 0;
    }
  }
  if (batch.settled_before) {
    const Time before = *batch.settled_before;
    std::erase_if(transitions_,
                  [before](const auto& item) { return item.second.transition.at < before; });
    std::erase_if(deliveries_, [before](const auto& item) {
      return item.second.settled_at && *item.second.settled_at < before;
    });
    std::erase_if(alerts_, [before](const auto& item) {
      return item.second.resolved_at && *item.second.resolved_at < before;
    });
  }
}

Result<std::vector<engine::PingRow>> MemoryStore::pings(std::int64_t newest_row,
                                                        std::size_t rows_max) {
  std::vector<engine::PingRow> rows;
  for (auto row = pings_.find(newest_row); row != pings_.end() && rows.size() < rows_max;
       row = pings_.find(row->second.previous_row)) {
    rows.push_back(row->second);
    rows.back().ping.body.clear();
  }
  return rows;
}

Result<engine::PingRow> MemoryStore::ping(std::int64_t row) {
  const auto found = pings_.find(row);
  if (found == pings_.end()) return fail(Code::not_found, "no such ping");
  return found->second;
}

Result<std::vector<engine::TransitionRow>> MemoryStore::transitions(core::CheckKey check, Time from,
                                                                    Time to, std::size_t rows_max) {
  std::vector<engine::TransitionRow> rows;
  for (const auto& [number, row] : std::views::reverse(transitions_)) {
    if (row.check != check || row.transition.at < from || row.transition.at >= to) continue;
    if (rows.size() == rows_max) break;
    rows.push_back(row);
  }
  std::ranges::sort(rows, std::greater{},
                    [](const auto& row) { return std::pair(row.transition.at, row.row); });
  return rows;
}

Result<std::vector<core::Alert>> MemoryStore::alerts(const engine::AlertFilter& filter) {
  std::vector<core::Alert> alerts;
  using Which = engine::AlertFilter::Which;
  const auto before = std::pair(filter.opened_before.value_or(Time::max()), filter.id_before);
  for (const auto& [id, alert] : alerts_) {
    if (filter.project ? alert.project != *filter.project : !projects_.contains(alert.project)) {
      continue;
    }
    if (filter.check && alert.check != *filter.check) continue;
    if (filter.which == Which::resolved && !alert.resolved_at) continue;
    const bool must_be_acknowledged = filter.which == Which::acknowledged;
    if (filter.which == Which::open || must_be_acknowledged) {
      if (alert.resolved_at || alert.acknowledged_at.has_value() != must_be_acknowledged) continue;
    }
    if (std::pair(alert.opened_at, alert.id) < before) alerts.push_back(alert);
  }
  std::ranges::sort(alerts, std::greater{},
                    [](const core::Alert& alert) { return std::pair(alert.opened_at, alert.id); });
  if (alerts.size() > filter.rows_max) alerts.resize(filter.rows_max);
  return alerts;
}

Result<std::optional<core::Alert>> MemoryStore::alert(core::AlertId id) {
  const auto found = alerts_.find(id);
  if (found == alerts_.end()) return std::optional<core::Alert>();
  return std::optional(found->second);
}

Result<std::vector<core::AuditEvent>> MemoryStore::audit(const engine::AuditFilter& filter) {
  if (failure_) return std::unexpected(*failure_);
  const auto shown = [&](const core::AuditEvent& event) {
    const bool visible = filter.everything || event.user_id == filter.own_user_id ||
                         (event.project && std::ranges::find(filter.projects, *event.project) !=
                                               filter.projects.end());
    const bool of_action =
        filter.action.empty() || event.action == filter.action ||
        (filter.action.ends_with('.') && event.action.starts_with(filter.action));
    return visible && of_action && (!filter.project || event.project == filter.project) &&
           (filter.user_id.empty() || event.user_id == filter.user_id) &&
           (!filter.outcome || event.outcome == *filter.outcome) && event.at >= filter.from &&
           event.at < filter.to && (!filter.row_before || event.row < *filter.row_before) &&
           event.row > filter.row_after;
  };
  std::vector<core::AuditEvent> found;
  for (auto it = audit_.rbegin(); it != audit_.rend() && found.size() < filter.rows_max; ++it) {
    if (shown(it->second)) found.push_back(it->second);
  }
  return found;
}

Result<std::vector<core::Delivery>> MemoryStore::deliveries(core::AlertId alert) {
  std::vector<core::Delivery> deliveries;
  for (const auto& [id, delivery] : deliveries_) {
    if (delivery.alert == alert) deliveries.push_back(delivery);
  }
  std::ranges::sort(deliveries, {}, [this](const core::Delivery& delivery) {
    return delivery_order_.at(delivery.id);
  });
  return deliveries;
}

}  // namespace muster::sim
