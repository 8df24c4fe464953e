#include "api/healthchecks/check_copy.h"

#include "api/healthchecks/unique_key.h"
#include "core/check_document.h"

#include <algorithm>
#include <iterator>

namespace muster::api::healthchecks {
namespace {

// A walk between two visits.
struct Stage {
  std::unique_ptr<Walk> walk;
  std::optional<core::CheckKey> more_after;
  Time now;
};

Result<Stage> visit(engine::Transaction& transaction, std::unique_ptr<Walk> walk,
                    core::CheckKey after) {
  const engine::State& state = transaction.state;
  const core::ProjectKey project = TRY(walk->enter(state));
  const CheckRange range = next_checks(state, project, walk->slug(), after);
  for (const engine::CheckSlot slot : range.slots) {
    walk->see(state, state.checks.at(slot).check, transaction.now);
  }
  return Stage{.walk = std::move(walk), .more_after = range.more_after, .now = transaction.now};
}

}  // namespace

CheckCopy copy_check(const engine::State& state, const core::Check& check) {
  CheckCopy copy{.check = check, .channels = {}};
  for (const core::ChannelKey key : check.spec.channels) {
    const auto channel = state.channels.find(key);
    if (channel != state.channels.end()) copy.channels.push_back(channel->second.id);
  }
  return copy;
}

StatusCopy copy_status(const core::Check& check) {
  StatusCopy copy;
  copy.spec.schedule = check.spec.schedule;
  copy.spec.grace = check.spec.grace;
  copy.spec.start_limit = check.spec.start_limit;
  copy.spec.run_limit = check.spec.run_limit;
  copy.state = check.state;
  return copy;
}

std::string document(const CheckCopy& copy, const Site& site, int version, core::KeyAccess access,
                     Time now) {
  std::vector<std::string> channel_ids;
  for (const core::ChannelId& id : copy.channels) channel_ids.push_back(to_string(id));
  const bool reads_only = access == core::KeyAccess::read_only;
  const core::View view =
      reads_only ? core::View::read_only(unique_key(copy.check.id)) : core::View::read_write();
  return core::check_document(copy.check, channel_ids, view, version, now, {.site = site.url});
}

CheckRange next_checks(const engine::State& state, core::ProjectKey project, std::string_view slug,
                       core::CheckKey after) {
  const auto key_of = [&state](engine::CheckSlot slot) { return state.checks.at(slot).check.key; };
  std::vector<engine::CheckSlot> with_slug;
  const std::vector<engine::CheckSlot>* slots = &state.projects.at(project).checks;
  if (!slug.empty()) {
    with_slug = state.checks.find_by_slug(project, slug);
    std::ranges::sort(with_slug, {}, key_of);
    slots = &with_slug;
  }
  const auto begin = std::ranges::upper_bound(*slots, after, {}, key_of);
  const auto left = static_cast<std::size_t>(std::distance(begin, slots->end()));
  const std::size_t taken = std::min(left, limits::kChecksPerView);
  CheckRange range{.slots = {begin, begin + static_cast<std::ptrdiff_t>(taken)}, .more_after = {}};
  if (taken < left) range.more_after = key_of(range.slots.back());
  return range;
}

void walk_checks(const Services& services, CorsReply reply, std::unique_ptr<Walk> walk,
                 core::CheckKey after) {
  on_state<Stage>(
      services, std::move(reply),
      [walk = std::move(walk), after](engine::Transaction& transaction) mutable {
        return visit(transaction, std::move(walk), after);
      },
      [&services](CorsReply owed, Stage stage) {
        const bool done = stage.walk->digest(stage.now);
        if (done || !stage.more_after) {
          stage.walk->finish(services, std::move(owed));
        } else {
          walk_checks(services, std::move(owed), std::move(stage.walk), *stage.more_after);
        }
      });
}

}  // namespace muster::api::healthchecks
