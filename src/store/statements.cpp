#include "store/statements.h"

#include <array>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace muster::store {
namespace {

template <class T>
struct Unwrapped {
  using type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
};

template <class T>
constexpr std::string_view postgres_type() {
  using Value = typename Unwrapped<T>::type;
  if constexpr (std::same_as<Value, bool>) return "boolean";
  if constexpr (std::integral<Value> || std::same_as<Value, Time> ||
                std::same_as<Value, Duration> || std::same_as<Value, seconds>) {
    return "bigint";
  }
  return "text";
}

struct ColumnCollector {
  std::vector<ColumnFacts> found;

  template <class T>
  void operator()(std::string_view name, const T&) {
    found.push_back({name, postgres_type<T>()});
  }
};

template <class R>
std::vector<ColumnFacts> columns_of() {
  ColumnCollector collector;
  const R record{};
  columns(collector, record);
  return std::move(collector.found);
}

template <class Format>
std::string list(const std::vector<ColumnFacts>& columns, Format format) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += ", ";
    text += format(columns[i], i + 1);
  }
  return text;
}

std::string names(const std::vector<ColumnFacts>& columns, std::string_view prefix = {}) {
  return list(columns, [prefix](const ColumnFacts& column, std::size_t) {
    return fmt::format("{}{}", prefix, column.name);
  });
}

template <class R>
std::string names_of(std::string_view prefix = {}) {
  return names(columns_of<R>(), prefix);
}

std::string parameters(const std::vector<ColumnFacts>& columns) {
  return list(columns, [](const ColumnFacts&, std::size_t n) { return fmt::format("${}", n); });
}

template <class R>
std::string insert(std::string_view table) {
  const auto columns = columns_of<R>();
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names(columns), parameters(columns));
}

// "name = excluded.name, …" for every column but the first ones, which are the key.
std::string replace_clause(std::vector<ColumnFacts> columns, std::ptrdiff_t key_columns = 1) {
  const auto rest = columns.begin() + key_columns;
  const std::string key = names({columns.begin(), rest});
  columns.erase(columns.begin(), rest);
  return fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", key,
                     list(columns, [](const ColumnFacts& column, std::size_t) {
                       return fmt::format("{0} = excluded.{0}", column.name);
                     }));
}

// Inserts a row or replaces all its columns, by its first column or columns.
template <class R>
std::string save(std::string_view table, std::ptrdiff_t key_columns = 1) {
  return insert<R>(table) + replace_clause(columns_of<R>(), key_columns);
}

// The order of deliveries is that of their first save; among pending ones it never repeats.
std::string save_delivery_text() {
  const auto columns = columns_of<core::Delivery>();
  return fmt::format(
      "INSERT INTO deliveries ({}, ordinal) VALUES ({}, "
      "(SELECT coalesce(max(ordinal), 0) + 1 FROM deliveries WHERE state = 'pending')){}",
      names(columns), parameters(columns), replace_clause(columns));
}

// Sets every column but the first, which is the key.
template <class R>
std::string update(std::string_view table) {
  auto columns = columns_of<R>();
  const std::string_view key = columns.front().name;
  columns.erase(columns.begin());
  return fmt::format(
      "UPDATE {} SET {} WHERE {} = $1", table,
      list(columns, [](const ColumnFacts& column,
                       std::size_t n) { return fmt::format("{} = ${}", column.name, n + 1); }),
      key);
}

std::string save_meta_text() {
  return fmt::format("UPDATE meta SET {}",
                     list(columns_of<engine::Meta>(), [](const ColumnFacts& column, std::size_t n) {
                       return fmt::format("{} = ${}", column.name, n);
                     }));
}

template <class R>
std::string select(std::string_view table, std::string_view rest) {
  return fmt::format("SELECT {} FROM {} {}", names_of<R>(), table, rest);
}

