#include "store/sqlite/database.h"

#include "base/check.h"
#include "store/sqlite/checksum_vfs.h"
#include "store/valid_text.h"

#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace muster::store {
namespace {

// A new file only: how its pages are laid out.
constexpr const char* kCreateSettings =
    "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8';";

// FULL syncs the log at every commit: what is acknowledged survives a power cut. Checkpoints are
// ours (checkpoint_beyond), since SQLite keeps quiet about a checkpoint that failed.
constexpr const char* kWriteSettings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
    "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -4096; PRAGMA foreign_keys = OFF; "
    "PRAGMA temp_store = MEMORY;";
constexpr const char* kCopySettings = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;";
constexpr const char* kReadSettings =
    "PRAGMA query_only = ON; PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY;";

constexpr int kBusyTimeoutMs = 5'000;

int flags(Access access) {
  switch (access) {
    case Access::create:
    case Access::copy:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::write:
      return SQLITE_OPEN_READWRITE;
    case Access::read:
      return SQLITE_OPEN_READONLY;
  }
  return SQLITE_OPEN_READONLY;
}

Error explain(int outcome, const char* text, const std::string& path) {
  const auto damaged = [&path](std::string_view how) {
    return Error{Code::corrupt,
                 fmt::format("the database is damaged ({}) and has been left as it is; restore a "
                             "backup, or move the file away to start empty",
                             how),
                 path};
  };
  switch (outcome) {
    case SQLITE_IOERR_DATA:
      return damaged("a page does not match its checksum");
    case SQLITE_IOERR_SHORT_READ:
      return damaged("it is shorter than it says");
    case SQLITE_IOERR_CORRUPTFS:
      return damaged("the file system reports damage");
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
      return {
          Code::corrupt,
          "the disk failed to sync, so written data may be lost; the server must end, and on its "
          "next start reads what is really there",
          path};
    default:
      break;
  }
  switch (outcome & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return damaged(text);
    case SQLITE_FULL:
      return {Code::unavailable, "disk full: nothing can be written", path};
    case SQLITE_CONSTRAINT:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
      return {Code::bug, text, path};
    case SQLITE_TOOBIG:
      return {Code::too_large, text, path};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {Code::unavailable, fmt::format("{}: check its permissions", text), path};
    case SQLITE_ERROR:
      return {Code::bug, text, path};
    default:
      return {Code::unavailable, text, path};
  }
}

// The log has grown: remembers to how many pages.
int on_commit(void* log_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

SqliteDatabase::SqliteDatabase(sqlite3* handle, std::string path)
    : handle_(handle), path_(std::move(path)) {}

SqliteDatabase::~SqliteDatabase() { sqlite3_close_v2(handle_); }

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path,
                                                             Access access) {
  sqlite3* handle = nullptr;
  const int outcome = sqlite3_open_v2(path.c_str(), &handle,
                                      flags(access) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                      checksum_vfs_name());
  CHECK(handle != nullptr);  // only without memory
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(handle, path));
  if (outcome != SQLITE_OK) return std::unexpected(database->error(outcome));
  TRY_DO(database->configure(access));
  return database;
}

Result<void> SqliteDatabase::configure(Access access) {
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (access == Access::read) return script(kReadSettings);
  if (access == Access::create || access == Access::copy) {
    int reserved = kChecksumBytes;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    TRY_DO(script(kCreateSettings));
    if (access == Access::copy) return script(kCopySettings);
    TRY_DO(script(fmt::format("PRAGMA application_id = {};", kApplicationId)));
  }
  if (access == Access::create) return script(kWriteSettings);
  // The log stays beside the database, so that one that is missing is noticed (data_file.h); and
  // neither is touched when this fails.
  int keep = 1;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  TRY_DO(script(kWriteSettings));
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  sqlite3_wal_hook(handle_, on_commit, &log_pages_);
  return {};
}

Result<void> SqliteDatabase::script(std::string_view text) {
  const int outcome = sqlite3_exec(handle_, std::string(text).c_str(), nullptr, nullptr, nullptr);
  if (outcome != SQLITE_OK) return std::unexpected(error(outcome));
  return {};
}

Result<std::vector<std::vector<std::string>>> SqliteDatabase::rows(std::string_view text) {
  using Rows = std::vector<std::vector<std::string>>;
  Rows found;
  const auto take = [](void* rows, int count, char** values, char**) {
    auto& row = static_cast<Rows*>(rows)->emplace_back();
    for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
    return 0;
  };
  const int outcome = sqlite3_exec(handle_, std::string(text).c_str(), take, &found, nullptr);
  if (outcome != SQLITE_OK) return std::unexpected(error(outcome));
  return found;
}

