#include "store/key_file.h"

#include "store/files.h"

#include <algorithm>
#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace muster::store {
namespace {

Result<MasterKey> make_key() {
  MasterKey key{};
  // getrandom fills up to 256 bytes at once or not at all.
  ssize_t got = 0;
  do {
    got = ::getrandom(key.data(), key.size(), 0);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(key.size())) {
    return std::unexpected(system_error("the kernel gives no random bytes", "getrandom"));
  }
  return key;
}

Result<void> check_private(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return std::unexpected(system_error("cannot be looked at", path));
  }
  if ((status.st_mode & 077) != 0) {
    return fail(
        Code::forbidden,
        fmt::format("others may read or write the master key (mode {:04o}); set its mode to "
                    "0600, and consider its secrets known",
                    status.st_mode & 07777),
        path);
  }
  return {};
}

Result<MasterKey> read_key(const std::string& path) {
  TRY_DO(check_private(path));
  MasterKey key{};
  std::string content = TRY(read_file(path, key.size() + 1));
  if (content.size() != key.size()) {
    return fail(Code::corrupt,
                fmt::format("a master key has {} bytes, this file has {}; put the right file back "
                            "from a backup",
                            key.size(),
                            content.size() > key.size() ? "more" : fmt::to_string(content.size())),
                path);
  }
  std::ranges::copy(content, key.begin());
  sodium_memzero(content.data(), content.size());
  return key;
}

}  // namespace

Result<MasterKey> open_or_create_key_file(const std::string& path, WhenMissing when_missing) {
  if (exists(path)) return read_key(path);
  if (when_missing == WhenMissing::refuse) {
    return fail(Code::corrupt,
                "the master key is missing, but the database holds secrets sealed with it; put the "
                "file back from a backup, or copy it from the server that uses this database",
                path);
  }
  const MasterKey key = TRY(make_key());
  TRY_DO(write_key_file(path, key));
  return key;
}

Result<void> write_key_file(const std::string& path, const MasterKey& key) {
  return write_file(path, std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
}

}  // namespace muster::store
