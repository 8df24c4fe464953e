#include "engine/deadlines.h"

#include "base/limits.h"
#include "engine/transitions.h"

#include <algorithm>

namespace muster::engine {

namespace heartbeat = core::heartbeat;

void Deadlines::refresh(const State& state, CheckSlot slot) {
  const core::Check& check = state.checks.at(slot).check;
  const auto deadline = heartbeat::deadline(check.spec, check.state);
  heap_.set(slot, deadline ? std::optional(deadline->at) : std::nullopt);
}

void Deadlines::rebuild(State& state) {
  heap_.clear();
  state.checks.for_each([&](CheckSlot slot, CheckEntry&) { refresh(state, slot); });
}

std::optional<Time> Deadlines::next() const {
  const auto first = heap_.first();
  return first ? std::optional(first->first) : std::nullopt;
}

Duration Deadlines::lag(Time now) const {
  const auto due = next();
  return due ? std::max(now - *due, Duration{0}) : Duration{0};
}

void Deadlines::take_due(Transaction& transaction) {
  for (std::size_t taken = 0; taken < limits::kDeadlinesPerStep; ++taken) {
    const auto first = heap_.first();
    if (!first || first->first > transaction.now) return;
    const CheckSlot slot = first->second;
    core::Check& check = transaction.state.checks.at(slot).check;
    auto outcome = heartbeat::sweep(check.spec, std::move(check.state), transaction.now);
    check.state = std::move(outcome.state);
    if (outcome.transition) record_transition(transaction, slot, *outcome.transition);
    refresh(transaction.state, slot);
  }
}

std::size_t Deadlines::extend_for_blackout(Transaction& transaction, Time from) {
  return change_all(transaction, [&](core::Check& check) {
    return heartbeat::extend_for_blackout(check.spec, check.state, from, transaction.now);
  });
}

std::size_t Deadlines::shift_for_clock_leap(Transaction& transaction, Duration leap) {
  return change_all(transaction, [leap](core::Check& check) {
    return heartbeat::shift_for_clock_leap(check.spec, check.state, leap);
  });
}

// `change` says whether it moved the check's deadline.
template <class Change>
std::size_t Deadlines::change_all(Transaction& transaction, Change change) {
  std::size_t changed = 0;
  transaction.state.checks.for_each([&](CheckSlot slot, CheckEntry& entry) {
    if (!change(entry.check)) return;
    transaction.state.mark(slot, Dirty::state);
    refresh(transaction.state, slot);
    ++changed;
  });
  return changed;
}

}  // namespace muster::engine
