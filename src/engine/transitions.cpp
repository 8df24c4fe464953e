#include "engine/transitions.h"

#include "core/alert.h"
#include "engine/outbox.h"

namespace muster::engine {
namespace {

using core::Direction;
using core::heartbeat::Transition;

bool wants(const core::Channel& channel, Direction direction) {
  return channel.enabled && (direction == Direction::down ? channel.wants_down : channel.wants_up);
}

void tell(Transaction& transaction, CheckSlot slot, core::AlertId alert, Direction direction,
          const Transition& transition) {
  const core::Check& check = transaction.state.checks.at(slot).check;
  for (const core::ChannelKey key : check.spec.channels) {
    const core::Channel& channel = transaction.state.channels.at(key);
    if (!wants(channel, direction)) continue;
    core::Delivery delivery{
        .id = {transaction.entropy.uuid_v4()},
        .alert = alert,
        .check = check.key,
        .channel = key,
        .direction = direction,
        .reason = transition.reason,
        .transition_at = transition.at,
        .ping_row = check.state.last_row,
        .created_at = transaction.now,
        .next_attempt_at = transaction.now,
        .settled_at = std::nullopt,
        .answer = {},
    };
    transaction.batch.deliveries_saved.push_back(delivery);
    transaction.outbox.add(std::move(delivery));
  }
}

void open_alert(Transaction& transaction, CheckSlot slot, const Transition& transition) {
  CheckEntry& entry = transaction.state.checks.at(slot);
  core::Alert alert{.id = {transaction.entropy.uuid_v4()},
                    .check = entry.check.key,
                    .project = entry.check.project,
                    .reason = transition.reason,
                    .opened_at = transition.at,
                    .resolved_at = std::nullopt,
                    .acknowledged_at = std::nullopt,
                    .acknowledged_by = {},
                    .remark = {}};
  entry.open_alert = alert.id;
  transaction.batch.alerts_saved.push_back(alert);
  tell(transaction, slot, alert.id, Direction::down, transition);
  transaction.state.open_alerts.emplace(alert.id, std::move(alert));
}

void close_alert(Transaction& transaction, CheckEntry& entry, Time at) {
  const auto alert = transaction.state.open_alerts.find(*entry.open_alert);
  alert->second.resolved_at = at;
  transaction.batch.alerts_saved.push_back(alert->second);
  transaction.state.open_alerts.erase(alert);
  entry.open_alert.reset();
}

}  // namespace

void record_transition(Transaction& transaction, CheckSlot slot, const Transition& transition) {
  CheckEntry& entry = transaction.state.checks.at(slot);
  transaction.batch.transitions.push_back({.row = ++transaction.state.last.transition_row,
                                           .check = entry.check.key,
                                           .transition = transition});
  transaction.state.mark(slot, Dirty::state);
  switch (core::alert_step(transition)) {
    case core::AlertStep::nothing:
      break;
    case core::AlertStep::open:
      open_alert(transaction, slot, transition);
      break;
    case core::AlertStep::resolve:
      if (entry.open_alert) {
        const core::AlertId alert = *entry.open_alert;
        close_alert(transaction, entry, transition.at);
        tell(transaction, slot, alert, Direction::up, transition);
      }
      break;
    case core::AlertStep::resolve_silently:
      resolve_alert(transaction, slot);
      break;
  }
}

void resolve_alert(Transaction& transaction, CheckSlot slot) {
  CheckEntry& entry = transaction.state.checks.at(slot);
  if (entry.open_alert) close_alert(transaction, entry, transaction.now);
}

}  // namespace muster::engine
