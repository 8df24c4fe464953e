#include "api/healthchecks/check_change.h"

#include <utility>
#include <vector>

namespace muster::api::healthchecks {

Result<core::CheckChange> read_change(const boost::json::object& body) {
  auto change = core::decode_check_change(body);
  if (!change) {
    Error error = std::move(change).error();
    error.message.insert(0, "json validation error: ");
    return std::unexpected(std::move(error));
  }
  return change;
}

Result<core::CheckSpec> changed_spec(const engine::State& state, core::ProjectKey project,
                                     const core::CheckChange& change, core::CheckSpec spec,
                                     int version) {
  std::vector<core::NamedChannel> channels;
  if (change.channels) {
    for (const core::ChannelKey key : state.projects.at(project).channels) {
      const core::Channel& channel = state.channels.at(key);
      channels.push_back({.key = key, .id = to_string(channel.id), .name = channel.name});
    }
  }
  return core::apply_change(change, std::move(spec), channels, core::slug_from(version));
}

}  // namespace muster::api::healthchecks
