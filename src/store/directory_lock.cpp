#include "store/directory_lock.h"

#include "store/files.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::store {
namespace {

// Tells a pid of this boot from the same number after a restart of the machine.
std::string boot_id() {
  auto id = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!id) return "unknown";
  while (id->ends_with('\n')) id->pop_back();
  return *std::move(id);
}

// "process 1234", as far as the holder's line can be read.
std::string holder(const std::string& path) {
  const auto content = read_file(path, 256);
  if (!content || !content->starts_with("pid ")) return "another process";
  const std::string pid = content->substr(4, content->find_first_not_of("0123456789", 4) - 4);
  const bool here = content->contains(boot_id());
  return fmt::format("process {}{}", pid, here ? "" : " of another machine or container");
}

}  // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::string& data_dir) {
  const std::string path = data_dir + "/muster.lock";
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file.is_open()) return std::unexpected(system_error("cannot be opened", path));

  struct flock whole{};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(file.get(), F_OFD_SETLK, &whole) != 0) {
    if (errno != EAGAIN && errno != EACCES) {
      return std::unexpected(system_error("cannot be locked", path));
    }
    return fail(Code::conflict,
                fmt::format("another server holds this data directory: {}; stop it first, or use "
                            "another directory",
                            holder(path)),
                path);
  }
  // For people only: a full disk must not keep a server from starting.
  const std::string line = fmt::format("pid {} boot {}\n", ::getpid(), boot_id());
  const bool told =
      ::ftruncate(file.get(), 0) == 0 && ::pwrite(file.get(), line.data(), line.size(), 0) > 0;
  static_cast<void>(told);
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(std::move(file)));
}

}  // namespace muster::store
