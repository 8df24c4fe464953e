#include "engine/directory.h"

#include "base/limits.h"
#include "engine/checks.h"
#include "engine/outbox.h"

#include <algorithm>

namespace muster::engine {
namespace {

constexpr std::string_view kKeyAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kPingKeyLength = 22;

Result<void> check_name(std::string_view name) {
  const bool printable = std::ranges::all_of(
      name, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
  if (name.empty() || name.size() > limits::kNameChars || !printable) {
    return fail(Code::invalid, "expected 1 to 100 characters without control characters", "name");
  }
  return {};
}

Result<void> check_project_name(const State& state, std::string_view name) {
  TRY_DO(check_name(name));
  if (state.find_project(name)) {
    return fail(Code::conflict, "there is a project of that name already", "name");
  }
  return {};
}

Result<void> check_channel_name(const State& state, core::ProjectKey project, std::string_view name,
                                core::ChannelKey itself) {
  TRY_DO(check_name(name));
  const auto& channels = state.projects.at(project).channels;
  const bool taken = std::ranges::any_of(channels, [&](core::ChannelKey key) {
    return key != itself && state.channels.at(key).name == name;
  });
  if (taken) return fail(Code::conflict, "the project has a channel of that name", "name");
  return {};
}

// Changes the channel in the State and writes it.
core::Channel save_channel(Transaction& transaction, core::Channel channel) {
  transaction.batch.channels_saved.push_back(channel);
  return transaction.state.channels.insert_or_assign(channel.key, std::move(channel)).first->second;
}

}  // namespace

Result<core::Project> create_project(Transaction& transaction, std::string name) {
  State& state = transaction.state;
  TRY_DO(check_project_name(state, name));
  core::Project project{.key = ++state.last.project,
                        .id = {transaction.entropy.uuid_v4()},
                        .name = std::move(name),
                        .ping_key = transaction.entropy.text(kPingKeyLength, kKeyAlphabet),
                        .badge_key = transaction.entropy.text(kPingKeyLength, kKeyAlphabet),
                        .created_at = transaction.now};
  transaction.batch.projects_saved.push_back(project);
  state.project_by_id.emplace(project.id, project.key);
  state.project_by_ping_key.emplace(project.ping_key, project.key);
  state.project_by_badge_key.emplace(project.badge_key, project.key);
  state.projects.emplace(project.key, ProjectEntry{.project = project});
  return project;
}

Result<core::Project> rename_project(Transaction& transaction, core::ProjectKey key,
                                     std::string name) {
  core::Project& project = transaction.state.projects.at(key).project;
  if (project.name == name) return project;
  TRY_DO(check_project_name(transaction.state, name));
  project.name = std::move(name);
  transaction.batch.projects_saved.push_back(project);
  return project;
}

core::Project set_project_enabled(Transaction& transaction, core::ProjectKey key, Enabled enabled) {
  ProjectEntry& entry = transaction.state.projects.at(key);
  const bool on = enabled == Enabled::yes;
  if (entry.project.enabled == on) return entry.project;
  entry.project.enabled = on;
  transaction.batch.projects_saved.push_back(entry.project);
  if (!on) {
    for (const CheckSlot slot : entry.checks) pause_check(transaction, slot);
  }
  return entry.project;
}

void delete_project(Transaction& transaction, core::ProjectKey key) {
  State& state = transaction.state;
  const ProjectEntry entry = state.projects.at(key);
  for (const CheckSlot slot : entry.checks) delete_check(transaction, slot);
  for (const core::ChannelKey channel : entry.channels) delete_channel(transaction, channel);
  std::erase_if(state.keys_by_hash, [&](const auto& item) {
    if (item.second.project != key) return false;
    transaction.batch.keys_deleted.push_back(item.second.id);
    return true;
  });
  std::erase_if(state.memberships, [&](const auto& item) {
    if (item.first.project != key) return false;
    transaction.batch.memberships_deleted.push_back(item.first);
    return true;
  });
  std::erase_if(state.tokens_by_hash, [&](const auto& item) {
    if (item.second.project != key) return false;
    transaction.batch.tokens_deleted.push_back(item.second.id);
    return true;
  });
  state.project_by_id.erase(entry.project.id);
  state.project_by_ping_key.erase(entry.project.ping_key);
  state.project_by_badge_key.erase(entry.project.badge_key);
  state.projects.erase(key);
  transaction.batch.projects_deleted.push_back(key);
}

core::ApiKey add_api_key(Transaction& transaction, core::ProjectKey project, NewApiKey key) {
  core::ApiKey added{.id = {transaction.entropy.uuid_v4()},
                     .project = project,
                     .name = std::move(key.name),
                     .access = key.access,
                     .hash = std::move(key.hash),
                     .created_at = transaction.now};
  transaction.batch.keys_saved.push_back(added);
  transaction.state.keys_by_hash.emplace(added.hash, added);
  return added;
}

Result<void> delete_api_key(Transaction& transaction, core::ProjectKey project, core::ApiKeyId id) {
  auto& keys = transaction.state.keys_by_hash;
  const auto found = std::ranges::find_if(keys, [&](const auto& item) {
    return item.second.id == id && item.second.project == project;
  });
  if (found == keys.end()) return fail(Code::not_found, "the project has no such key");
  keys.erase(found);
  transaction.batch.keys_deleted.push_back(id);
  return {};
}

Result<core::Channel> create_channel(Transaction& transaction, core::ProjectKey project,
                                     NewChannel channel) {
  State& state = transaction.state;
  TRY_DO(check_channel_name(state, project, channel.name, 0));
  core::Channel added{.key = ++state.last.channel,
                      .id = {transaction.entropy.uuid_v4()},
                      .project = project,
                      .kind = std::move(channel.kind),
                      .name = std::move(channel.name),
                      .config = std::move(channel.config),
                      .wants_down = channel.wants_down,
                      .wants_up = channel.wants_up,
                      .last_error = {},
                      .created_at = transaction.now};
  state.channel_by_id.emplace(added.id, added.key);
  state.projects.at(project).channels.push_back(added.key);
  return save_channel(transaction, std::move(added));
}

Result<core::Channel> update_channel(Transaction& transaction, core::ChannelKey key,
                                     NewChannel channel) {
  core::Channel changed = transaction.state.channels.at(key);
  TRY_DO(check_channel_name(transaction.state, changed.project, channel.name, key));
  changed.kind = std::move(channel.kind);
  changed.name = std::move(channel.name);
  changed.config = std::move(channel.config);
  changed.wants_down = channel.wants_down;
  changed.wants_up = channel.wants_up;
  return save_channel(transaction, std::move(changed));
}

Result<core::Channel> set_channel_enabled(Transaction& transaction, core::ChannelKey key,
                                          Enabled enabled) {
  core::Channel changed = transaction.state.channels.at(key);
  changed.enabled = enabled == Enabled::yes;
  if (!changed.enabled) {
    transaction.outbox.drop_channel(transaction, key, "the channel was disabled");
  }
  return save_channel(transaction, std::move(changed));
}

void delete_channel(Transaction& transaction, core::ChannelKey key) {
  State& state = transaction.state;
  const core::Channel channel = state.channels.at(key);
  transaction.outbox.drop_channel(transaction, key, "the channel was deleted");
  for (const CheckSlot slot : state.projects.at(channel.project).checks) {
    if (std::erase(state.checks.at(slot).check.spec.channels, key) > 0) {
      state.mark(slot, Dirty::whole);
    }
  }
  std::erase(state.projects.at(channel.project).channels, key);
  state.channel_by_id.erase(channel.id);
  state.channels.erase(key);
  transaction.batch.channels_deleted.push_back(key);
}

}  // namespace muster::engine
