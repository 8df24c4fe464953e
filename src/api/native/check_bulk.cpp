#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "base/limits.h"
#include "core/check_rules.h"
#include "core/words.h"
#include "engine/checks.h"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::api::native {
namespace {

using engine::CheckSlot;

// What is wrong with the request is said before anything is changed.
Result<std::vector<CheckSlot>> chosen(const Permit& allowed, const BulkRequest& body) {
  if (body.checks.empty() || body.checks.size() > limits::kChecksPerView) {
    return fail(Code::invalid, fmt::format("expected 1 to {} checks", limits::kChecksPerView),
                "/checks");
  }
  std::vector<CheckSlot> slots;
  for (std::size_t i = 0; i < body.checks.size(); ++i) {
    Result<CheckSlot> slot = find_check(allowed, body.checks[i]);
    if (!slot) {
      slot.error().where = fmt::format("/checks/{}", i);
      return std::unexpected(slot.error());
    }
    slots.push_back(*slot);
  }
  std::ranges::sort(slots);
  slots.erase(std::ranges::unique(slots).begin(), slots.end());
  return slots;
}

Result<std::string> one_tag(const BulkRequest& body) {
  const std::string tag = body.tag.value_or("");
  const auto words = core::split_words(tag);
  if (words.size() == 1 && words.front() == tag) return tag;
  return fail(Code::invalid, "expected one tag, without blanks", "/tag");
}

// With the tag, or without it; none where that is so already.
Result<std::optional<core::CheckSpec>> retagged(const core::CheckSpec& spec, BulkAction action,
                                                const std::string& tag) {
  std::vector<std::string_view> tags = core::split_words(spec.tags);
  const bool has = std::ranges::find(tags, tag) != tags.end();
  if (has == (action == BulkAction::tag)) return std::nullopt;
  if (has) {
    std::erase(tags, tag);
  } else {
    tags.push_back(tag);
  }
  const boost::json::object words{{"tags", fmt::format("{}", fmt::join(tags, " "))}};
  auto change = core::decode_check_change(words);
  if (!change) {
    return fail(Code::invalid, fmt::format("with it the tags of \"{}\" become too long", spec.name),
                "/tag");
  }
  return TRY(core::apply_change(*change, spec, {}, core::SlugFrom::request_only));
}

Result<std::size_t> change_tags(engine::Transaction& transaction,
                                const std::vector<CheckSlot>& slots, BulkAction action,
                                const std::string& tag) {
  std::vector<std::pair<CheckSlot, core::CheckSpec>> changes;
  for (const CheckSlot slot : slots) {
    auto spec = TRY(retagged(transaction.state.checks.at(slot).check.spec, action, tag));
    if (spec) changes.emplace_back(slot, *std::move(spec));
  }
  for (auto& [slot, spec] : changes) engine::update_check(transaction, slot, std::move(spec));
  return changes.size();
}

// Pauses those that run, or resumes those that are paused.
Result<std::size_t> change_status(engine::Transaction& transaction,
                                  const std::vector<CheckSlot>& slots, BulkAction action) {
  std::size_t changed = 0;
  for (const CheckSlot slot : slots) {
    const core::CheckState& state = transaction.state.checks.at(slot).check.state;
    const bool paused = state.status == core::Status::paused;
    if (paused != (action == BulkAction::resume)) continue;
    if (paused) {
      TRY_DO(engine::resume_check(transaction, slot));
    } else {
      engine::pause_check(transaction, slot);
    }
    ++changed;
  }
  return changed;
}

Result<std::size_t> act_on(const Permit& allowed, const BulkRequest& body) {
  const std::vector<CheckSlot> slots = TRY(chosen(allowed, body));
  engine::Transaction& transaction = allowed.transaction;
  switch (body.action) {
    case BulkAction::pause:
    case BulkAction::resume:
      return change_status(transaction, slots, body.action);
    case BulkAction::delete_:
      for (const CheckSlot slot : slots) engine::delete_check(transaction, slot);
      return slots.size();
    case BulkAction::tag:
    case BulkAction::untag:
      return change_tags(transaction, slots, body.action, TRY(one_tag(body)));
  }
  return 0;
}

}  // namespace

void change_checks(const Services& services, Exchange exchange) {
  answer_call_with<BulkRequest, BulkAnswer>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const auto&, const BulkRequest& body) -> Result<BulkAnswer> {
        return BulkAnswer{.changed = TRY(act_on(allowed, body))};
      });
}

}  // namespace muster::api::native
