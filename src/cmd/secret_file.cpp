#include "cmd/secret_file.h"

#include "base/file_descriptor.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

constexpr std::size_t kFileBytesMax = 1024 * 1024;

std::unexpected<Error> fail_errno(const std::string& path) {
  const int number = errno;
  const Code code = number == ENOENT                      ? Code::not_found
                    : number == EACCES || number == EPERM ? Code::forbidden
                    : number == EISDIR                    ? Code::invalid
                                                          : Code::unavailable;
  return fail(code, "cannot be read: " + std::generic_category().message(number), path);
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return fail_errno(path);
  std::string text;
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(path);
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kFileBytesMax) {
      return fail(Code::invalid, fmt::format("expected at most {} bytes", kFileBytesMax), path);
    }
  }
}

bool world_readable(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IROTH) != 0;
}

Result<std::string> read_secret_file(const std::string& path) {
  std::string text = TRY(read_file(path));
  if (world_readable(path)) {
    return fail(Code::forbidden, "everybody may read this secret; chmod 600 " + path, path);
  }
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) return fail(Code::invalid, "expected a secret, the file is empty", path);
  return text;
}

}  // namespace muster::cmd
