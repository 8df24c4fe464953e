// Projects, API keys, channels and users: who owns what. State thread. Secrets arrive hashed (keys,
// tokens, passwords) or are sealed by the store (channel configurations).
#pragma once

#include "base/result.h"
#include "engine/transaction.h"

#include <string>

namespace muster::engine {

// conflict: there is a project of that name. invalid: no name, or longer than 100 characters.
Result<core::Project> create_project(Transaction& transaction, std::string name);
Result<core::Project> rename_project(Transaction& transaction, core::ProjectKey key,
                                     std::string name);
// With its checks, channels and keys.
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
enum class Enabled { yes, no };
// Disabling drops the deliveries that wait for it.
Result<core::Channel> set_channel_enabled(Transaction& transaction, core::ChannelKey key,
                                          Enabled enabled);
// Takes it off every check; deliveries that wait for it are dropped.
void delete_channel(Transaction& transaction, core::ChannelKey key);

struct NewUser {
  std::string name;
  std::string email;
  core::Role role = core::Role::viewer;
  std::optional<core::ProjectKey> project;
  std::string password_hash;
  std::string token_hash;
};
Result<core::User> create_user(Transaction& transaction, NewUser user);
Result<void> delete_user(Transaction& transaction, core::UserId id);

}  // namespace muster::engine
