#include "engine/outbox.h"

#include "base/check.h"
#include "base/limits.h"

#include <algorithm>

namespace muster::engine {

using core::Delivery;
using core::DeliveryState;

void Outbox::rebuild(std::vector<Delivery> pending) {
  std::unordered_map<core::DeliveryId, Time> on_their_way;
  for (const auto& [order, entry] : entries_) {
    if (entry.sent_out_at) on_their_way.emplace(entry.delivery.id, *entry.sent_out_at);
  }
  entries_.clear();
  by_id_.clear();
  lineages_.clear();
  queues_.clear();
  leases_.clear();
  for (Delivery& delivery : pending) {
    const core::DeliveryId id = delivery.id;
    add(std::move(delivery));
    if (const auto known = on_their_way.find(id); known != on_their_way.end()) {
      send_out(by_id_.at(id), known->second);
    }
  }
}

void Outbox::add(Delivery delivery) {
  const Order order = ++last_order_;
  auto& lineage = lineages_[{delivery.check, delivery.channel}];
  lineage.push_back(order);
  by_id_.emplace(delivery.id, order);
  entries_.emplace(order, Entry{.delivery = std::move(delivery), .sent_out_at = std::nullopt});
  if (lineage.front() == order) plan(order);
}

std::vector<Notice> Outbox::take_due(const State& state, Time now) {
  std::vector<Notice> notices;
  for (auto& [channel_key, queue] : queues_) {
    while (queue.on_their_way < limits::kDeliveriesInFlightPerChannel &&
           leases_.size() < limits::kDeliveriesInFlight && !queue.planned.empty() &&
           queue.planned.begin()->first <= now) {
      const Order order = queue.planned.begin()->second;
      const Delivery& delivery = entries_.at(order).delivery;
      const auto slot = state.checks.find(delivery.check);
      const auto channel = state.channels.find(delivery.channel);
      // Both exist: deleting either drops its deliveries in the same transaction.
      CHECK(slot && channel != state.channels.end());
      const core::Check& check = state.checks.at(*slot).check;
      const core::Project& project = state.projects.at(check.project).project;
      notices.push_back({.delivery = delivery,
                         .channel = channel->second,
                         .check = check,
                         .project_name = project.name,
                         .project_id = project.id,
                         .now = now});
      send_out(order, now);
    }
  }
  return notices;
}

void Outbox::finish(Transaction& transaction, core::DeliveryId id, const core::Attempt& attempt) {
  const auto known = by_id_.find(id);
  if (known == by_id_.end()) return;
  const Order order = known->second;
  Entry& entry = entries_.at(order);
  if (!entry.sent_out_at) return;
  come_back(order);
  entry.delivery = core::after_attempt(std::move(entry.delivery), attempt, transaction.now,
                                       transaction.entropy.symmetric_unit());
  transaction.batch.deliveries_saved.push_back(entry.delivery);
  if (entry.delivery.state == DeliveryState::pending) {
    plan(order);
  } else {
    settle(transaction, order);
  }
}

void Outbox::drop_channel(Transaction& transaction, core::ChannelKey channel,
                          std::string_view why) {
  std::vector<Order> orders;
  for (const auto& [order, entry] : entries_) {
    if (entry.delivery.channel == channel) orders.push_back(order);
  }
  drop(transaction, orders, why);
}

void Outbox::drop_check(Transaction& transaction, core::CheckKey check, std::string_view why) {
  std::vector<Order> orders;
  for (auto lineage = lineages_.lower_bound({check, 0});
       lineage != lineages_.end() && lineage->first.first == check; ++lineage) {
    orders.insert(orders.end(), lineage->second.begin(), lineage->second.end());
  }
  drop(transaction, orders, why);
}

void Outbox::expire_leases(Transaction& transaction) {
  while (!leases_.empty() && leases_.begin()->first + limits::kSendLease <= transaction.now) {
    const core::DeliveryId id = entries_.at(leases_.begin()->second).delivery.id;
    finish(transaction, id,
           {.taken = core::Taken::not_now,
            .answer = "no answer within the time allowed",
            .retry_after = std::nullopt});
  }
}

std::optional<Time> Outbox::next() const {
  std::optional<Time> next;
  const auto consider = [&next](Time at) { next = next ? std::min(*next, at) : at; };
  if (!leases_.empty()) consider(leases_.begin()->first + limits::kSendLease);
  if (leases_.size() >= limits::kDeliveriesInFlight) return next;
  for (const auto& [key, queue] : queues_) {
    if (queue.on_their_way < limits::kDeliveriesInFlightPerChannel && !queue.planned.empty()) {
      consider(queue.planned.begin()->first);
    }
  }
  return next;
}

std::optional<Time> Outbox::oldest() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->second.delivery.created_at;
}

void Outbox::plan(Order order) {
  const Delivery& delivery = entries_.at(order).delivery;
  queues_[delivery.channel].planned.emplace(delivery.next_attempt_at, order);
}

void Outbox::unplan(Order order) {
  const Delivery& delivery = entries_.at(order).delivery;
  queues_[delivery.channel].planned.erase({delivery.next_attempt_at, order});
}

void Outbox::send_out(Order order, Time now) {
  Entry& entry = entries_.at(order);
  unplan(order);
  entry.sent_out_at = now;
  ++queues_[entry.delivery.channel].on_their_way;
  leases_.emplace(now, order);
}

void Outbox::come_back(Order order) {
  Entry& entry = entries_.at(order);
  leases_.erase({*entry.sent_out_at, order});
  entry.sent_out_at.reset();
  --queues_.at(entry.delivery.channel).on_their_way;
}

// Takes a settled delivery out; the next one of its lineage may go.
void Outbox::settle(Transaction& transaction, Order order) {
  const Delivery& delivery = entries_.at(order).delivery;
  const auto channel = transaction.state.channels.find(delivery.channel);
  if (channel != transaction.state.channels.end() && delivery.state != DeliveryState::dropped) {
    const std::string error = delivery.state == DeliveryState::failed ? delivery.answer : "";
    if (channel->second.last_error != error) {
      channel->second.last_error = error;
      transaction.batch.channels_saved.push_back(channel->second);
    }
  }
  const auto lineage = lineages_.find({delivery.check, delivery.channel});
  std::erase(lineage->second, order);
  if (lineage->second.empty()) {
    lineages_.erase(lineage);
  } else if (!entries_.at(lineage->second.front()).sent_out_at) {
    plan(lineage->second.front());
  }
  const auto queue = queues_.find(delivery.channel);
  if (queue->second.planned.empty() && queue->second.on_their_way == 0) queues_.erase(queue);
  by_id_.erase(delivery.id);
  entries_.erase(order);
}

void Outbox::drop(Transaction& transaction, const std::vector<Order>& orders,
                  std::string_view why) {
  for (const Order order : orders) {
    Entry& entry = entries_.at(order);
    if (entry.sent_out_at) {
      come_back(order);
    } else {
      unplan(order);
    }
    entry.delivery.state = DeliveryState::dropped;
    entry.delivery.settled_at = transaction.now;
    entry.delivery.answer = why;
    transaction.batch.deliveries_saved.push_back(entry.delivery);
    settle(transaction, order);
  }
}

}  // namespace muster::engine
