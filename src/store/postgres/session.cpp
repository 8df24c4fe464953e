#include "store/postgres/session.h"

#include "base/check.h"
#include "store/postgres/arrays.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace muster::store {
namespace {

// "muster" on a telephone: what our servers, and nobody else, lock in a database.
constexpr std::int64_t kLockKey = 687'837;
constexpr std::size_t kArrayBytesMax = std::size_t{8} * 1024 * 1024;
constexpr auto kOwnLockWait = std::chrono::seconds(5);
constexpr auto kLockWaitMax = std::chrono::seconds(9);  // shorter than statement_timeout

constexpr const char* kAppendPings = "append_pings";
constexpr const char* kAppendBodies = "append_bodies";

constexpr const char* kTryLock = "SELECT pg_try_advisory_lock($1)";
constexpr const char* kWaitForLock = "SELECT pg_advisory_lock($1)";
constexpr const char* kHolder =
    "SELECT 'process ' || a.pid || ' of ' || coalesce(host(a.client_addr), 'this machine') || "
    "', connected since ' || date_trunc('second', a.backend_start) "
    "FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = 0 "
    "AND l.objid = CAST($1 AS OID) "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";
constexpr const char* kOwnBackend =
    "SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()";
constexpr const char* kEndBackend =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid || ' ' || backend_start = $1";

bool is_true(const std::vector<std::vector<std::string>>& rows) {
  return !rows.empty() && rows.front().front() == "t";
}

std::string name_of(Statement statement) { return fmt::format("s{}", static_cast<int>(statement)); }

Result<void> check_schema_for_reader(PgConnection& connection) {
  const auto known = migrations(Engine::postgres);
  const auto exists =
      TRY(connection.ask("SELECT to_regclass('schema_migrations') IS NOT NULL", {}));
  const std::int64_t version = is_true(exists) ? TRY(check_schema(connection, known)) : 0;
  if (version == static_cast<std::int64_t>(known.size())) return {};
  return fail(Code::conflict,
              fmt::format("the database has schema version {}, this program needs {}; a server of "
                          "this version brings it up to date when it starts",
                          version, known.size()),
              "schema");
}

}  // namespace

PgSession::~PgSession() = default;

Result<std::unique_ptr<PgSession>> PgSession::open(PgOptions options) {
  std::unique_ptr<PgSession> session(new PgSession(std::move(options)));
  TRY_DO(session->connect());
  return session;
}

Result<void> PgSession::connect() {
  connection_ = TRY(PgConnection::connect(options_.url));
  if (options_.role == Role::writer) {
    // A former connection of ours may still be ending, with a commit in its hands: only when its
    // lock is free has it become certain what was written.
    const bool again = !backend_.empty();
    if (again) TRY_DO(connection_->ask(kEndBackend, {backend_}));
    TRY_DO(take_lock(again ? std::max<Duration>(kOwnLockWait, options_.lock_wait)
                           : options_.lock_wait));
    backend_ = TRY(connection_->ask(kOwnBackend, {})).at(0).at(0);
    TRY_DO(connection_->set_patience(PgConnection::Patience::endless));
    TRY_DO(migrate(*connection_, migrations(Engine::postgres)));
    TRY_DO(connection_->set_patience(PgConnection::Patience::usual));
  } else {
    TRY_DO(check_schema_for_reader(*connection_));
    TRY_DO(connection_->script("SET default_transaction_read_only = on"));
  }
  return prepare();
}

Result<void> PgSession::take_lock(Duration wait) {
  const std::string key = fmt::to_string(kLockKey);
  if (is_true(TRY(connection_->ask(kTryLock, {key})))) return {};
  if (wait > Duration{0}) {
    const auto wait_ms =
        std::chrono::ceil<std::chrono::milliseconds>(std::min<Duration>(wait, kLockWaitMax));
    TRY_DO(connection_->ask("SELECT set_config('lock_timeout', $1, false)",
                            {fmt::to_string(wait_ms.count())}));
    auto locked = connection_->ask(kWaitForLock, {key});
    TRY_DO(connection_->script("SET lock_timeout = '5s'"));
    if (locked) return {};
    if (connection_->lost()) return std::unexpected(std::move(locked).error());
  }
  const auto holder = TRY(connection_->ask(kHolder, {key}));
  return fail(Code::conflict,
              fmt::format("another server holds this database: {}",
                          holder.empty() ? "it has just let go" : holder.front().front()),
              "postgresql");
}

Result<void> PgSession::prepare() {
  std::vector<PgConnection::Prepared> list;
  for (const StatementText& entry : statements(options_.role)) {
    list.push_back({name_of(entry.statement), entry.text});
    names_.at(static_cast<std::size_t>(entry.statement)) = list.back().name;
  }
  if (options_.role == Role::writer) {
    list.push_back({kAppendPings, insert_arrays_text("pings", ping_columns())});
    list.push_back({kAppendBodies, insert_arrays_text("ping_bodies", body_columns())});
  }
  return connection_->prepare(list);
}

RowWriter& PgSession::start(Statement statement) {
  current_ = names_.at(static_cast<std::size_t>(statement)).c_str();
  CHECK(*current_ != '\0');
  started_ = true;
  parameters_.clear();
  return parameters_;
}

Result<void> PgSession::execute() {
  started_ = false;
  return connection_->send(current_, parameters_);
}

Result<RowReader*> PgSession::next() {
  if (std::exchange(started_, false)) TRY_DO(connection_->query(current_, parameters_));
  return TRY(connection_->next_row());
}

void PgSession::finish() { connection_->end_query(); }

Result<void> PgSession::append_pings(std::span<const engine::PingRow> pings) {
  PgArrays rows(ping_columns().size());
  PgArrays bodies(body_columns().size());
  const auto send = [this](PgArrays& arrays, const char* statement) {
    parameters_.clear();
    arrays.move_to(parameters_);
    return connection_->send(statement, parameters_);
  };
  for (const engine::PingRow& ping : pings) {
    ColumnWriter writer{rows};
    columns(writer, ping);
    rows.end_row();
    if (ping.ping.body.empty()) continue;
    bodies.integer(ping.row);
    bodies.bytes(ping.ping.body);
    bodies.end_row();
    if (bodies.bytes() > kArrayBytesMax) TRY_DO(send(bodies, kAppendBodies));
  }
  TRY_DO(send(rows, kAppendPings));
  if (bodies.bytes() > 0) return send(bodies, kAppendBodies);
  return {};
}

Result<void> PgSession::settle() { return connection_->settle(); }

Result<void> PgSession::after_commit() { return {}; }

Result<void> PgSession::recover() {
  if (connection_ == nullptr || connection_->lost()) {
    connection_.reset();
    return connect();
  }
  TRY_DO(connection_->settle());
  if (!connection_->in_transaction()) return {};
  return connection_->script("ROLLBACK");
}

}  // namespace muster::store
