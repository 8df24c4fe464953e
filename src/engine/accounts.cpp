#include "engine/accounts.h"

#include "base/limits.h"

#include <algorithm>
#include <ranges>

namespace muster::engine {
namespace {

// Changes the user in the State and writes it.
core::User save(Transaction& transaction, core::User user) {
  transaction.batch.users_saved.push_back(user);
  return transaction.state.users.insert_or_assign(user.id, std::move(user)).first->second;
}

Result<core::User> user_of(const State& state, core::UserId id) {
  const core::User* found = state.find_user(id);
  if (found == nullptr) return fail(Code::not_found, "there is no such user");
  return *found;
}

Result<void> refuse_taken_name(const State& state, std::string_view name) {
  if (state.find_user(name) == nullptr) return {};
  return fail(Code::conflict, "there is a user of that name already", "name");
}

bool may_administrate(const core::User& user) { return user.admin && user.enabled; }

// `after`: the user as it will be; null when it is deleted.
Result<void> keep_an_administrator(const State& state, const core::User& before,
                                   const core::User* after) {
  const bool stays = after != nullptr && may_administrate(*after);
  if (!may_administrate(before) || stays) return {};
  const bool another = std::ranges::any_of(state.users, [&](const auto& item) {
    return item.first != before.id && may_administrate(item.second);
  });
  if (another) return {};
  return fail(Code::conflict, "this is the last enabled administrator; make another one first");
}

void end_memberships(Transaction& transaction, core::UserId id) {
  std::erase_if(transaction.state.memberships, [&](const auto& item) {
    if (item.first.user != id) return false;
    transaction.batch.memberships_deleted.push_back(item.first);
    return true;
  });
}

// Ends the sessions that `which` picks.
void end_sessions_if(Transaction& transaction, auto which) {
  std::erase_if(transaction.state.sessions_by_hash, [&](const auto& item) {
    if (!which(item.second)) return false;
    transaction.batch.sessions_deleted.push_back(item.second.id);
    return true;
  });
}

// Ends the user's oldest session if there are as many as there may be.
void make_room(Transaction& transaction, core::UserId user) {
  const core::Session* oldest = nullptr;
  std::size_t count = 0;
  for (const core::Session& session : std::views::values(transaction.state.sessions_by_hash)) {
    if (session.user != user) continue;
    ++count;
    if (oldest == nullptr || session.last_seen_at < oldest->last_seen_at) oldest = &session;
  }
  if (count < limits::kSessionsPerUser) return;
  const core::SessionId id = oldest->id;
  end_sessions_if(transaction, [id](const core::Session& session) { return session.id == id; });
}

Time end_of(const core::Session& session, Time seen) {
  return session.remember ? session.created_at + limits::kSessionRemember
                          : seen + limits::kSessionIdle;
}

// True once in a while; also when the clock was set back.
bool is_news(std::optional<Time> last, Time now) {
  return !last || now >= *last + limits::kSeenEvery || now < *last;
}

void note_seen(Transaction& transaction, core::UserId id) {
  const auto user = transaction.state.users.find(id);
  if (user == transaction.state.users.end()) return;
  if (!is_news(user->second.last_seen_at, transaction.now)) return;
  user->second.last_seen_at = transaction.now;
  transaction.batch.users_saved.push_back(user->second);
}

void take(std::string& member, std::optional<std::string>& change) {
  if (change) member = *std::move(change);
}

bool accepts(const core::User& user, std::optional<std::int64_t> step) {
  return step && *step > user.totp_step;
}

}  // namespace

Result<core::User> create_user(Transaction& transaction, NewUser user) {
  State& state = transaction.state;
  if (state.users.size() >= limits::kUsers) {
    return fail(Code::limited, "the server has as many users as it may have");
  }
  TRY_DO(refuse_taken_name(state, user.name));
  core::User added{.id = {transaction.entropy.uuid_v4()},
                   .name = std::move(user.name),
                   .email = std::move(user.email),
                   .phone = std::move(user.phone),
                   .admin = user.admin,
                   .language = std::move(user.language),
                   .time_zone = {},
                   .password_hash = std::move(user.password_hash),
                   .totp_secret = {},
                   .created_at = transaction.now,
                   .last_seen_at = std::nullopt};
  return save(transaction, std::move(added));
}

Result<core::User> update_user(Transaction& transaction, core::UserId id, UserChange change) {
  const core::User before = TRY(user_of(transaction.state, id));
  core::User user = before;
  if (change.name && *change.name != user.name) {
    TRY_DO(refuse_taken_name(transaction.state, *change.name));
  }
  take(user.name, change.name);
  take(user.email, change.email);
  take(user.phone, change.phone);
  take(user.language, change.language);
  take(user.time_zone, change.time_zone);
  user.theme = change.theme.value_or(user.theme);
  user.admin = change.admin.value_or(user.admin);
  user.enabled = change.enabled.value_or(user.enabled);
  TRY_DO(keep_an_administrator(transaction.state, before, &user));
  if (user.admin != before.admin) end_memberships(transaction, id);
  if (!user.enabled) end_sessions(transaction, id, std::nullopt);
  return user == before ? user : save(transaction, std::move(user));
}

Result<void> delete_user(Transaction& transaction, core::UserId id) {
  State& state = transaction.state;
  const core::User user = TRY(user_of(state, id));
  TRY_DO(keep_an_administrator(state, user, nullptr));
  end_sessions(transaction, id, std::nullopt);
  end_memberships(transaction, id);
  std::erase_if(state.tokens_by_hash, [&](const auto& item) {
    if (item.second.user != id) return false;
    transaction.batch.tokens_deleted.push_back(item.second.id);
    return true;
  });
  state.users.erase(id);
  transaction.batch.users_deleted.push_back(id);
  return {};
}

Result<core::User> set_password(Transaction& transaction, core::UserId id, std::string hash,
                                std::optional<core::SessionId> kept) {
  core::User user = TRY(user_of(transaction.state, id));
  user.password_hash = std::move(hash);
  end_sessions(transaction, id, kept);
  return save(transaction, std::move(user));
}

Result<void> begin_totp(Transaction& transaction, core::UserId id, std::string secret) {
  core::User user = TRY(user_of(transaction.state, id));
  if (user.totp_on) return fail(Code::conflict, "codes are on already; turn them off first");
  user.totp_secret = std::move(secret);
  user.totp_step = 0;
  save(transaction, std::move(user));
  return {};
}

Result<core::User> confirm_totp(Transaction& transaction, core::UserId id,
                                std::optional<std::int64_t> step) {
  core::User user = TRY(user_of(transaction.state, id));
  if (user.totp_on || user.totp_secret.empty()) {
    return fail(Code::conflict, user.totp_on ? "codes are on already" : "ask for a secret first");
  }
  if (!accepts(user, step)) {
    return fail(Code::invalid, "expected the code that the authenticator shows now", "/code");
  }
  user.totp_on = true;
  user.totp_step = *step;
  return save(transaction, std::move(user));
}

Result<void> use_totp(Transaction& transaction, core::UserId id, std::optional<std::int64_t> step) {
  core::User user = TRY(user_of(transaction.state, id));
  if (!accepts(user, step)) {
    return fail(Code::unauthenticated, "expected the code that the authenticator shows now",
                "/code");
  }
  user.totp_step = *step;
  save(transaction, std::move(user));
  return {};
}

Result<core::User> end_totp(Transaction& transaction, core::UserId id) {
  core::User user = TRY(user_of(transaction.state, id));
  user.totp_on = false;
  user.totp_secret.clear();
  user.totp_step = 0;
  return save(transaction, std::move(user));
}

Result<core::Membership> set_member(Transaction& transaction, core::Membership membership) {
  const core::User user = TRY(user_of(transaction.state, membership.user));
  if (user.admin) {
    return fail(Code::conflict, "an administrator may do everything in every project already");
  }
  transaction.batch.memberships_saved.push_back(membership);
  transaction.state.memberships.insert_or_assign({membership.user, membership.project}, membership);
  return membership;
}

Result<void> remove_member(Transaction& transaction, MemberKey key) {
  if (transaction.state.memberships.erase(key) == 0) {
    return fail(Code::not_found, "the project has no such member");
  }
  transaction.batch.memberships_deleted.push_back(key);
  return {};
}

core::Session open_session(Transaction& transaction, NewSession session) {
  const Time now = transaction.now;
  end_sessions_if(transaction, [now](const core::Session& old) { return old.expires_at <= now; });
  make_room(transaction, session.user);
  core::Session added{.id = {transaction.entropy.uuid_v4()},
                      .user = session.user,
                      .hash = std::move(session.hash),
                      .created_at = now,
                      .last_seen_at = now,
                      .expires_at = now,
                      .remember = session.remember,
                      .address = std::move(session.address),
                      .user_agent = std::move(session.user_agent)};
  added.expires_at = end_of(added, now);
  transaction.batch.sessions_saved.push_back(added);
  transaction.state.sessions_by_hash.emplace(added.hash, added);
  note_seen(transaction, added.user);
  return added;
}

const core::Session* find_session(const State& state, std::string_view hash, Time now) {
  const auto found = state.sessions_by_hash.find(std::string(hash));
  if (found == state.sessions_by_hash.end() || found->second.expires_at <= now) return nullptr;
  const core::User* user = state.find_user(found->second.user);
  return user != nullptr && user->enabled ? &found->second : nullptr;
}

Result<void> end_session(Transaction& transaction, core::UserId user, core::SessionId id) {
  const std::size_t before = transaction.state.sessions_by_hash.size();
  end_sessions_if(transaction, [&](const core::Session& session) {
    return session.id == id && session.user == user;
  });
  if (transaction.state.sessions_by_hash.size() < before) return {};
  return fail(Code::not_found, "there is no such session");
}

void end_sessions(Transaction& transaction, core::UserId user,
                  std::optional<core::SessionId> kept) {
  end_sessions_if(transaction, [&](const core::Session& session) {
    return session.user == user && session.id != kept;
  });
}

Result<core::ApiToken> add_token(Transaction& transaction, NewToken token) {
  auto& tokens = transaction.state.tokens_by_hash;
  const auto count = std::ranges::count_if(
      tokens, [&](const auto& item) { return item.second.user == token.user; });
  if (static_cast<std::size_t>(count) >= limits::kTokensPerUser) {
    return fail(Code::limited, "the user has as many tokens as they may have");
  }
  core::ApiToken added{.id = {transaction.entropy.uuid_v4()},
                       .user = token.user,
                       .project = token.project,
                       .access = token.access,
                       .name = std::move(token.name),
                       .hash = std::move(token.hash),
                       .created_at = transaction.now,
                       .last_used_at = std::nullopt,
                       .expires_at = token.expires_at};
  transaction.batch.tokens_saved.push_back(added);
  tokens.emplace(added.hash, added);
  return added;
}

const core::ApiToken* find_token(const State& state, std::string_view hash, Time now) {
  const auto found = state.tokens_by_hash.find(std::string(hash));
  if (found == state.tokens_by_hash.end()) return nullptr;
  const core::ApiToken& token = found->second;
  if (token.expires_at && *token.expires_at <= now) return nullptr;
  const core::User* user = state.find_user(token.user);
  return user != nullptr && user->enabled ? &token : nullptr;
}

Result<void> delete_token(Transaction& transaction, core::UserId user, core::ApiTokenId id) {
  auto& tokens = transaction.state.tokens_by_hash;
  const auto found = std::ranges::find_if(
      tokens, [&](const auto& item) { return item.second.id == id && item.second.user == user; });
  if (found == tokens.end()) return fail(Code::not_found, "there is no such token");
  tokens.erase(found);
  transaction.batch.tokens_deleted.push_back(id);
  return {};
}

void note_session_used(Transaction& transaction, std::string_view hash) {
  const auto found = transaction.state.sessions_by_hash.find(std::string(hash));
  if (found == transaction.state.sessions_by_hash.end()) return;
  core::Session& session = found->second;
  if (!is_news(session.last_seen_at, transaction.now)) return;
  session.last_seen_at = transaction.now;
  session.expires_at = end_of(session, transaction.now);
  transaction.batch.sessions_saved.push_back(session);
  note_seen(transaction, session.user);
}

void note_token_used(Transaction& transaction, std::string_view hash) {
  const auto found = transaction.state.tokens_by_hash.find(std::string(hash));
  if (found == transaction.state.tokens_by_hash.end()) return;
  core::ApiToken& token = found->second;
  if (!is_news(token.last_used_at, transaction.now)) return;
  token.last_used_at = transaction.now;
  transaction.batch.tokens_saved.push_back(token);
  note_seen(transaction, token.user);
}

}  // namespace muster::engine
