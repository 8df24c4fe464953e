#include "engine/state.h"

#include "base/check.h"

#include <algorithm>
#include <cstddef>

namespace muster::engine {
namespace {

std::optional<CheckSlot> look_up(const auto& index, const auto& key) {
  const auto found = index.find(key);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

void add_project(State& state, core::Project project) {
  const core::ProjectKey key = project.key;
  state.project_by_ping_key.emplace(project.ping_key, key);
  state.project_by_badge_key.emplace(project.badge_key, key);
  state.project_by_id.emplace(project.id, key);
  state.last.project = std::max(state.last.project, key);
  state.projects.emplace(key, ProjectEntry{.project = std::move(project)});
}

// Whose user or project is gone means nothing any more.
void add_people(State& state, Snapshot& snapshot) {
  for (auto& user : snapshot.users) {
    const core::UserId id = user.id;
    state.users.emplace(id, std::move(user));
  }
  for (const core::Membership& membership : snapshot.memberships) {
    if (!state.users.contains(membership.user)) continue;
    if (!state.projects.contains(membership.project)) continue;
    state.memberships.emplace(MemberKey{membership.user, membership.project}, membership);
  }
  for (auto& session : snapshot.sessions) {
    if (!state.users.contains(session.user)) continue;
    std::string hash = session.hash;
    state.sessions_by_hash.emplace(std::move(hash), std::move(session));
  }
  for (auto& token : snapshot.tokens) {
    if (!state.users.contains(token.user)) continue;
    std::string hash = token.hash;
    state.tokens_by_hash.emplace(std::move(hash), std::move(token));
  }
}

void add_channel(State& state, core::Channel channel) {
  const core::ChannelKey key = channel.key;
  state.projects.at(channel.project).channels.push_back(key);
  state.channel_by_id.emplace(channel.id, key);
  state.last.channel = std::max(state.last.channel, key);
  state.channels.emplace(key, std::move(channel));
}

void add_alert(State& state, core::Alert alert) {
  const auto slot = state.checks.find(alert.check);
  if (!slot) return;  // its check was deleted; the store resolves it with the rest of its history
  state.checks.at(*slot).open_alert = alert.id;
  state.open_alerts.emplace(alert.id, std::move(alert));
}

// A ping that was acknowledged after its check's row was last written. It changed no status, or the
// row would have been written with it.
void fold(State& state, const PingRow& row, Time now) {
  const auto slot = state.checks.find(row.check);
  if (!slot) return;
  CheckEntry& entry = state.checks.at(*slot);
  core::Check& check = entry.check;
  if (row.row <= check.state.last_row) return;
  auto outcome = core::heartbeat::take(check.spec, std::move(check.state), row.ping.kind,
                                       row.ping.rid, row.at);
  check.state = std::move(outcome.state);
  check.state.last_row = row.row;
  check.state.pings = row.number;
  if (entry.unfolded_row == 0) {
    entry.unfolded_row = row.row;
    state.unfolded.push_back({.since = now, .row = row.row, .slot = *slot});
  }
}

}  // namespace

std::optional<CheckSlot> Checks::find(core::CheckId id) const { return look_up(by_id_, id.uuid); }

std::optional<CheckSlot> Checks::find_by_badge(const Uuid& badge_id) const {
  return look_up(by_badge_, badge_id);
}

std::optional<CheckSlot> Checks::find(core::CheckKey key) const { return look_up(by_key_, key); }

std::vector<CheckSlot> Checks::find_by_slug(core::ProjectKey project, std::string_view slug) const {
  std::vector<CheckSlot> slots;
  const auto [first, last] = by_slug_.equal_range(slug_hash(project, slug));
  for (auto i = first; i != last; ++i) {
    const core::Check& check = entries_[i->second].check;
    if (check.project == project && check.spec.slug == slug) slots.push_back(i->second);
  }
  return slots;
}

void Checks::warm_up(core::CheckId id) const {
  constexpr std::size_t kCacheLineBytes = 64;
  const auto slot = find(id);
  if (!slot) return;
  const auto* const bytes = reinterpret_cast<const std::byte*>(&entries_[*slot]);
  for (std::size_t at = 0; at < sizeof(CheckEntry); at += kCacheLineBytes) {
    __builtin_prefetch(bytes + at);
  }
}

CheckSlot Checks::add(core::Check check) {
  CheckSlot slot = 0;
  if (free_.empty()) {
    slot = static_cast<CheckSlot>(entries_.size());
    entries_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  by_id_.emplace(check.id.uuid, slot);
  by_badge_.emplace(check.badge_id, slot);
  by_key_.emplace(check.key, slot);
  if (!check.spec.slug.empty()) {
    by_slug_.emplace(slug_hash(check.project, check.spec.slug), slot);
  }
  CheckEntry& entry = entries_[slot];
  entry.check = std::move(check);
  entry.used = true;
  return slot;
}

void Checks::remove(CheckSlot slot) {
  forget_slug(slot);
  const core::Check& check = entries_[slot].check;
  by_id_.erase(check.id.uuid);
  by_badge_.erase(check.badge_id);
  by_key_.erase(check.key);
  entries_[slot] = CheckEntry{};
  free_.push_back(slot);
}

void Checks::change_slug(CheckSlot slot, std::string slug) {
  forget_slug(slot);
  core::Check& check = entries_[slot].check;
  check.spec.slug = std::move(slug);
  if (!check.spec.slug.empty()) {
    by_slug_.emplace(slug_hash(check.project, check.spec.slug), slot);
  }
}

std::uint64_t Checks::slug_hash(core::ProjectKey project, std::string_view slug) {
  // Neighbouring project keys are spread over the whole range by the golden ratio.
  constexpr std::uint64_t kGoldenRatio = 0x9E37'79B9'7F4A'7C15;
  return std::hash<std::string_view>{}(slug) ^ (static_cast<std::uint64_t>(project) * kGoldenRatio);
}

void Checks::forget_slug(CheckSlot slot) {
  const core::Check& check = entries_[slot].check;
  if (check.spec.slug.empty()) return;
  const auto [first, last] = by_slug_.equal_range(slug_hash(check.project, check.spec.slug));
  for (auto i = first; i != last; ++i) {
    if (i->second == slot) {
      by_slug_.erase(i);
      return;
    }
  }
}

const ProjectEntry* State::find_project(core::ProjectId id) const {
  const auto key = project_by_id.find(id);
  return key == project_by_id.end() ? nullptr : &projects.at(key->second);
}

const ProjectEntry* State::find_project(std::string_view name) const {
  const auto found = std::ranges::find_if(
      projects, [name](const auto& item) { return item.second.project.name == name; });
  return found == projects.end() ? nullptr : &found->second;
}

const core::Channel* State::find_channel(core::ChannelId id) const {
  const auto key = channel_by_id.find(id);
  return key == channel_by_id.end() ? nullptr : &channels.at(key->second);
}

const core::User* State::find_user(core::UserId id) const {
  const auto found = users.find(id);
  return found == users.end() ? nullptr : &found->second;
}

const core::User* State::find_user(std::string_view name) const {
  const auto found =
      std::ranges::find_if(users, [name](const auto& item) { return item.second.name == name; });
  return found == users.end() ? nullptr : &found->second;
}

const core::Membership* State::find_membership(core::UserId user, core::ProjectKey project) const {
  const auto found = memberships.find({user, project});
  return found == memberships.end() ? nullptr : &found->second;
}

void State::mark(CheckSlot slot, Dirty how) {
  CheckEntry& entry = checks.at(slot);
  if (entry.dirty == Dirty::no) dirty.push_back(slot);
  entry.dirty = std::max(entry.dirty, how);
  entry.unfolded_row = 0;
}

std::int64_t State::folded_row() const {
  return unfolded.empty() ? last.ping_row : unfolded.front().row - 1;
}

State make_state(Snapshot snapshot, Time now) {
  State state;
  state.meta = snapshot.meta;
  state.last.ping_row = snapshot.last_ping_row;
  state.last.transition_row = snapshot.last_transition_row;
  state.recent_audit.assign(snapshot.recent_audit.begin(), snapshot.recent_audit.end());
  if (!state.recent_audit.empty()) state.last.audit_row = state.recent_audit.back().row;
  for (const AuditSeen& seen : snapshot.audit_seen) state.audit_seen[seen.user] = seen.row;
  state.last.check = snapshot.last_check;
  for (auto& project : snapshot.projects) add_project(state, std::move(project));
  for (auto& key : snapshot.keys) {
    std::string hash = key.hash;
    state.keys_by_hash.emplace(std::move(hash), std::move(key));
  }
  add_people(state, snapshot);
  for (auto& channel : snapshot.channels) add_channel(state, std::move(channel));
  for (auto& check : snapshot.checks) {
    ProjectEntry& project = state.projects.at(check.project);
    state.last.check = std::max(state.last.check, check.key);
    project.checks.push_back(state.checks.add(std::move(check)));
  }
  for (const PingRow& row : snapshot.unfolded) fold(state, row, now);
  for (auto& alert : snapshot.open_alerts) add_alert(state, std::move(alert));
  return state;
}

}  // namespace muster::engine