Result<void> SqliteDatabase::checkpoint_beyond(int pages_min) {
  if (log_pages_ < pages_min) return {};
  const int outcome =
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // Readers in the way, or no space: the log just grows until the next time.
  const int kind = outcome & 0xFF;
  if (kind == SQLITE_OK || kind == SQLITE_BUSY || kind == SQLITE_FULL) return {};
  return std::unexpected(error(outcome));
}

Error SqliteDatabase::error(int outcome) const {
  const char* const text = sqlite3_extended_errcode(handle_) == outcome ? sqlite3_errmsg(handle_)
                                                                        : sqlite3_errstr(outcome);
  return explain(outcome, text, path_);
}

Result<std::unique_ptr<SqliteStatement>> SqliteStatement::prepare(SqliteDatabase& database,
                                                                  const std::string& text) {
  sqlite3_stmt* handle = nullptr;
  const int outcome =
      sqlite3_prepare_v3(database.handle(), text.c_str(), static_cast<int>(text.size()) + 1,
                         SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (outcome != SQLITE_OK) {
    Error error = database.error(outcome);
    error.message += " in: " + text;
    return std::unexpected(std::move(error));
  }
  return std::unique_ptr<SqliteStatement>(new SqliteStatement(database, handle));
}

SqliteStatement::SqliteStatement(SqliteDatabase& database, sqlite3_stmt* handle)
    : database_(database),
      handle_(handle),
      row_(handle),
      texts_(text_space_.data(), text_space_.size()) {
  const int count = sqlite3_bind_parameter_count(handle);
  for (int n = 1; n <= count; ++n) {
    const int index = sqlite3_bind_parameter_index(handle, fmt::format("${}", n).c_str());
    CHECK(index > 0);
    parameters_.push_back(index);
  }
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(handle_); }

void SqliteStatement::reset() {
  sqlite3_reset(handle_);
  parameter_ = 0;
  bind_outcome_ = SQLITE_OK;
  texts_.release();
}

Result<bool> SqliteStatement::step() {
  CHECK(parameter_ == parameters_.size());
  if (bind_outcome_ != SQLITE_OK) return std::unexpected(database_.error(bind_outcome_));
  const int outcome = sqlite3_step(handle_);
  row_.rewind();
  if (outcome == SQLITE_ROW) return true;
  if (outcome == SQLITE_DONE) return false;
  return std::unexpected(database_.error(outcome));
}

int SqliteStatement::next_parameter() {
  CHECK(parameter_ < parameters_.size());
  return parameters_[parameter_++];
}

void SqliteStatement::bound(int outcome) {
  if (outcome != SQLITE_OK) bind_outcome_ = outcome;
}

void SqliteStatement::null() { bound(sqlite3_bind_null(handle_, next_parameter())); }
void SqliteStatement::boolean(bool value) { integer(value ? 1 : 0); }
void SqliteStatement::integer(std::int64_t value) {
  bound(sqlite3_bind_int64(handle_, next_parameter(), value));
}

void SqliteStatement::text(std::string_view value) {
  const std::string_view valid = valid_text(value, scratch_);
  char* copy = static_cast<char*>(texts_.allocate(valid.size() + 1, 1));
  if (!valid.empty()) std::memcpy(copy, valid.data(), valid.size());
  bound(sqlite3_bind_text64(handle_, next_parameter(), copy, valid.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
}

void SqliteStatement::bytes(std::string_view value) {
  bound(sqlite3_bind_blob64(handle_, next_parameter(), value.empty() ? "" : value.data(),
                            value.size(), SQLITE_STATIC));
}

bool SqliteStatement::Row::null() {
  if (sqlite3_column_type(handle_, column_) != SQLITE_NULL) return false;
  ++column_;
  return true;
}

std::optional<bool> SqliteStatement::Row::boolean() {
  const auto value = integer();
  if (!value || *value < 0 || *value > 1) return std::nullopt;
  return *value == 1;
}

std::optional<std::int64_t> SqliteStatement::Row::integer() {
  const int column = column_++;
  if (sqlite3_column_type(handle_, column) != SQLITE_INTEGER) return std::nullopt;
  return sqlite3_column_int64(handle_, column);
}

std::optional<std::string_view> SqliteStatement::Row::text() {
  const int column = column_++;
  if (sqlite3_column_type(handle_, column) != SQLITE_TEXT) return std::nullopt;
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return std::string_view(start, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

std::optional<std::string_view> SqliteStatement::Row::bytes() {
  const int column = column_++;
  if (sqlite3_column_type(handle_, column) != SQLITE_BLOB) return std::nullopt;
  const auto* start = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  return std::string_view(start, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

}  // namespace muster::store
