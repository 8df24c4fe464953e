#include "engine/checks.h"

#include "base/limits.h"
#include "engine/deadlines.h"
#include "engine/outbox.h"
#include "engine/transitions.h"

#include <algorithm>

namespace muster::engine {
namespace {

namespace heartbeat = core::heartbeat;

void save_check(Transaction& transaction, CheckSlot slot) {
  transaction.state.mark(slot, Dirty::whole);
  transaction.deadlines.refresh(transaction.state, slot);
}

void take_outcome(Transaction& transaction, CheckSlot slot, heartbeat::SweepOutcome outcome) {
  transaction.state.checks.at(slot).check.state = std::move(outcome.state);
  if (outcome.transition) record_transition(transaction, slot, *outcome.transition);
  transaction.deadlines.refresh(transaction.state, slot);
}

}  // namespace

Result<CheckSlot> create_check(Transaction& transaction, core::ProjectKey project,
                               core::CheckSpec spec) {
  if (transaction.state.projects.at(project).checks.size() >= limits::kChecksPerProject) {
    return fail(Code::limited, "the project has as many checks as it may have");
  }
  return add_check(transaction, project, std::move(spec));
}

CheckSlot add_check(Transaction& transaction, core::ProjectKey project, core::CheckSpec spec) {
  State& state = transaction.state;
  core::Check check{.key = ++state.last.check,
                    .project = project,
                    .id = {transaction.entropy.uuid_v4()},
                    .badge_id = transaction.entropy.uuid_v4(),
                    .created_at = transaction.now,
                    .spec = std::move(spec),
                    .state = {}};
  const CheckSlot slot = state.checks.add(std::move(check));
  state.projects.at(project).checks.push_back(slot);
  save_check(transaction, slot);
  return slot;
}

void update_check(Transaction& transaction, CheckSlot slot, core::CheckSpec spec) {
  core::Check& check = transaction.state.checks.at(slot).check;
  if (spec.slug != check.spec.slug) transaction.state.checks.change_slug(slot, spec.slug);
  check.spec = std::move(spec);
  save_check(transaction, slot);
}

void delete_check(Transaction& transaction, CheckSlot slot) {
  resolve_alert(transaction, slot);
  const core::Check& check = transaction.state.checks.at(slot).check;
  transaction.outbox.drop_check(transaction, check.key, "the check was deleted");
  transaction.deadlines.forget(slot);
  transaction.batch.checks_deleted.push_back(check.key);
  transaction.state.removed.push_back(check);
  std::erase(transaction.state.projects.at(check.project).checks, slot);
  transaction.state.checks.remove(slot);
}

void pause_check(Transaction& transaction, CheckSlot slot) {
  core::Check& check = transaction.state.checks.at(slot).check;
  take_outcome(transaction, slot, heartbeat::pause(std::move(check.state), transaction.now));
}

Result<void> resume_check(Transaction& transaction, CheckSlot slot) {
  core::Check& check = transaction.state.checks.at(slot).check;
  if (check.state.status != core::Status::paused) {
    return fail(Code::conflict, "check is not paused");
  }
  take_outcome(transaction, slot, heartbeat::resume(std::move(check.state), transaction.now));
  return {};
}

}  // namespace muster::engine
