#include "base/file_descriptor.h"
#include "cmd/admin_link.h"
#include "cmd/admin_socket.h"
#include "cmd/config_show.h"
#include "cmd/doctor.h"
#include "cmd/installation.h"
#include "store/key_file.h"
#include "store/migrations.h"
#include "store/sqlite/data_file.h"
#include "store/sqlite/database.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

using Level = Finding::Level;
using store::DataFiles;

constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::uint64_t kSpaceNeeded = 64 * kMebibyte;
constexpr std::uint64_t kSpaceWanted = 1024 * kMebibyte;
constexpr std::chrono::milliseconds kSlowSync{20};

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

std::string errno_text() { return std::generic_category().message(errno); }

Finding examine_directory(const std::string& dir) {
  const std::string subject = "data directory";
  struct stat facts{};
  if (::stat(dir.c_str(), &facts) != 0) {
    if (errno == ENOENT)
      return {subject, Level::ok, dir + " is not there; `muster server` makes it", ""};
    return {subject, Level::fail, dir + ": " + errno_text(), "let this user enter it"};
  }
  if (!S_ISDIR(facts.st_mode)) {
    return {subject, Level::fail, dir + " is no directory", "name another in server.data_dir"};
  }
  if (::access(dir.c_str(), R_OK | W_OK | X_OK) != 0) {
    return {subject, Level::fail, dir + ": " + errno_text(),
            "run this as the user of the server, or give the directory to that user"};
  }
  if ((facts.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
    return {subject, Level::warn,
            fmt::format("{} is open to others (mode {:03o})", dir, facts.st_mode & 0777U),
            "chmod 700 " + dir};
  }
  return {subject, Level::ok, dir, ""};
}

Finding examine_space(const std::string& dir) {
  struct statvfs facts{};
  if (::statvfs(dir.c_str(), &facts) != 0) {
    return {"disk space", Level::warn, "cannot be read: " + errno_text(), ""};
  }
  const std::uint64_t free = std::uint64_t{facts.f_bavail} * facts.f_frsize;
  const std::string message = fmt::format("{} MiB free", free / kMebibyte);
  if (free < kSpaceNeeded) {
    return {"disk space", Level::fail, message, "make room: without it pings cannot be recorded"};
  }
  if (free < kSpaceWanted) {
    return {"disk space", Level::warn, message, "make room, or lower retention.pings_days"};
  }
  return {"disk space", Level::ok, message, ""};
}

Finding examine_file_system(const std::string& dir) {
  struct statfs facts{};
  if (::statfs(dir.c_str(), &facts) != 0) {
    return {"file system", Level::warn, "cannot be read: " + errno_text(), ""};
  }
  constexpr unsigned kCifs = 0xFF534D42;
  const auto kind = static_cast<unsigned>(facts.f_type);
  if (kind == NFS_SUPER_MAGIC || kind == SMB_SUPER_MAGIC || kind == kCifs) {
    return {"file system", Level::warn, "the data directory is on a network file system",
            "put it on a local disk: SQLite's locks and syncs cannot be trusted over a network"};
  }
  return {"file system", Level::ok, "local", ""};
}

// What a durable commit waits for.
Finding examine_sync_speed(const std::string& dir) {
  constexpr std::size_t kRounds = 40;
  const std::string subject = "disk sync";
  std::string path = dir + "/.doctor-XXXXXX";
  const FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC));
  if (!file.is_open()) return {subject, Level::fail, "no file can be made: " + errno_text(), ""};
  ::unlink(path.c_str());
  std::vector<std::chrono::microseconds> times;
  const std::array<char, 4096> block{};
  while (times.size() < kRounds) {
    const auto begin = std::chrono::steady_clock::now();
    if (::write(file.get(), block.data(), block.size()) != std::ssize(block) ||
        ::fdatasync(file.get()) != 0) {
      return {subject, Level::fail, "a write was not made durable: " + errno_text(),
              "look at the disk and its free space"};
    }
    times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin));
  }
  std::ranges::sort(times);
  const auto median = times[times.size() / 2];
  const double median_ms = static_cast<double>(median.count()) / 1'000;
  const std::string message = fmt::format("{:.2f} ms (median of {})", median_ms, kRounds);
  if (median <= kSlowSync) return {subject, Level::ok, message, ""};
  return {subject, Level::warn, message,
          "use a faster disk: every answer to a ping waits for one sync"};
}

