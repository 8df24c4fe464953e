#include "store/backup.h"

#include "store/directory_lock.h"
#include "store/files.h"
#include "store/key_file.h"
#include "store/migrations.h"
#include "store/sqlite/data_file.h"
#include "store/sqlite/database.h"

#include <memory>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

namespace muster::store {
namespace {

// Where the copy is written before it gets its name, and what SQLite may leave beside it.
Result<void> remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) TRY_DO(remove_file(path + suffix));
  return {};
}

// In one step, from one snapshot: in several, a busy server would make it begin again and again.
Result<void> copy_pages(SqliteDatabase& from, SqliteDatabase& to) {
  sqlite3_backup* const backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) return std::unexpected(to.error(sqlite3_extended_errcode(to.handle())));
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return std::unexpected(from.error(stepped == SQLITE_DONE ? finished : stepped));
}

// Reads every page, so that every checksum is proved too.
Result<void> check_integrity(SqliteDatabase& database, const std::string& path) {
  const auto rows = TRY(database.rows("PRAGMA integrity_check(1)"));
  if (rows.size() == 1 && rows.front().front() == "ok") return {};
  return fail(Code::corrupt,
              fmt::format("the database is damaged: {}", rows.empty() ? "" : rows.front().front()),
              path);
}

// The whole of `from`, as a private file that needs no log beside it.
Result<void> copy_database(const std::string& from, const std::string& to) {
  TRY_DO(remove_database(to));
  TRY_DO(write_file(to, ""));  // with the right mode from its first byte
  {
    const auto source = TRY(SqliteDatabase::open(from, Access::read));
    const auto copy = TRY(SqliteDatabase::open(to, Access::copy));
    TRY_DO(copy_pages(*source, *copy));
  }
  {
    const auto copy = TRY(SqliteDatabase::open(to, Access::copy));
    TRY_DO(check_integrity(*copy, to));
    TRY_DO(check_schema(*copy, migrations(Engine::sqlite)));
  }
  return sync_file(to);
}

// What a restore takes the place of is kept under another name.
std::string aside(const std::string& path) { return path + ".replaced"; }

// From here on a crash leaves the mark, and with it a directory that no server starts in. When the
// mark was there already, what has been moved aside stays as it is.
Result<void> put_in_place(const DataFiles& files, const std::string& fresh, const MasterKey& key) {
  const auto replaced = {files.database, files.log, files.key};
  if (!exists(files.restore_mark)) {
    for (const std::string& path : replaced) TRY_DO(remove_file(aside(path)));
    TRY_DO(write_file(files.restore_mark, "run `muster restore` again\n"));
  }
  for (const std::string& path : replaced) {
    if (exists(path) && !exists(aside(path))) TRY_DO(rename_file(path, aside(path)));
  }
  TRY_DO(remove_file(files.log_index));
  TRY_DO(write_key_file(files.key, key));
  TRY_DO(write_file(files.log, ""));
  TRY_DO(rename_file(fresh, files.database));
  return remove_file(files.restore_mark);
}

}  // namespace

Result<void> backup_sqlite(const std::string& data_dir, const std::string& to_path) {
  const DataFiles files(data_dir);
  if (!exists(files.database)) {
    return fail(Code::not_found, "there is no database to back up", files.database);
  }
  const std::string key_path = to_path + ".key";
  for (const std::string& path : {to_path, key_path}) {
    if (exists(path)) return fail(Code::conflict, "is there already; choose another name", path);
  }
  const MasterKey key = TRY(open_or_create_key_file(files.key, WhenMissing::refuse));
  const std::string partial = to_path + ".partial";
  auto copied = copy_database(files.database, partial);
  if (copied) copied = write_key_file(key_path, key);
  if (copied) copied = rename_file(partial, to_path);
  if (!copied) static_cast<void>(remove_database(partial));
  return copied;
}

Result<void> restore_sqlite(const std::string& from_path, const std::string& data_dir,
                            Existing existing) {
  TRY_DO(check_database_file(from_path));
  const MasterKey key = TRY(open_or_create_key_file(from_path + ".key", WhenMissing::refuse));
  TRY_DO(make_directory(data_dir));
  const auto lock = TRY(DirectoryLock::take(data_dir));
  const DataFiles files(data_dir);
  const bool occupied = exists(files.database) && !exists(files.restore_mark);
  if (existing == Existing::refuse && occupied) {
    return fail(Code::conflict, "a database is here already; say so if it is to be replaced",
                files.database);
  }
  const std::string fresh = files.database + ".new";
  if (auto copied = copy_database(from_path, fresh); !copied) {
    static_cast<void>(remove_database(fresh));
    return copied;
  }
  return put_in_place(files, fresh, key);
}

}  // namespace muster::store
