// Changes: gathers what COMMITs have changed until it is time to tell the Feed. Pings come by the
// thousand and people look at a screen: each check is told once in a while, as it is then, and when
// many change, only that their project did. Owned by the Ledger, state thread.
#pragma once

#include "base/time.h"
#include "engine/ports/feed.h"
#include "engine/state.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

namespace muster::engine {

class Changes {
 public:
  // What this batch changed, once it is committed.
  void note(const WriteBatch& batch, const State& state);
  // After the State was read anew nothing is known about what was missed.
  void note_reload();

  // When the next telling is due; none when there is nothing to tell.
  std::optional<Time> due(std::size_t listeners) const;
  // What there is to tell now, and forgets it. Empty before `due`.
  std::vector<Change> take(const State& state, Time now, std::size_t listeners);
  // Nobody listens.
  void forget();

 private:
  void note_check(core::CheckKey check);
  void note_access(const WriteBatch& batch);
  std::vector<Change> collect(const State& state) const;

  boost::unordered_flat_set<core::CheckKey> checks_;
  bool too_many_ = false;  // more checks than were worth remembering
  std::map<core::CheckKey, core::ProjectKey> removed_;
  std::map<core::AlertId, core::Alert> alerts_;
  std::set<core::ProjectKey> lists_;  // projects whose lists changed
  std::vector<AccessChanged> access_;
  // What was last written of each person: their row changes for smaller reasons, too.
  struct Reach {
    bool enabled = false;
    bool admin = false;
    friend bool operator==(const Reach&, const Reach&) = default;
  };
  std::map<core::UserId, Reach> reach_;
  Time told_at_;
};

}  // namespace muster::engine
