#include "store/store.h"

#include "base/limits.h"
#include "store/batch.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace muster::store {
namespace {

using engine::Snapshot;

Result<void> load_meta(Session& session, engine::Meta& meta) {
  auto rows = TRY(select<engine::Meta>(session, Statement::load_meta));
  if (rows.size() != 1) return fail(Code::corrupt, "must hold one row", "meta");
  meta = rows.front();
  return {};
}

Result<std::vector<core::Channel>> load_channels(Session& session, const Sealer& sealer) {
  auto channels = TRY(select<core::Channel>(session, Statement::load_channels));
  for (core::Channel& channel : channels) {
    auto config = sealer.unseal(channel.config, to_string(channel.id));
    if (!config) {
      return fail(config.error().code,
                  fmt::format("channel {}: {}", to_string(channel.id), config.error().message),
                  "channels.config");
    }
    channel.config = *std::move(config);
  }
  return channels;
}

Result<std::vector<core::User>> load_users(Session& session, const Sealer& sealer) {
  auto users = TRY(select<core::User>(session, Statement::load_users));
  for (core::User& user : users) {
    if (user.totp_secret.empty()) continue;
    auto secret = sealer.unseal(user.totp_secret, to_string(user.id));
    if (!secret) {
      return fail(secret.error().code,
                  fmt::format("user {}: {}", to_string(user.id), secret.error().message),
                  "users.totp_secret");
    }
    user.totp_secret = *std::move(secret);
  }
  return users;
}

Result<std::vector<core::Check>> load_checks(Session& session) {
  std::vector<core::Check> checks;
  const auto take = [&checks](RowReader& row) -> Result<void> {
    auto record = TRY(read_record<CheckRecord>(row));
    checks.push_back(TRY(to_check(std::move(record))));
    return {};
  };
  TRY_DO(for_each_row(session, Statement::load_checks, take));
  return checks;
}

Result<void> load_ends(Session& session, Snapshot& snapshot) {
  const auto take = [&snapshot](RowReader& row) -> Result<void> {
    if (decode(row, snapshot.last_ping_row) && decode(row, snapshot.first_ping_row) &&
        decode(row, snapshot.last_transition_row) && decode(row, snapshot.last_check)) {
      return {};
    }
    return fail(Code::corrupt, "a row is no number", "pings");
  };
  return for_each_row(session, Statement::load_ends, take);
}

// The newest rows of the audit log; gives the hash of the very last, "" for an empty log.
Result<std::string> load_audit_end(Session& session, Snapshot& snapshot) {
  std::string last_hash;
  const auto take = [&](RowReader& row) -> Result<void> {
    engine::AuditMark mark;
    std::string hash;
    if (!decode(row, mark.row) || !decode(row, mark.user_id) || !decode(row, mark.project) ||
        !decode(row, hash)) {
      return fail(Code::corrupt, "a row holds a value that does not belong there", "audit");
    }
    if (snapshot.recent_audit.empty()) last_hash = std::move(hash);
    snapshot.recent_audit.push_back(std::move(mark));
    return {};
  };
  constexpr auto kMost = static_cast<std::int64_t>(limits::kAuditUnreadMax);
  TRY_DO(for_each_row(session, Statement::load_audit_end, take, kMost));
  std::ranges::reverse(snapshot.recent_audit);
  return last_hash;
}

}  // namespace

DatabaseStore::DatabaseStore(std::unique_ptr<DirectoryLock> lock, std::unique_ptr<Session> session,
                             const MasterKey& master_key)
    : lock_(std::move(lock)),
      session_(std::move(session)),
      sealer_(master_key),
      chain_(master_key) {}

Result<Snapshot> DatabaseStore::load() {
  TRY_DO(session_->recover());
  Session& session = *session_;
  Snapshot snapshot;
  TRY_DO(load_meta(session, snapshot.meta));
  snapshot.projects = TRY(select<core::Project>(session, Statement::load_projects));
  snapshot.keys = TRY(select<core::ApiKey>(session, Statement::load_keys));
  snapshot.users = TRY(load_users(session, sealer_));
  snapshot.memberships = TRY(select<core::Membership>(session, Statement::load_memberships));
  snapshot.sessions = TRY(select<core::Session>(session, Statement::load_sessions));
  snapshot.tokens = TRY(select<core::ApiToken>(session, Statement::load_tokens));
  snapshot.channels = TRY(load_channels(session, sealer_));
  snapshot.checks = TRY(load_checks(session));
  snapshot.unfolded =
      TRY(select<engine::PingRow>(session, Statement::load_unfolded, snapshot.meta.folded_row));
  snapshot.open_alerts = TRY(select<core::Alert>(session, Statement::load_open_alerts));
  snapshot.deliveries = TRY(select<core::Delivery>(session, Statement::load_pending));
  snapshot.audit_seen = TRY(select<engine::AuditSeen>(session, Statement::load_audit_seen));
  chain_.start_from(TRY(load_audit_end(session, snapshot)));
  TRY_DO(load_ends(session, snapshot));
  return snapshot;
}

Result<void> DatabaseStore::commit(const engine::WriteBatch& batch) {
  auto written = write(batch);
  // A rollback that fails too is recover()'s business, in the load() that follows.
  if (!written && execute(*session_, Statement::rollback)) static_cast<void>(session_->settle());
  return written;
}

Result<void> DatabaseStore::write(const engine::WriteBatch& batch) {
  TRY_DO(execute(*session_, Statement::begin));
  rows_trimmed_ = TRY(write_batch(*session_, batch, sealer_));
  AuditChain chain = chain_;
  TRY_DO(write_audit(*session_, batch.audit, chain));
  TRY_DO(execute(*session_, Statement::commit));
  TRY_DO(session_->settle());
  chain_ = std::move(chain);
  return session_->after_commit();
}

}  // namespace muster::store
