#include "api/native/lookup.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

namespace muster::api::native {

using engine::CheckSlot;

namespace {

// "12", and not "012" or "+12".
std::optional<core::CheckKey> parse_key(std::string_view text) {
  core::CheckKey key = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, key);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == end;
  return whole && key > 0 && text.front() != '0' ? std::optional(key) : std::nullopt;
}

}  // namespace

Result<CheckSlot> find_check(const Permit& allowed, const std::string& name) {
  const engine::Checks& checks = allowed.transaction.state.checks;
  const core::ProjectKey project = allowed.project->project.key;
  const auto is_here = [&](std::optional<CheckSlot> slot) {
    return slot && checks.at(*slot).check.project == project;
  };
  if (const auto uuid = parse_uuid_any_case(name)) {
    const auto slot = checks.find(core::CheckId{*uuid});
    if (is_here(slot)) return *slot;
  } else if (!name.empty()) {
    if (const auto key = parse_key(name)) {
      const auto slot = checks.find(*key);
      if (is_here(slot)) return *slot;
    }
    const std::vector<CheckSlot> slots = checks.find_by_slug(project, name);
    if (slots.size() == 1) return slots.front();
    if (slots.size() > 1) return fail(Code::conflict, "several checks have this slug; use the id");
  }
  return fail(Code::not_found, "the project has no such check");
}

Result<core::Channel> find_contact(const Permit& allowed, const std::string& id_or_name) {
  const auto& channels = allowed.transaction.state.channels;
  const auto uuid = parse_uuid_any_case(id_or_name);
  for (const core::ChannelKey key : allowed.project->channels) {
    const core::Channel& channel = channels.at(key);
    if (uuid ? channel.id.uuid == *uuid : channel.name == id_or_name) return channel;
  }
  return fail(Code::not_found, "the project has no such contact");
}

}  // namespace muster::api::native
