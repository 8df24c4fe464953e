#include "store/batch.h"

#include "base/limits.h"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::store {
namespace {

using engine::WriteBatch;
using enum Statement;

constexpr auto kRowsPerStep = static_cast<std::int64_t>(limits::kRetentionRowsPerStep);

template <class R>
Result<void> save_all(Session& session, Statement statement, const std::vector<R>& records) {
  for (const R& record : records) TRY_DO(save(session, statement, record));
  return {};
}

template <class Key>
Result<void> execute_all(Session& session, Statement statement, const std::vector<Key>& keys) {
  for (const Key& key : keys) TRY_DO(execute(session, statement, key));
  return {};
}

Result<void> save_channels(Session& session, const std::vector<core::Channel>& channels,
                           const Sealer& sealer) {
  for (const core::Channel& channel : channels) {
    core::Channel sealed = channel;
    sealed.config = sealer.seal(channel.config, to_string(channel.id));
    TRY_DO(save(session, save_channel, sealed));
  }
  return {};
}

Result<void> save_users(Session& session, const std::vector<core::User>& users,
                        const Sealer& sealer) {
  for (const core::User& user : users) {
    core::User sealed = user;
    if (!user.totp_secret.empty()) {
      sealed.totp_secret = sealer.seal(user.totp_secret, to_string(user.id));
    }
    TRY_DO(save(session, save_user, sealed));
  }
  return {};
}

Result<void> save_checks(Session& session, const std::vector<core::Check>& checks) {
  for (const core::Check& check : checks) {
    TRY_DO(save(session, save_check, to_record(check)));
  }
  return {};
}

Result<void> delete_users(Session& session, const std::vector<core::UserId>& users) {
  for (const Statement statement :
       {delete_memberships_of_user, delete_sessions_of_user, delete_tokens_of_user, delete_user}) {
    TRY_DO(execute_all(session, statement, users));
  }
  return {};
}

Result<void> delete_memberships(Session& session,
                                const std::vector<engine::MemberKey>& memberships) {
  for (const engine::MemberKey& key : memberships) {
    TRY_DO(execute(session, delete_membership, key.user, key.project));
  }
  return {};
}

Result<void> delete_projects(Session& session, const std::vector<core::ProjectKey>& projects) {
  for (const Statement statement :
       {delete_checks_of_project, delete_channels_of_project, delete_keys_of_project,
        delete_memberships_of_project, delete_tokens_of_project, delete_project}) {
    TRY_DO(execute_all(session, statement, projects));
  }
  return {};
}

// The first column of every row, as a T.
template <class T, class... Values>
Result<std::vector<T>> select_keys(Session& session, Statement statement, const Values&... values) {
  std::vector<T> keys;
  const auto take = [&keys](RowReader& row) -> Result<void> {
    if (!decode(row, keys.emplace_back())) return fail(Code::corrupt, "a stored key is malformed");
    return {};
  };
  TRY_DO(for_each_row(session, statement, take, values...));
  return keys;
}

struct PingSpan {
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
};

Result<PingSpan> oldest_span(Session& session, std::int64_t up_to_row) {
  PingSpan span;
  const auto take = [&span](RowReader& row) -> Result<void> {
    if (!decode(row, span.first) || !decode(row, span.last)) {
      return fail(Code::corrupt, "a row is no number");
    }
    return {};
  };
  TRY_DO(for_each_row(session, oldest_pings, take, up_to_row, kRowsPerStep));
  return span;
}

// Says by how many rows the log begins later.
Result<std::int64_t> trim_pings(Session& session, const engine::PingTrim& trim) {
  const PingSpan before = TRY(oldest_span(session, trim.up_to_row));
  if (!before.first || !before.last) return 0;
  TRY_DO(execute(session, delete_bodies, *before.first, *before.last, trim.before));
  TRY_DO(execute(session, delete_pings, *before.first, *before.last, trim.before));
  const PingSpan after = TRY(oldest_span(session, trim.up_to_row));
  return after.first.value_or(*before.last + 1) - *before.first;
}

// Deliveries go before their alert, which stays for as long as one of them does.
Result<std::int64_t> delete_settled(Session& session, Time before) {
  const auto rows =
      TRY(select_keys<std::int64_t>(session, oldest_transitions, before, kRowsPerStep));
  TRY_DO(execute_all(session, delete_transition, rows));
  const auto deliveries = TRY(select_keys<Uuid>(session, settled_deliveries, before, kRowsPerStep));
  TRY_DO(execute_all(session, delete_delivery, deliveries));
  const auto alerts = TRY(select_keys<Uuid>(session, settled_alerts, before, kRowsPerStep));
  TRY_DO(execute_all(session, delete_alert, alerts));
  const auto audit = TRY(select_keys<std::int64_t>(session, oldest_audit, before, kRowsPerStep));
  TRY_DO(execute_all(session, delete_audit, audit));
  return static_cast<std::int64_t>(rows.size() + deliveries.size() + alerts.size() + audit.size());
}

}  // namespace

Result<std::int64_t> write_batch(Session& session, const WriteBatch& batch, const Sealer& sealer) {
  TRY_DO(save_all(session, save_project, batch.projects_saved));
  TRY_DO(save_all(session, save_key, batch.keys_saved));
  TRY_DO(save_users(session, batch.users_saved, sealer));
  TRY_DO(save_all(session, save_membership, batch.memberships_saved));
  TRY_DO(save_all(session, save_session, batch.sessions_saved));
  TRY_DO(save_all(session, save_token, batch.tokens_saved));
  TRY_DO(save_channels(session, batch.channels_saved, sealer));
  TRY_DO(save_checks(session, batch.checks_saved));
  TRY_DO(save_all(session, save_state, batch.states));
  if (!batch.pings.empty()) TRY_DO(session.append_pings(batch.pings));
  TRY_DO(save_all(session, save_transition, batch.transitions));
  TRY_DO(save_all(session, save_alert, batch.alerts_saved));
  TRY_DO(save_all(session, save_delivery, batch.deliveries_saved));
  TRY_DO(save_all(session, save_audit_seen, batch.audit_seen));
  if (batch.meta) TRY_DO(save(session, save_meta, *batch.meta));

  TRY_DO(execute_all(session, delete_check, batch.checks_deleted));
  TRY_DO(execute_all(session, delete_channel, batch.channels_deleted));
  TRY_DO(execute_all(session, delete_token, batch.tokens_deleted));
  TRY_DO(execute_all(session, delete_session, batch.sessions_deleted));
  TRY_DO(delete_memberships(session, batch.memberships_deleted));
  TRY_DO(delete_users(session, batch.users_deleted));
  TRY_DO(execute_all(session, delete_key, batch.keys_deleted));
  TRY_DO(delete_projects(session, batch.projects_deleted));

  std::int64_t trimmed = 0;
  if (batch.ping_trim) trimmed += TRY(trim_pings(session, *batch.ping_trim));
  if (batch.settled_before) trimmed += TRY(delete_settled(session, *batch.settled_before));
  return trimmed;
}

Result<void> write_audit(Session& session, const std::vector<core::AuditEvent>& events,
                         AuditChain& chain) {
  for (const core::AuditEvent& event : events) {
    AuditRecord record{.event = event, .previous = chain.last(), .hash = {}};
    record.hash = chain.append(event);
    TRY_DO(save(session, save_audit, record));
  }
  return {};
}

}  // namespace muster::store
