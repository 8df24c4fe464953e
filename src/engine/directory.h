// Projects, API keys and channels: who owns what. State thread. Secrets arrive hashed (keys) or are
// sealed by the store (channel configurations). People have a room of their own (accounts.h).
#pragma once

#include "base/result.h"
#include "engine/transaction.h"

#include <string>

namespace muster::engine {

// conflict: there is a project of that name. invalid: no name, or longer than 100 characters.
Result<core::Project> create_project(Transaction& transaction, std::string name);
Result<core::Project> rename_project(Transaction& transaction, core::ProjectKey key,
                                     std::string name);
enum class Enabled { yes, no };
// Disabling pauses all its checks; enabling leaves them paused (cronmon, S2.23).
core::Project set_project_enabled(Transaction& transaction, core::ProjectKey key, Enabled enabled);
// With its checks, channels, keys and memberships, and the tokens that were good for it alone.
void delete_project(Transaction& transaction, core::ProjectKey key);

struct NewApiKey {
  std::string name;
  core::KeyAccess access;
  std::string hash;
};
core::ApiKey add_api_key(Transaction& transaction, core::ProjectKey project, NewApiKey key);
Result<void> delete_api_key(Transaction& transaction, core::ProjectKey project, core::ApiKeyId id);

struct NewChannel {
  std::string kind;
  std::string name;
  std::string config;  // validated by its kind
  bool wants_down = true;
  bool wants_up = true;
};
// conflict: the project has a channel of that name. Checks made later by auto-provisioning get it;
// checks that exist do not (Healthchecks §2.2).
Result<core::Channel> create_channel(Transaction& transaction, core::ProjectKey project,
                                     NewChannel channel);
Result<core::Channel> update_channel(Transaction& transaction, core::ChannelKey key,
                                     NewChannel channel);
// Disabling drops the deliveries that wait for it.
Result<core::Channel> set_channel_enabled(Transaction& transaction, core::ChannelKey key,
                                          Enabled enabled);
// Takes it off every check; deliveries that wait for it are dropped.
void delete_channel(Transaction& transaction, core::ChannelKey key);

}  // namespace muster::engine
