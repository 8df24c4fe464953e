// PgSession: a Session on a PostgreSQL database. The writer's holds an advisory lock for as long as
// its connection lives. Every write goes through that very connection, so whoever has lost the lock
// cannot write any more: the lock is the fence. See session.h.
#pragma once

#include "base/time.h"
#include "store/postgres/connection.h"
#include "store/session.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace muster::store {

struct PgOptions {
  std::string url;
  Role role = Role::reader;
  Duration lock_wait{0};  // a writer's, while another server holds the database; at most 9 s
};

class PgSession final : public Session {
 public:
  // A writer takes the lock and brings the schema up to date; a reader only checks it.
  static Result<std::unique_ptr<PgSession>> open(PgOptions options);
  ~PgSession() override;

  RowWriter& start(Statement statement) override;
  Result<void> execute() override;
  Result<RowReader*> next() override;
  void finish() override;
  Result<void> append_pings(std::span<const engine::PingRow> pings) override;
  Result<void> settle() override;
  Result<void> after_commit() override;
  Result<void> recover() override;

 private:
  explicit PgSession(PgOptions options) : options_(std::move(options)) {}

  Result<void> connect();
  Result<void> take_lock(Duration wait);
  Result<void> prepare();

  const PgOptions options_;
  std::unique_ptr<PgConnection> connection_;
  std::string backend_;  // pid and start of the server process that serves us
  std::array<std::string, kStatements> names_;
  const char* current_ = "";
  bool started_ = false;  // and not sent yet
  PgParameters parameters_;
};

}  // namespace muster::store
