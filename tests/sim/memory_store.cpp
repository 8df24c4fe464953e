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
  if (!transitions_.empty()) snapshot.last_transition_row = transitions_.rbegin()->first;
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
  for (const core::Delivery& delivery : batch.deliveries_saved) {
    delivery_order_.try_emplace(delivery.id, static_cast<std::int64_t>(delivery_order_.size()));
  }
  save_all(deliveries_, batch.deliveries_saved, &core::Delivery::id);
  erase_all(checks_, batch.checks_deleted);
  erase_all(channels_, batch.channels_deleted);
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
  for (const auto& [id, alert] : alerts_) {
    const bool open = !alert.resolved_at;
    if (alert.project != filter.project) continue;
    if (filter.check && alert.check != *filter.check) continue;
    if (filter.which == Which::open && !open) continue;
    if (filter.which == Which::resolved && open) continue;
    if (filter.opened_before && alert.opened_at >= *filter.opened_before) continue;
    alerts.push_back(alert);
  }
  std::ranges::sort(alerts, std::greater{}, &core::Alert::opened_at);
  if (alerts.size() > filter.rows_max) alerts.resize(filter.rows_max);
  return alerts;
}

Result<std::optional<core::Alert>> MemoryStore::alert(core::AlertId id) {
  const auto found = alerts_.find(id);
  if (found == alerts_.end()) return std::optional<core::Alert>();
  return std::optional(found->second);
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
