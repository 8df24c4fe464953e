#include "api/native/lookup.h"

#include <vector>

namespace muster::api::native {

using engine::CheckSlot;

Result<CheckSlot> find_check(const Permit& allowed, const std::string& uuid_or_slug) {
  const engine::Checks& checks = allowed.transaction.state.checks;
  const core::ProjectKey project = allowed.project->project.key;
  if (const auto uuid = parse_uuid_any_case(uuid_or_slug)) {
    const auto slot = checks.find(core::CheckId{*uuid});
    if (slot && checks.at(*slot).check.project == project) return *slot;
  } else if (!uuid_or_slug.empty()) {
    const std::vector<CheckSlot> slots = checks.find_by_slug(project, uuid_or_slug);
    if (slots.size() == 1) return slots.front();
    if (slots.size() > 1)
      return fail(Code::conflict, "several checks have this slug; use the UUID");
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
