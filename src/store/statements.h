// Every SQL statement of the program, in one text for both engines. All are prepared when a session
// is opened, so a statement that an engine does not understand cannot ship.
#pragma once

#include "store/records.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::store {

enum class Statement : std::uint8_t {
  begin,
  commit,
  rollback,
  // Batch
  save_project,
  save_key,
  save_user,
  save_membership,
  save_session,
  save_token,
  save_channel,
  save_check,
  save_state,
  save_ping,
  save_body,
  save_transition,
  save_alert,
  save_delivery,
  save_audit,
  save_audit_seen,
  save_meta,
  save_fingerprint,
  delete_project,
  delete_keys_of_project,
  delete_memberships_of_project,
  delete_tokens_of_project,
  delete_channels_of_project,
  delete_checks_of_project,
  delete_key,
  delete_user,
  delete_memberships_of_user,
  delete_sessions_of_user,
  delete_tokens_of_user,
  delete_membership,
  delete_session,
  delete_token,
  delete_channel,
  delete_check,
  // Retention
  oldest_pings,
  delete_bodies,
  delete_pings,
  oldest_transitions,
  delete_transition,
  settled_deliveries,
  delete_delivery,
  settled_alerts,
  delete_alert,
  oldest_audit,
  delete_audit,
  // Snapshot
  load_meta,
  load_fingerprint,
  load_projects,
  load_keys,
  load_users,
  load_memberships,
  load_sessions,
  load_tokens,
  load_channels,
  load_checks,
  load_unfolded,
  load_open_alerts,
  load_audit_seen,
  load_audit_end,
  load_pending,
  load_ends,
  // Reader
  page_pings,
  ping_and_body,
  page_transitions,
  alerts_of_all,
  open_alerts_of_all,
  acknowledged_alerts_of_all,
  resolved_alerts_of_all,
  alerts_of_project,
  open_alerts_of_project,
  acknowledged_alerts_of_project,
  resolved_alerts_of_project,
  alerts_of_check,
  open_alerts_of_check,
  acknowledged_alerts_of_check,
  resolved_alerts_of_check,
  alert_by_id,
  audit_of_all,
  audit_of_project,
  audit_of_user,
  audit_after,
  deliveries_of_alert,
  answer,
};
inline constexpr std::size_t kStatements = static_cast<std::size_t>(Statement::answer) + 1;

enum class Role { writer, reader };

struct StatementText {
  Statement statement;
  std::string text;
};

// What a session of that role may run: all, or what a Reader needs.
std::vector<StatementText> statements(Role role);

struct ColumnFacts {
  std::string_view name;
  std::string_view postgres_type;
};

// PostgreSQL's quick way in for many rows: a column of values for each parameter.
std::string insert_arrays_text(std::string_view table, const std::vector<ColumnFacts>& columns);
std::vector<ColumnFacts> ping_columns();
std::vector<ColumnFacts> body_columns();

}  // namespace muster::store
