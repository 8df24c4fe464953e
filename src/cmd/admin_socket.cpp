#include "cmd/admin_socket.h"

#include "base/file_descriptor.h"
#include "net/listener.h"

#include <cerrno>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>

namespace muster::cmd {

std::string admin_socket_path(const std::string& data_dir) { return data_dir + "/admin.sock"; }

Result<void> refuse_taken_address(const std::string& listen) {
  const net::HostPort where = TRY(net::parse_host_port(listen));
  if (where.port == 0) return {};
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = where.host.empty() ? "::" : where.host;
  if (::getaddrinfo(host.c_str(), std::to_string(where.port).c_str(), &hints, &found) != 0) {
    return fail(Code::invalid, fmt::format("\"{}\" is no address of this machine", host),
                "server.listen");
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  const FileDescriptor socket(::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return {};  // the server will say it better
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), addresses->ai_addr, addresses->ai_addrlen) == 0) return {};
  const int number = errno;
  return fail(
      number == EADDRINUSE ? Code::conflict : Code::unavailable,
      fmt::format("cannot listen on {}: {}", listen, std::generic_category().message(number)),
      "server.listen");
}

}  // namespace muster::cmd
