#include "api/healthchecks/check_change.h"
#include "api/healthchecks/check_copy.h"
#include "api/healthchecks/handlers.h"
#include "api/problem.h"
#include "engine/checks.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace muster::api::healthchecks {
namespace {

struct Made {
  CheckCopy copy;
  int status = 201;  // 200 where an existing check was taken
  Time now;
};

// A create request, which may have to look through all checks of the project for one that `unique`
// means. It does so in steps. The step that has seen the last check makes the new one at once, so
// two requests that are under way together cannot both miss what the other makes.
struct Creation {
  Claim claim;
  Result<core::CheckChange> change;
  int version;
  core::CheckKey looked_until = 0;
  std::optional<Made> made;
};

Made finish(const engine::Transaction& transaction, engine::CheckSlot slot, int status) {
  const core::Check& check = transaction.state.checks.at(slot).check;
  return {.copy = copy_check(transaction.state, check), .status = status, .now = transaction.now};
}

bool names(const core::CheckChange& change, core::UniqueField field) {
  return std::ranges::find(change.unique, field) != change.unique.end();
}

Result<void> advance(engine::Transaction& transaction, Creation& creation) {
  const engine::State& state = transaction.state;
  const Visitor visitor = TRY(admit(state, creation.claim));
  if (!creation.change) return std::unexpected(creation.change.error());
  const core::CheckChange& change = *creation.change;

  if (core::wants_existing(change)) {
    const std::string slug =
        names(change, core::UniqueField::slug) ? change.slug.value_or("") : std::string();
    const CheckRange range = next_checks(state, visitor.project, slug, creation.looked_until);
    const auto found = std::ranges::find_if(range.slots, [&](engine::CheckSlot slot) {
      return core::matches_unique(change, state.checks.at(slot).check.spec);
    });
    if (found != range.slots.end()) {
      core::CheckSpec spec = TRY(changed_spec(
          state, visitor.project, change, state.checks.at(*found).check.spec, creation.version));
      engine::update_check(transaction, *found, std::move(spec));
      creation.made = finish(transaction, *found, 200);
      return {};
    }
    if (range.more_after) {
      creation.looked_until = *range.more_after;
      return {};
    }
  }
  core::CheckSpec spec =
      TRY(changed_spec(state, visitor.project, change, core::CheckSpec{}, creation.version));
  const engine::CheckSlot slot =
      TRY(engine::create_check(transaction, visitor.project, std::move(spec)));
  creation.made = finish(transaction, slot, 201);
  return {};
}

void go_on(const Services& services, CorsReply reply, std::unique_ptr<Creation> creation) {
  on_state<std::unique_ptr<Creation>>(
      services, std::move(reply),
      [creation = std::move(creation)](
          engine::Transaction& transaction) mutable -> Result<std::unique_ptr<Creation>> {
        TRY_DO(advance(transaction, *creation));
        return std::move(creation);
      },
      [&services](CorsReply owed, std::unique_ptr<Creation> stage) {
        if (!stage->made) return go_on(services, std::move(owed), std::move(stage));
        const Made& made = *stage->made;
        std::move(owed).send(
            json_response(made.status, document(made.copy, services.site, stage->version,
                                                core::KeyAccess::read_write, made.now)));
      });
}

}  // namespace

void create_check(const Services& services, Call call) {
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  go_on(services, std::move(call.reply),
        std::make_unique<Creation>(Creation{.claim = std::move(ask->claim),
                                            .change = read_change(ask->body),
                                            .version = call.version,
                                            .made = {}}));
}

}  // namespace muster::api::healthchecks
