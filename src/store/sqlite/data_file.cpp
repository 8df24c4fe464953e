#include "store/sqlite/data_file.h"

#include "store/files.h"
#include "store/migrations.h"
#include "store/sqlite/checksum_vfs.h"
#include "store/sqlite/database.h"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <sys/stat.h>

namespace muster::store {
namespace {

// Where SQLite's file header keeps them (SQLite file format §1.3).
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kPageSizeAt = 16;
constexpr std::size_t kReservedAt = 20;
constexpr std::size_t kPageCountAt = 28;
constexpr std::size_t kApplicationIdAt = 68;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

std::uint32_t big_endian(std::string_view header, std::size_t at, std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    value = value << 8 | static_cast<std::uint8_t>(header[at + i]);
  }
  return value;
}

std::int64_t size_of(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_size : 0;
}

std::unexpected<Error> refused(std::string_view why, const std::string& path) {
  return fail(Code::corrupt,
              fmt::format("{}; it has been left as it is: restore a backup, or move the file away "
                          "to start empty",
                          why),
              path);
}

// A log that holds something may also hold the pages that the file is short of.
Result<void> check_size(const std::string& path, std::string_view header) {
  const std::int64_t bytes = size_of(path);
  const std::int64_t pages = big_endian(header, kPageCountAt, 4);
  if (size_of(path + "-wal") == 0 && bytes < pages * kPageBytes) {
    return refused(fmt::format("is cut off: {} bytes of {}", bytes, pages * kPageBytes), path);
  }
  return {};
}

Result<void> create_database(const DataFiles& files) {
  const std::string fresh = files.database + ".new";
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) TRY_DO(remove_file(fresh + suffix));
  TRY_DO(write_file(fresh, ""));  // private from its first byte; its log follows its mode
  {
    const auto database = TRY(SqliteDatabase::open(fresh, Access::create));
    TRY_DO(migrate(*database, migrations(Engine::sqlite)));
  }
  TRY_DO(sync_file(fresh));
  TRY_DO(write_file(files.log, ""));
  return rename_file(fresh, files.database);
}

}  // namespace

Result<void> check_database_file(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return std::unexpected(system_error("cannot be looked at", path));
  }
  if (!S_ISREG(status.st_mode)) return refused("is not a file", path);
  const std::string header = TRY(read_file(path, kHeaderBytes));
  if (header.empty()) return refused("is empty", path);
  if (header.size() < kHeaderBytes || !header.starts_with(kMagic)) {
    return refused("is not a database", path);
  }
  if (big_endian(header, kApplicationIdAt, 4) != kApplicationId ||
      big_endian(header, kReservedAt, 1) != kChecksumBytes ||
      big_endian(header, kPageSizeAt, 2) != kPageBytes) {
    return refused("is a database of another program, or its header is damaged", path);
  }
  return check_size(path, header);
}

Result<void> prepare_database_file(const DataFiles& files) {
  if (exists(files.restore_mark)) {
    return fail(Code::conflict,
                "a restore into this directory was not finished; run `muster restore` again",
                files.restore_mark);
  }
  if (!exists(files.database)) {
    if (size_of(files.log) > 0) {
      return fail(Code::corrupt,
                  fmt::format("is missing, but its log {} is there; put both back, restore a "
                              "backup, or move the log away to start empty",
                              files.log),
                  files.database);
    }
    return create_database(files);
  }
  TRY_DO(check_database_file(files.database));
  if (!exists(files.log)) {
    return fail(Code::corrupt,
                "is missing, and with it perhaps the newest data; put it back beside the database, "
                "or, if that was copied after an orderly stop, make an empty file of this name",
                files.log);
  }
  const auto database = TRY(SqliteDatabase::open(files.database, Access::write));
  return migrate(*database, migrations(Engine::sqlite));
}

}  // namespace muster::store
