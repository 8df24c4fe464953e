#include "engine/changes.h"

#include "base/limits.h"

#include <utility>

namespace muster::engine {
namespace {

const core::Project* project_of(const State& state, core::ProjectKey key) {
  const auto found = state.projects.find(key);
  return found == state.projects.end() ? nullptr : &found->second.project;
}

}  // namespace

void Changes::note(const WriteBatch& batch, const State& state) {
  for (const PingRow& ping : batch.pings) note_check(ping.check);
  for (const TransitionRow& row : batch.transitions) note_check(row.check);
  for (const core::Check& check : batch.checks_saved) note_check(check.key);
  for (const core::Check& check : state.removed) {
    checks_.erase(check.key);
    if (removed_.size() < limits::kChecksTold) removed_.emplace(check.key, check.project);
    if (removed_.size() >= limits::kChecksTold) lists_.insert(check.project);
  }
  for (const core::Alert& alert : batch.alerts_saved) {
    if (alerts_.size() < limits::kChecksTold || alerts_.contains(alert.id)) {
      alerts_.insert_or_assign(alert.id, alert);
    } else {
      lists_.insert(alert.project);
    }
  }
  for (const core::Project& project : batch.projects_saved) lists_.insert(project.key);
  for (const core::Channel& channel : batch.channels_saved) lists_.insert(channel.project);
  note_access(batch);
}

void Changes::note_access(const WriteBatch& batch) {
  const auto note = [this](AccessChanged whose) {
    if (access_.size() < limits::kChecksTold) access_.push_back(whose);
    if (access_.size() == limits::kChecksTold) access_.push_back({});
  };
  for (const core::User& user : batch.users_saved) {
    const Reach reach{.enabled = user.enabled, .admin = user.admin};
    if (std::exchange(reach_[user.id], reach) != reach) note({.user = user.id});
  }
  for (const core::UserId user : batch.users_deleted) note({.user = user});
  for (const core::Membership& membership : batch.memberships_saved) {
    note({.user = membership.user});
  }
  for (const MemberKey& key : batch.memberships_deleted) note({.user = key.user});
  for (const core::SessionId session : batch.sessions_deleted) note({.session = session});
  // A key or a token is nobody's session: who listened with it is not known.
  if (!batch.projects_deleted.empty() || !batch.keys_deleted.empty() ||
      !batch.tokens_deleted.empty()) {
    note({});
  }
}

void Changes::note_check(core::CheckKey check) {
  if (checks_.size() < limits::kChecksTold * 50) {
    checks_.insert(check);
  } else {
    too_many_ = true;
  }
}

void Changes::note_reload() {
  forget();
  access_ = {AccessChanged{}};
}

void Changes::forget() {
  checks_.clear();
  removed_.clear();
  alerts_.clear();
  lists_.clear();
  too_many_ = false;
  access_.clear();
}

std::optional<Time> Changes::due(std::size_t listeners) const {
  if (listeners == 0) return std::nullopt;
  if (checks_.empty() && removed_.empty() && alerts_.empty() && lists_.empty() && access_.empty()) {
    return std::nullopt;
  }
  return told_at_ +
         (listeners > limits::kListenersMany ? limits::kTellManyEvery : limits::kTellEvery);
}

std::vector<Change> Changes::take(const State& state, Time now, std::size_t listeners) {
  const auto when = due(listeners);
  // A clock that was set back must not silence it.
  if (!when || (now < *when && now >= told_at_)) return {};
  std::vector<Change> changes = collect(state);
  forget();
  told_at_ = now;
  return changes;
}

std::vector<Change> Changes::collect(const State& state) const {
  std::vector<Change> changes;
  const auto add = [&](core::ProjectKey key, auto make) {
    if (const core::Project* project = project_of(state, key)) {
      changes.push_back({.project = key, .what = make(project->id)});
    }
  };
  std::set<core::ProjectKey> lists = lists_;
  if (too_many_) {
    for (const auto& [key, entry] : state.projects) lists.insert(key);
  }
  const bool one_by_one = checks_.size() <= limits::kChecksTold;
  for (const core::CheckKey key : checks_) {
    const auto slot = state.checks.find(key);
    if (!slot) continue;
    const core::Check& check = state.checks.at(*slot).check;
    if (lists.contains(check.project)) continue;
    if (one_by_one) {
      add(check.project, [&](core::ProjectId id) { return CheckChanged{id, check}; });
    } else {
      lists.insert(check.project);
    }
  }
  for (const core::ProjectKey key : lists) {
    add(key, [](core::ProjectId id) { return ChecksChanged{id}; });
  }
  for (const auto& [check, project] : removed_) {
    add(project, [&](core::ProjectId id) { return CheckRemoved{id, check}; });
  }
  for (const auto& [id, alert] : alerts_) {
    add(alert.project, [&](core::ProjectId project) { return AlertChanged{project, alert}; });
  }
  for (const AccessChanged& access : access_) changes.push_back({.what = access});
  return changes;
}

}  // namespace muster::engine
