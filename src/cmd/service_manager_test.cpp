#include "cmd/service_manager.h"

#include "base/file_descriptor.h"
#include "cmd/temporary_directory.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace muster::cmd {
namespace {

std::string received_at(const std::string& name) {
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';
  EXPECT_EQ(::bind(socket.get(), std::bit_cast<const sockaddr*>(&address),
                   static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size())),
            0);
  ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  notify_service_manager("READY=1\nSTATUS=serving");
  ::unsetenv("NOTIFY_SOCKET");
  std::array<char, 100> text{};
  const ssize_t got = ::recv(socket.get(), text.data(), text.size(), 0);
  return got < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(got));
}

TEST(ServiceManager, IsToldAtItsSocket) {
  const TemporaryDirectory dir;
  EXPECT_EQ(received_at(dir / "notify"), "READY=1\nSTATUS=serving");
  EXPECT_EQ(received_at("@muster-test-" + dir.path()), "READY=1\nSTATUS=serving");
}

TEST(ServiceManager, IsLeftAloneWhereThereIsNone) {
  ::unsetenv("NOTIFY_SOCKET");
  notify_service_manager("READY=1");
  ::setenv("NOTIFY_SOCKET", "/nowhere/notify", 1);
  notify_service_manager("READY=1");
  ::unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace muster::cmd
