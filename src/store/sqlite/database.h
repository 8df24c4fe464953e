// SqliteDatabase and SqliteStatement: SQLite's C interface with owners, Results and messages that
// say what to do. One thread at a time.
#pragma once

#include "base/result.h"
#include "store/migrations.h"
#include "store/row.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

namespace muster::store {

// "MUST": how `file` and we tell our databases from others.
inline constexpr std::int32_t kApplicationId = 0x4D555354;

enum class Access {
  create,  // a new database, before anybody else knows of it
  copy,    // a new or existing one that no server uses, and that keeps no log beside it
  write,   // the one connection that writes and checkpoints
  read,
};

class SqliteDatabase final : public ScriptRunner {
 public:
  static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path, Access access);
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;
  ~SqliteDatabase();

  Result<void> script(std::string_view text) override;
  Result<std::vector<std::vector<std::string>>> rows(std::string_view text) override;

  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

  // Moves committed pages from the log into the database file, as far as readers let it, once the
  // log has grown to `pages_min` pages. An Error here means that a sync failed, or the like.
  Result<void> checkpoint_beyond(int pages_min);

  // The Error for the newest failure of this connection.
  Error error(int outcome) const;

  sqlite3* handle() { return handle_; }

 private:
  SqliteDatabase(sqlite3* handle, std::string path);
  Result<void> configure(Access access);

  sqlite3* const handle_;
  const std::string path_;
  int log_pages_ = 0;
};

// A prepared statement with its parameters and the row it stands at.
class SqliteStatement final : public RowWriter {
 public:
  static Result<std::unique_ptr<SqliteStatement>> prepare(SqliteDatabase& database,
                                                          const std::string& text);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement();

  // Ends what ran before, and begins with the first parameter.
  void reset();
  // True when there is a row to read, false at the end.
  Result<bool> step();

  void null() override;
  void boolean(bool value) override;
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void bytes(std::string_view value) override;

  class Row final : public RowReader {
   public:
    explicit Row(sqlite3_stmt* handle) : handle_(handle) {}
    void rewind() { column_ = 0; }

    bool null() override;
    std::optional<bool> boolean() override;
    std::optional<std::int64_t> integer() override;
    std::optional<std::string_view> text() override;
    std::optional<std::string_view> bytes() override;

   private:
    sqlite3_stmt* const handle_;
    int column_ = 0;
  };
  Row& row() { return row_; }

 private:
  static constexpr std::size_t kTextBytes = 2048;

  SqliteStatement(SqliteDatabase& database, sqlite3_stmt* handle);
  int next_parameter();
  void bound(int outcome);

  SqliteDatabase& database_;
  sqlite3_stmt* const handle_;
  Row row_;
  std::vector<int>
      parameters_;  // SQLite's index of $1, $2 …, which it numbers as they first appear
  std::size_t parameter_ = 0;
  int bind_outcome_ = SQLITE_OK;
  std::array<std::byte, kTextBytes> text_space_;  // most rows' texts fit in here
  std::pmr::monotonic_buffer_resource texts_;
  std::string scratch_;
};

}  // namespace muster::store
