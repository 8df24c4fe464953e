#include "store/files.h"

#include "base/file_descriptor.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::store {
namespace {

Code code_of(int error) {
  if (error == ENOENT || error == ENOTDIR) return Code::not_found;
  if (error == EACCES || error == EPERM) return Code::forbidden;
  return Code::unavailable;
}

std::unexpected<Error> failed(std::string_view what, const std::string& path) {
  return std::unexpected(system_error(what, path));
}

Result<void> write_all(const FileDescriptor& file, std::string_view content,
                       const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("cannot be written", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync_directory_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  return sync_file(parent.empty() ? "." : parent.string());
}

}  // namespace

Error system_error(std::string_view what, std::string path) {
  const int error = errno;
  const std::string reason = error == ENOSPC ? "disk full" : std::generic_category().message(error);
  return Error{code_of(error), fmt::format("{}: {}", what, reason), std::move(path)};
}

bool exists(const std::string& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return failed("cannot be opened", path);
  std::string content(bytes_max, '\0');
  std::size_t filled = 0;
  while (filled < bytes_max) {
    const ssize_t got = ::read(file.get(), content.data() + filled, bytes_max - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot be read", path);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

Result<void> write_file(const std::string& path, std::string_view content) {
  const std::string fresh = path + ".new";
  {
    const FileDescriptor file(
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.is_open()) return failed("cannot be made", fresh);
    if (::fchmod(file.get(), 0600) != 0) return failed("cannot be made private", fresh);
    TRY_DO(write_all(file, content, fresh));
    if (::fsync(file.get()) != 0) return failed("cannot be synced", fresh);
  }
  return rename_file(fresh, path);
}

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return failed("cannot be renamed to its place", from);
  return sync_directory_of(to);
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return sync_directory_of(path);
  if (errno == ENOENT) return {};
  return failed("cannot be removed", path);
}

Result<void> sync_file(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return failed("cannot be opened", path);
  if (::fsync(file.get()) != 0) return failed("cannot be synced", path);
  return {};
}

Result<void> make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return sync_directory_of(path);
  if (errno == ENOENT) {
    TRY_DO(make_directory(std::filesystem::path(path).parent_path()));
    if (::mkdir(path.c_str(), 0700) == 0) return sync_directory_of(path);
  }
  struct stat status{};
  const int error = errno;
  if (error == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  if (error == EEXIST) return fail(Code::conflict, "is there, but is not a directory", path);
  errno = error;
  return failed("cannot be made", path);
}

}  // namespace muster::store