// From the ping at $1 to the one before it in the same check, and so on, $2 rows at the most.
std::string page_pings_text() {
  return fmt::format(
      "WITH RECURSIVE chain ({0}, depth) AS ("
      "SELECT {0}, 1 FROM pings WHERE row = $1 "
      "UNION ALL "
      "SELECT {1}, chain.depth + 1 FROM chain JOIN pings AS older "
      "ON older.row = chain.previous_row AND older.check_key = chain.check_key "
      "WHERE chain.depth < $2) "
      "SELECT {0} FROM chain ORDER BY depth LIMIT $2",
      names_of<engine::PingRow>(), names_of<engine::PingRow>("older."));
}

// Before the moment $1 and the id $2, newest first, $3 rows at the most.
std::string alerts_text(std::string_view condition) {
  return select<core::Alert>("alerts", fmt::format("WHERE (opened_at, id) < ($1, $2) AND {} "
                                                   "ORDER BY opened_at DESC, id DESC LIMIT $3",
                                                   condition));
}

// In each state, of all projects, of the project $4, and of its check $5.
void add_alerts(std::vector<StatementText>& list) {
  using enum Statement;
  // Asked for each row, so that rows are found by time, and not project by project.
  constexpr std::string_view kOfAll =
      "EXISTS (SELECT 1 FROM projects WHERE projects.key = alerts.project)";
  constexpr std::string_view kOfProject = "project = $4";
  constexpr std::string_view kOfCheck = "project = $4 AND check_key = $5";
  const auto add = [&list](Statement statement, std::string_view scope, std::string_view state) {
    list.push_back({statement, alerts_text(fmt::format("{}{}", scope, state))});
  };
  const auto add_states = [&add](std::array<Statement, 4> statements, std::string_view scope) {
    add(statements[0], scope, "");
    add(statements[1], scope, " AND resolved_at IS NULL AND acknowledged_at IS NULL");
    add(statements[2], scope, " AND resolved_at IS NULL AND acknowledged_at IS NOT NULL");
    add(statements[3], scope, " AND resolved_at IS NOT NULL");
  };
  add_states(
      {alerts_of_all, open_alerts_of_all, acknowledged_alerts_of_all, resolved_alerts_of_all},
      kOfAll);
  add_states({alerts_of_project, open_alerts_of_project, acknowledged_alerts_of_project,
              resolved_alerts_of_project},
             kOfProject);
  add_states({alerts_of_check, open_alerts_of_check, acknowledged_alerts_of_check,
              resolved_alerts_of_check},
             kOfCheck);
}

void add_batch(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(list.end(),
              {{begin, "BEGIN"},
               {commit, "COMMIT"},
               {rollback, "ROLLBACK"},
               {save_project, save<core::Project>("projects")},
               {save_key, save<core::ApiKey>("api_keys")},
               {save_user, save<core::User>("users")},
               {save_membership, save<core::Membership>("memberships", 2)},
               {save_session, save<core::Session>("sessions")},
               {save_token, save<core::ApiToken>("api_tokens")},
               {save_channel, save<core::Channel>("channels")},
               {save_check, save<CheckRecord>("checks")},
               {save_state, update<engine::CheckStateRow>("checks")},
               {save_ping, insert<engine::PingRow>("pings")},
               {save_body, "INSERT INTO ping_bodies (row, body) VALUES ($1, $2)"},
               {save_transition, insert<engine::TransitionRow>("transitions")},
               {save_alert, save<core::Alert>("alerts")},
               {save_delivery, save_delivery_text()},
               {save_audit, insert<AuditRecord>("audit")},
               {save_audit_seen, save<engine::AuditSeen>("audit_seen")},
               {save_meta, save_meta_text()},
               {save_fingerprint, "UPDATE meta SET key_fingerprint = $1"},
               {delete_project, "DELETE FROM projects WHERE key = $1"},
               {delete_keys_of_project, "DELETE FROM api_keys WHERE project = $1"},
               {delete_memberships_of_project, "DELETE FROM memberships WHERE project = $1"},
               {delete_tokens_of_project, "DELETE FROM api_tokens WHERE project = $1"},
               {delete_channels_of_project, "DELETE FROM channels WHERE project = $1"},
               {delete_checks_of_project, "DELETE FROM checks WHERE project = $1"},
               {delete_key, "DELETE FROM api_keys WHERE id = $1"},
               {delete_user, "DELETE FROM users WHERE id = $1"},
               {delete_memberships_of_user, "DELETE FROM memberships WHERE user_id = $1"},
               {delete_sessions_of_user, "DELETE FROM sessions WHERE user_id = $1"},
               {delete_tokens_of_user, "DELETE FROM api_tokens WHERE user_id = $1"},
               {delete_membership, "DELETE FROM memberships WHERE user_id = $1 AND project = $2"},
               {delete_session, "DELETE FROM sessions WHERE id = $1"},
               {delete_token, "DELETE FROM api_tokens WHERE id = $1"},
               {delete_channel, "DELETE FROM channels WHERE key = $1"},
               {delete_check, "DELETE FROM checks WHERE key = $1"}});
}

