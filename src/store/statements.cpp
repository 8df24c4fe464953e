#include "store/statements.h"

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

// "name = excluded.name, …" for every column but the first, which is the key.
std::string replace_clause(std::vector<ColumnFacts> columns) {
  const std::string_view key = columns.front().name;
  columns.erase(columns.begin());
  return fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", key,
                     list(columns, [](const ColumnFacts& column, std::size_t) {
                       return fmt::format("{0} = excluded.{0}", column.name);
                     }));
}

// Inserts a row or replaces all its columns, by its first column.
template <class R>
std::string save(std::string_view table) {
  return insert<R>(table) + replace_clause(columns_of<R>());
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

// Of the project $1, opened before $2, newest first, $3 rows at the most.
std::string alerts_text(std::string_view condition) {
  return select<core::Alert>("alerts", fmt::format("WHERE project = $1 AND opened_at < $2 AND {} "
                                                   "ORDER BY opened_at DESC, id DESC LIMIT $3",
                                                   condition));
}

void add_batch(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(list.end(), {{begin, "BEGIN"},
                           {commit, "COMMIT"},
                           {rollback, "ROLLBACK"},
                           {save_project, save<core::Project>("projects")},
                           {save_key, save<core::ApiKey>("api_keys")},
                           {save_user, save<core::User>("users")},
                           {save_channel, save<core::Channel>("channels")},
                           {save_check, save<CheckRecord>("checks")},
                           {save_state, update<engine::CheckStateRow>("checks")},
                           {save_ping, insert<engine::PingRow>("pings")},
                           {save_body, "INSERT INTO ping_bodies (row, body) VALUES ($1, $2)"},
                           {save_transition, insert<engine::TransitionRow>("transitions")},
                           {save_alert, save<core::Alert>("alerts")},
                           {save_delivery, save_delivery_text()},
                           {save_meta, save_meta_text()},
                           {save_fingerprint, "UPDATE meta SET key_fingerprint = $1"},
                           {delete_project, "DELETE FROM projects WHERE key = $1"},
                           {delete_keys_of_project, "DELETE FROM api_keys WHERE project = $1"},
                           {delete_users_of_project, "DELETE FROM users WHERE project = $1"},
                           {delete_channels_of_project, "DELETE FROM channels WHERE project = $1"},
                           {delete_checks_of_project, "DELETE FROM checks WHERE project = $1"},
                           {delete_key, "DELETE FROM api_keys WHERE id = $1"},
                           {delete_user, "DELETE FROM users WHERE id = $1"},
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
       {delete_alert,
        "DELETE FROM alerts WHERE id = $1 AND NOT EXISTS "
        "(SELECT 1 FROM deliveries WHERE alert = $1)"}});
}

void add_snapshot(std::vector<StatementText>& list) {
  using enum Statement;
  list.insert(list.end(),
              {{load_meta, select<engine::Meta>("meta", "")},
               {load_fingerprint, "SELECT key_fingerprint FROM meta"},
               {load_projects, select<core::Project>("projects", "ORDER BY key")},
               {load_keys, select<core::ApiKey>("api_keys", "ORDER BY created_at, id")},
               {load_users, select<core::User>("users", "ORDER BY created_at, id")},
               {load_channels, select<core::Channel>("channels", "ORDER BY key")},
               {load_checks, select<CheckRecord>("checks", "ORDER BY key")},
               {load_unfolded, select<engine::PingRow>("pings", "WHERE row > $1 ORDER BY row")},
               {load_open_alerts,
                select<core::Alert>("alerts", "WHERE resolved_at IS NULL ORDER BY opened_at, id")},
               {load_pending,
                select<core::Delivery>("deliveries", "WHERE state = 'pending' ORDER BY ordinal")},
               {load_ends,
                "SELECT coalesce((SELECT max(row) FROM pings), 0), "
                "coalesce((SELECT min(row) FROM pings), 0), "
                "coalesce((SELECT max(row) FROM transitions), 0)"}});
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
       {alerts_of_project, alerts_text("1 = 1")},
       {alerts_of_check, alerts_text("check_key = $4")},
       {open_alerts_of_project, alerts_text("resolved_at IS NULL")},
       {open_alerts_of_check, alerts_text("resolved_at IS NULL AND check_key = $4")},
       {resolved_alerts_of_project, alerts_text("resolved_at IS NOT NULL")},
       {resolved_alerts_of_check, alerts_text("resolved_at IS NOT NULL AND check_key = $4")},
       {alert_by_id, select<core::Alert>("alerts", "WHERE id = $1")},
       {deliveries_of_alert,
        select<core::Delivery>("deliveries", "WHERE alert = $1 ORDER BY created_at, ordinal")},
       {answer, "SELECT only_row FROM meta"}});
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
