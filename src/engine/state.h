// State: everything that decides anything, in memory, with the indexes to find it. Loaded at start
// and after a failed COMMIT; lives on the state thread; changed only by the operations of this
// module, each of which puts the same change into the Transaction's batch.
#pragma once

#include "base/deadline_heap.h"
#include "engine/ports/store.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace muster::engine {

// Where a check stands in memory. Stable until the check is deleted; reused after that.
using CheckSlot = DeadlineHeap::Slot;

struct ProjectEntry {
  core::Project project;
  std::vector<CheckSlot> checks;           // in the order in which they were made
  std::vector<core::ChannelKey> channels;  // likewise
};

// How much of a check's row this batch must write.
enum class Dirty { no, state, whole };

struct CheckEntry {
  core::Check check;
  bool used = false;
  Dirty dirty = Dirty::no;
  std::int64_t unfolded_row = 0;  // its first ping that is not in its stored row yet, 0 for none
  std::optional<core::AlertId> open_alert;
};

// A check whose stored row lags its pings, since when, and from which ping on.
struct Unfolded {
  Time since;
  std::int64_t row = 0;
  CheckSlot slot = 0;
};

class Checks {
 public:
  CheckEntry& at(CheckSlot slot) { return entries_[slot]; }
  const CheckEntry& at(CheckSlot slot) const { return entries_[slot]; }
  std::size_t size() const { return by_id_.size(); }
  // Slots that have ever been used: 0 … slots() - 1, some of them free.
  std::size_t slots() const { return entries_.size(); }

  std::optional<CheckSlot> find(core::CheckId id) const;
  std::optional<CheckSlot> find_by_badge(const Uuid& badge_id) const;
  std::optional<CheckSlot> find(core::CheckKey key) const;
  // Every check of the project with that slug (slugs need not be unique).
  std::vector<CheckSlot> find_by_slug(core::ProjectKey project, std::string_view slug) const;

  // Asks the processor to fetch the check; changes nothing.
  void warm_up(core::CheckId id) const;

  CheckSlot add(core::Check check);
  void remove(CheckSlot slot);
  void change_slug(CheckSlot slot, std::string slug);

  template <class Visit>
  void for_each(Visit visit) {
    for (CheckSlot slot = 0; slot < entries_.size(); ++slot) {
      if (entries_[slot].used) visit(slot, entries_[slot]);
    }
  }

 private:
  static std::uint64_t slug_hash(core::ProjectKey project, std::string_view slug);
  void forget_slug(CheckSlot slot);

  std::deque<CheckEntry> entries_;  // by slot
  std::vector<CheckSlot> free_;
  boost::unordered_flat_map<Uuid, CheckSlot, std::hash<Uuid>> by_id_;
  boost::unordered_flat_map<Uuid, CheckSlot, std::hash<Uuid>> by_badge_;
  boost::unordered_flat_map<core::CheckKey, CheckSlot> by_key_;
  std::unordered_multimap<std::uint64_t, CheckSlot> by_slug_;  // checks that have a slug
};

// The row numbers that the next rows will have.
struct Counters {
  std::int64_t ping_row = 0;  // last given
  std::int64_t transition_row = 0;
  std::int64_t audit_row = 0;
  core::CheckKey check = 0;
  core::ProjectKey project = 0;
  core::ChannelKey channel = 0;
};

struct State {
  Meta meta;
  Counters last;

  std::map<core::ProjectKey, ProjectEntry> projects;
  std::unordered_map<std::string, core::ProjectKey> project_by_ping_key;
  std::unordered_map<std::string, core::ProjectKey> project_by_badge_key;
  std::unordered_map<core::ProjectId, core::ProjectKey> project_by_id;
  std::unordered_map<std::string, core::ApiKey> keys_by_hash;
  std::map<core::UserId, core::User> users;
  std::map<MemberKey, core::Membership> memberships;  // together by user
  std::unordered_map<std::string, core::Session> sessions_by_hash;
  std::unordered_map<std::string, core::ApiToken> tokens_by_hash;
  std::map<core::ChannelKey, core::Channel> channels;
  std::unordered_map<core::ChannelId, core::ChannelKey> channel_by_id;
  Checks checks;
  std::unordered_map<core::AlertId, core::Alert> open_alerts;

  std::map<core::UserId, std::int64_t> audit_seen;  // the last row each has seen
  std::deque<AuditMark> recent_audit;               // by row

  std::vector<CheckSlot> dirty;      // checks that this batch must write, each once
  std::vector<core::Check> removed;  // by this batch, for those who look on
  std::deque<Unfolded> unfolded;     // by row; an entry whose check was written since is stale

  // Marks the check's row to be written, whole or only its state, as it is at the end of the batch.
  void mark(CheckSlot slot, Dirty how);
  // Every ping up to this row is in its check's stored row, once this batch is committed.
  std::int64_t folded_row() const;

  // Null where there is none.
  const ProjectEntry* find_project(core::ProjectId id) const;
  const ProjectEntry* find_project(std::string_view name) const;
  const core::Channel* find_channel(core::ChannelId id) const;
  const core::User* find_user(core::UserId id) const;
  const core::User* find_user(std::string_view name) const;
  const core::Membership* find_membership(core::UserId user, core::ProjectKey project) const;
};

// Builds the indexes; folds the pings that had not reached their checks' rows.
State make_state(Snapshot snapshot, Time now);

}  // namespace muster::engine