// The newest row of each log stays, so that row numbers are never given out twice.
void add_retention(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(
      list.end(),
      {{oldest_pings,
        "SELECT min(row), max(row) FROM (SELECT row FROM pings WHERE row <= $1 "
        "AND row < (SELECT max(row) FROM pings) ORDER BY row LIMIT $2) AS oldest"},
       {delete_bodies,
        "DELETE FROM ping_bodies WHERE row >= $1 AND row <= $2 AND row IN "
        "(SELECT row FROM pings WHERE row >= $1 AND row <= $2 AND at < $3)"},
       {delete_pings, "DELETE FROM pings WHERE row >= $1 AND row <= $2 AND at < $3"},
       {oldest_transitions,
        "SELECT row FROM (SELECT row, at FROM transitions WHERE row < "
        "(SELECT max(row) FROM transitions) ORDER BY row LIMIT $2) AS oldest WHERE at < $1"},
       {delete_transition, "DELETE FROM transitions WHERE row = $1"},
       {settled_deliveries,
        "SELECT id FROM deliveries WHERE settled_at IS NOT NULL AND settled_at < $1 "
        "AND state <> 'pending' ORDER BY settled_at LIMIT $2"},
       {delete_delivery, "DELETE FROM deliveries WHERE id = $1"},
       {settled_alerts,
        "SELECT id FROM alerts WHERE resolved_at IS NOT NULL AND resolved_at < $1 "
        "ORDER BY resolved_at LIMIT $2"},
       {oldest_audit,
        "SELECT row FROM (SELECT row, at FROM audit WHERE row < (SELECT max(row) FROM audit) "
        "ORDER BY row LIMIT $2) AS oldest WHERE at < $1"},
       {delete_audit, "DELETE FROM audit WHERE row = $1"},
       {delete_alert,
        "DELETE FROM alerts WHERE id = $1 AND NOT EXISTS "
        "(SELECT 1 FROM deliveries WHERE alert = $1)"}});
}

