// Deadlines: when each check goes down by itself. One heap over all checks; a deadline is noticed
// as soon as the state thread looks, which is when it is due. State thread.
#pragma once

#include "base/deadline_heap.h"
#include "engine/transaction.h"

#include <optional>

namespace muster::engine {

class Deadlines {
 public:
  // Puts the deadline of the check in `slot` where its spec and state have it now.
  void refresh(const State& state, CheckSlot slot);
  void forget(CheckSlot slot) { heap_.set(slot, std::nullopt); }
  // From scratch, after a load.
  void rebuild(State& state);

  std::optional<Time> next() const;
  // How long the oldest unprocessed deadline has been waiting.
  Duration lag(Time now) const;

  // Takes what is due, limits::kDeadlinesPerStep at the most. One check cannot hold up the others:
  // a deadline that turns out not to be due is put where it belongs.
  void take_due(Transaction& transaction);

  // Moves the deadlines that waited while nobody watched (spec/quality.md P5); says how many.
  std::size_t extend_for_blackout(Transaction& transaction, Time from);

  // The clock was set by `leap`: moves the deadlines that are counted in elapsed time; says how
  // many.
  std::size_t shift_for_clock_leap(Transaction& transaction, Duration leap);

 private:
  template <class Change>
  std::size_t change_all(Transaction& transaction, Change change);

  DeadlineHeap heap_;
};

}  // namespace muster::engine
