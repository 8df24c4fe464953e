#include "store/sqlite/session.h"

#include "base/check.h"

#include <utility>

namespace muster::store {
namespace {

// The log's length at which it is worked into the database: no slower than a longer one, and the
// pause is the shortest (limits: 13 ms at the worst, against 45 ms at 16 000).
constexpr int kCheckpointPages = 1'000;

}  // namespace

SqliteSession::SqliteSession(std::unique_ptr<SqliteDatabase> database)
    : database_(std::move(database)) {}

SqliteSession::~SqliteSession() = default;

Result<std::unique_ptr<SqliteSession>> SqliteSession::open(std::unique_ptr<SqliteDatabase> database,
                                                           Role role) {
  std::unique_ptr<SqliteSession> session(new SqliteSession(std::move(database)));
  for (const StatementText& entry : statements(role)) {
    session->statements_.at(static_cast<std::size_t>(entry.statement)) =
        TRY(SqliteStatement::prepare(*session->database_, entry.text));
  }
  return session;
}

RowWriter& SqliteSession::start(Statement statement) {
  current_ = statements_.at(static_cast<std::size_t>(statement)).get();
  CHECK(current_ != nullptr);
  current_->reset();
  return *current_;
}

Result<void> SqliteSession::execute() {
  const auto stepped = current_->step();
  current_->reset();
  if (!stepped) return std::unexpected(stepped.error());
  return {};
}

Result<RowReader*> SqliteSession::next() {
  if (!TRY(current_->step())) return nullptr;
  return &current_->row();
}

void SqliteSession::finish() { current_->reset(); }

Result<void> SqliteSession::append_pings(std::span<const engine::PingRow> pings) {
  for (const engine::PingRow& ping : pings) {
    TRY_DO(save(*this, Statement::save_ping, ping));
    if (ping.ping.body.empty()) continue;
    RowWriter& row = start(Statement::save_body);
    row.integer(ping.row);
    row.bytes(ping.ping.body);
    TRY_DO(execute());
  }
  return {};
}

Result<void> SqliteSession::settle() { return {}; }

Result<void> SqliteSession::after_commit() {
  return database_->checkpoint_beyond(kCheckpointPages);
}

Result<void> SqliteSession::recover() {
  if (!database_->in_transaction()) return {};
  return store::execute(*this, Statement::rollback);
}

}  // namespace muster::store