void add_snapshot(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(
      list.end(),
      {{load_meta, select<engine::Meta>("meta", "")},
       {load_fingerprint, "SELECT key_fingerprint FROM meta"},
       {load_projects, select<core::Project>("projects", "ORDER BY key")},
       {load_keys, select<core::ApiKey>("api_keys", "ORDER BY created_at, id")},
       {load_users, select<core::User>("users", "ORDER BY created_at, id")},
       {load_memberships, select<core::Membership>("memberships", "ORDER BY user_id, project")},
       {load_sessions, select<core::Session>("sessions", "ORDER BY created_at, id")},
       {load_tokens, select<core::ApiToken>("api_tokens", "ORDER BY created_at, id")},
       {load_channels, select<core::Channel>("channels", "ORDER BY key")},
       {load_checks, select<CheckRecord>("checks", "ORDER BY key")},
       {load_unfolded, select<engine::PingRow>("pings", "WHERE row > $1 ORDER BY row")},
       {load_open_alerts,
        select<core::Alert>("alerts", "WHERE resolved_at IS NULL ORDER BY opened_at, id")},
       {load_audit_seen, select<engine::AuditSeen>("audit_seen", "ORDER BY user_id")},
       {load_audit_end, "SELECT row, user_id, project, hash FROM audit ORDER BY row DESC LIMIT $1"},
       {load_pending,
        select<core::Delivery>("deliveries", "WHERE state = 'pending' ORDER BY ordinal")},
       {load_ends,
        "SELECT coalesce((SELECT max(row) FROM pings), 0), "
        "coalesce((SELECT min(row) FROM pings), 0), "
        "coalesce((SELECT max(row) FROM transitions), 0), "
        "coalesce((SELECT max(key) FROM (SELECT max(key) AS key FROM checks "
        "UNION ALL SELECT max(check_key) FROM transitions "
        "UNION ALL SELECT max(check_key) FROM alerts) AS known), 0)"}});
}

// Of all, of the project $11 and of the user $11; see DatabaseReader::audit for what the rest
// means.
void add_audit(std::vector<StatementText>& list) {
  const auto text = [](std::string_view scope) {
    return select<AuditRecord>(
        "audit",
        fmt::format(
            "WHERE row < $1 AND row > $9 AND at >= $2 AND at < $3 AND action LIKE $4 "
            "AND outcome LIKE $5 AND ($10 = '' OR user_id = $10) "
            "AND ($6 = '*' OR user_id = $7 OR $6 LIKE '%,' || CAST(project AS TEXT) || ',%') {}"
            "ORDER BY row DESC LIMIT $8",
            scope));
  };
  list.insert(list.end(), {{Statement::audit_of_all, text("")},
                           {Statement::audit_of_project, text("AND project = $11 ")},
                           {Statement::audit_of_user, text("AND user_id = $11 ")},
                           {Statement::audit_after,
                            select<AuditRecord>("audit", "WHERE row > $1 ORDER BY row LIMIT $2")}});
}

void add_reader(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(
      list.end(),
      {{page_pings, page_pings_text()},
       {ping_and_body, fmt::format("SELECT {}, ping_bodies.body FROM pings LEFT JOIN ping_bodies "
                                   "ON ping_bodies.row = pings.row WHERE pings.row = $1",
                                   names_of<engine::PingRow>("pings."))},
       {page_transitions,
        select<engine::TransitionRow>("transitions",
                                      "WHERE check_key = $1 AND at >= $2 AND at < $3 "
                                      "ORDER BY at DESC, row DESC LIMIT $4")},
       {alert_by_id, select<core::Alert>("alerts", "WHERE id = $1")},
       {deliveries_of_alert,
        select<core::Delivery>("deliveries", "WHERE alert = $1 ORDER BY created_at, ordinal")},
       {answer, "SELECT only_row FROM meta"}});
  add_alerts(list);
  add_audit(list);
}

}  // namespace

std::vector<StatementText> statements(Role role) {
  std::vector<StatementText> list;
  if (role == Role::writer) {
    add_batch(list);
    add_retention(list);
    add_snapshot(list);
  }
  add_reader(list);
  return list;
}

std::string insert_arrays_text(std::string_view table, const std::vector<ColumnFacts>& columns) {
  return fmt::format("INSERT INTO {} ({}) SELECT * FROM unnest({})", table, names(columns),
                     list(columns, [](const ColumnFacts& column, std::size_t n) {
                       return fmt::format("${}::{}[]", n, column.postgres_type);
                     }));
}

std::vector<ColumnFacts> ping_columns() { return columns_of<engine::PingRow>(); }
std::vector<ColumnFacts> body_columns() { return {{"row", "bigint"}, {"body", "bytea"}}; }

}  // namespace muster::store
