#include "engine/pings.h"

#include "base/limits.h"
#include "engine/checks.h"
#include "engine/deadlines.h"
#include "engine/transitions.h"

#include <algorithm>

namespace muster::engine {
namespace {

struct Target {
  CheckSlot slot;
  PingTaken taken = PingTaken::recorded;
};

Result<Target> find_target(Transaction& transaction, core::CheckId id) {
  if (const auto slot = transaction.state.checks.find(id)) return Target{*slot};
  return fail(Code::not_found, "not found");
}

// What an auto-provisioned check looks like (Healthchecks §2.2): its slug for a name, a day, an
// hour, and every channel of the project.
core::CheckSpec provisioned_spec(const ProjectEntry& project, const std::string& slug) {
  core::CheckSpec spec;
  spec.name = slug;
  spec.slug = slug;
  spec.channels = project.channels;
  std::ranges::sort(spec.channels);
  return spec;
}

Result<Target> find_target(Transaction& transaction, const SlugAddress& address) {
  State& state = transaction.state;
  const auto project = state.project_by_ping_key.find(address.ping_key);
  if (project == state.project_by_ping_key.end()) return fail(Code::not_found, "not found");
  const std::vector<CheckSlot> slots = state.checks.find_by_slug(project->second, address.slug);
  if (slots.size() > 1) return fail(Code::conflict, "ambiguous slug");
  if (slots.size() == 1) return Target{slots.front()};
  if (!address.create) return fail(Code::not_found, "not found");
  const ProjectEntry& owner = state.projects.at(project->second);
  if (!owner.project.enabled) return fail(Code::not_found, "not found");
  // Twice the limit: a ping that provisions is not refused as early as a form (§2.2).
  if (owner.checks.size() >= 2 * limits::kChecksPerProject) {
    return fail(Code::not_found, "not found");
  }
  const CheckSlot slot =
      add_check(transaction, project->second, provisioned_spec(owner, address.slug));
  return Target{slot, PingTaken::created};
}

}  // namespace

Result<PingTaken> take_ping(Transaction& transaction, const PingAddress& address, core::Ping ping) {
  const Target target =
      TRY(std::visit([&](const auto& at) { return find_target(transaction, at); }, address));
  State& state = transaction.state;
  CheckEntry& entry = state.checks.at(target.slot);
  core::Check& check = entry.check;

  ping.kind = core::heartbeat::classify(check.spec, check.state.status, ping);
  // All checks of a disabled project are paused, and no ping resumes them.
  if (check.state.status == core::Status::paused &&
      !state.projects.at(check.project).project.enabled) {
    ping.kind = core::PingKind::ignored;
  }
  const std::int64_t previous_row = check.state.last_row;
  auto outcome = core::heartbeat::take(check.spec, std::move(check.state), ping.kind, ping.rid,
                                       transaction.now);
  check.state = std::move(outcome.state);
  check.state.last_row = ++state.last.ping_row;
  if (entry.unfolded_row == 0 && entry.dirty == Dirty::no) {
    entry.unfolded_row = check.state.last_row;
    state.unfolded.push_back(
        {.since = transaction.now, .row = check.state.last_row, .slot = target.slot});
  }

  const auto body_bytes = static_cast<std::int64_t>(ping.body.size());
  transaction.batch.pings.push_back({.row = check.state.last_row,
                                     .check = check.key,
                                     .number = check.state.pings,
                                     .previous_row = previous_row,
                                     .at = transaction.now,
                                     .ping = std::move(ping),
                                     .duration = outcome.duration,
                                     .body_bytes = body_bytes});
  if (outcome.transition) {
    record_transition(transaction, target.slot, *outcome.transition);
  }
  transaction.deadlines.refresh(state, target.slot);
  return target.taken;
}

}  // namespace muster::engine