Finding examine_key(const DataFiles& files) {
  const std::string subject = "master key";
  if (!exists(files.key)) {
    if (!exists(files.database)) {
      return {subject, Level::ok, "not made yet; `muster server` makes it", ""};
    }
    return {subject, Level::fail, files.key + " is missing",
            "put it back from a backup: the database's secrets cannot be read without it"};
  }
  // Reads only: the file is there.
  if (auto key = store::open_or_create_key_file(files.key, store::WhenMissing::refuse); !key) {
    return {subject, Level::fail, to_string(key.error()),
            "chmod 600 it, or put the right one back from a backup"};
  }
  return {subject, Level::ok, files.key, ""};
}

// Who holds the directory, without taking it: a server that starts meanwhile must not be disturbed.
Finding examine_holder(const std::string& dir) {
  const std::string path = dir + "/muster.lock";
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct flock asked{};
  asked.l_type = F_RDLCK;
  asked.l_whence = SEEK_SET;
  const bool held =
      file.is_open() && ::fcntl(file.get(), F_OFD_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
  if (!held) return {"server", Level::ok, "none runs on this data directory", ""};
  std::array<char, 64> line{};
  const ssize_t length = ::read(file.get(), line.data(), line.size());
  const std::string text(line.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  const std::string holder = text.substr(0, text.find(" boot"));
  if (open_socket_link(admin_socket_path(dir))) {
    return {"server", Level::ok, fmt::format("runs ({})", holder), ""};
  }
  return {"server", Level::warn,
          fmt::format("the directory is held ({}), but nobody answers on its socket", holder),
          "if that process is a server that does not finish starting, look at its log"};
}

Finding examine_sqlite(const DataFiles& files) {
  const std::string subject = "database";
  if (exists(files.restore_mark)) {
    return {subject, Level::fail, "a restore was not completed", "run `muster restore` again"};
  }
  if (!exists(files.database)) {
    return {subject, Level::ok, "not made yet; `muster server` makes it", ""};
  }
  const std::string advice = "restore a backup with `muster restore FILE --replace`";
  if (auto sound = store::check_database_file(files.database); !sound) {
    return {subject, Level::fail, to_string(sound.error()), advice};
  }
  auto database = store::SqliteDatabase::open(files.database, store::Access::read);
  if (!database) return {subject, Level::fail, to_string(database.error()), advice};
  const auto known = store::migrations(store::Engine::sqlite);
  const auto version = store::check_schema(**database, known);
  if (!version) return {subject, Level::fail, to_string(version.error()), advice};
  const auto checked = (*database)->rows("PRAGMA quick_check(1)");
  if (!checked) return {subject, Level::fail, to_string(checked.error()), advice};
  if (checked->size() != 1 || checked->front().front() != "ok") {
    return {subject, Level::fail,
            "it is damaged: " + (checked->empty() ? std::string() : checked->front().front()),
            advice};
  }
  return {subject, Level::ok,
          fmt::format("{}, schema {} of {}, sound", files.database, *version, known.size()), ""};
}

Finding examine_postgres(const Config& config) {
  const std::string where = without_password(config.database.url);
  store::OpenOptions options = storage_options(config);
  options.reader_connections = 1;
  auto reader = store::open_reader(options);
  const auto answered = reader ? (*reader)->ping_database() : std::unexpected(reader.error());
  if (!answered) {
    return {"database", Level::fail, where + ": " + to_string(answered.error()),
            "check the address, the user's rights and that PostgreSQL runs"};
  }
  return {"database", Level::ok, fmt::format("{}, schema {}", where, store::schema_version()), ""};
}

}  // namespace

Findings examine_storage(const Config& config) {
  const std::string& dir = config.server.data_dir;
  Findings findings{examine_directory(dir)};
  const bool usable = findings.front().level != Level::fail && exists(dir);
  if (usable) {
    findings.push_back(examine_space(dir));
    findings.push_back(examine_file_system(dir));
    findings.push_back(examine_sync_speed(dir));
    findings.push_back(examine_key(DataFiles(dir)));
    findings.push_back(examine_holder(dir));
  }
  if (on_postgres(config)) {
    findings.push_back(examine_postgres(config));
  } else if (usable) {
    findings.push_back(examine_sqlite(DataFiles(dir)));
  }
  return findings;
}

}  // namespace muster::cmd
