// Accounts: users, what they may do where, their sessions and tokens. State thread. Secrets arrive
// hashed (passwords, session tokens, API tokens); nothing here computes a hash or knows a cookie.
// One rule stands above all: the last enabled administrator stays one.
#pragma once

#include "base/result.h"
#include "engine/transaction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::engine {

struct NewUser {
  std::string name;
  std::string email;
  std::string phone;
  bool admin = false;
  std::string password_hash;  // empty: none yet
  std::string language;
};
// conflict: there is a user of that name. limited: limits::kUsers.
Result<core::User> create_user(Transaction& transaction, NewUser user);

// What is absent stays.
struct UserChange {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<bool> admin;
  std::optional<bool> enabled;
  std::optional<std::string> language;
  std::optional<std::string> time_zone;
  std::optional<core::Theme> theme;
};
// Becoming or ceasing to be an administrator ends all memberships (cronmon, S2.28); disabling ends
// all sessions. not_found; conflict: the name is taken, or this is the last administrator.
Result<core::User> update_user(Transaction& transaction, core::UserId id, UserChange change);

// With sessions, tokens and memberships. not_found; conflict: this is the last administrator.
Result<void> delete_user(Transaction& transaction, core::UserId id);

// Ends every session of the user but `kept`. not_found.
Result<core::User> set_password(Transaction& transaction, core::UserId id, std::string hash,
                                std::optional<core::SessionId> kept);

// A new secret, not in force before confirm_totp. conflict: codes are on already.
Result<void> begin_totp(Transaction& transaction, core::UserId id, std::string secret);
// `step`: the time step whose code was shown, none for a wrong code. invalid ("/code") for a wrong
// code and for one that was accepted before (RFC 6238 §5.2). conflict: begin_totp comes first.
Result<core::User> confirm_totp(Transaction& transaction, core::UserId id,
                                std::optional<std::int64_t> step);
// unauthenticated ("/code"), for the same reasons.
Result<void> use_totp(Transaction& transaction, core::UserId id, std::optional<std::int64_t> step);
Result<core::User> end_totp(Transaction& transaction, core::UserId id);

// Makes or changes. conflict: an administrator is a member nowhere, being one everywhere.
Result<core::Membership> set_member(Transaction& transaction, core::Membership membership);
// not_found
Result<void> remove_member(Transaction& transaction, MemberKey key);

struct NewSession {
  core::UserId user;
  std::string hash;
  bool remember = false;
  std::string address;
  std::string user_agent;
};
// Sweeps out whatever has expired; the user's oldest ends when there are limits::kSessionsPerUser.
core::Session open_session(Transaction& transaction, NewSession session);
// The session of that cookie, if it holds and its user may sign in. Null: none.
const core::Session* find_session(const State& state, std::string_view hash, Time now);
// not_found, also for somebody else's.
Result<void> end_session(Transaction& transaction, core::UserId user, core::SessionId id);
void end_sessions(Transaction& transaction, core::UserId user, std::optional<core::SessionId> kept);

struct NewToken {
  core::UserId user;
  std::optional<core::ProjectKey> project;
  core::KeyAccess access = core::KeyAccess::read_only;
  std::string name;
  std::string hash;
  std::optional<Time> expires_at;
};
// limited: the user has limits::kTokensPerUser.
Result<core::ApiToken> add_token(Transaction& transaction, NewToken token);
const core::ApiToken* find_token(const State& state, std::string_view hash, Time now);
// not_found, also for somebody else's.
Result<void> delete_token(Transaction& transaction, core::UserId user, core::ApiTokenId id);

// Notes that a session or token was used, and that its user was seen: once in limits::kSeenEvery.
// Moves the end of a session that does not last a fixed time.
void note_session_used(Transaction& transaction, std::string_view hash);
void note_token_used(Transaction& transaction, std::string_view hash);

}  // namespace muster::engine
