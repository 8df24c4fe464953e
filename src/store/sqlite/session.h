// SqliteSession: a Session on the data directory's database file. See session.h.
#pragma once

#include "store/session.h"
#include "store/sqlite/database.h"

#include <array>
#include <memory>
#include <string>

namespace muster::store {

class SqliteSession final : public Session {
 public:
  // Takes a database whose schema is up to date.
  static Result<std::unique_ptr<SqliteSession>> open(std::unique_ptr<SqliteDatabase> database,
                                                     Role role);
  ~SqliteSession() override;

  RowWriter& start(Statement statement) override;
  Result<void> execute() override;
  Result<RowReader*> next() override;
  void finish() override;
  Result<void> append_pings(std::span<const engine::PingRow> pings) override;
  Result<void> settle() override;
  Result<void> after_commit() override;
  Result<void> recover() override;

 private:
  explicit SqliteSession(std::unique_ptr<SqliteDatabase> database);

  std::unique_ptr<SqliteDatabase> database_;
  std::array<std::unique_ptr<SqliteStatement>, kStatements> statements_;
  SqliteStatement* current_ = nullptr;
};

}  // namespace muster::store
