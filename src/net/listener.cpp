#include "net/listener.h"

#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace muster::net {

namespace {

// Cut by net.core.somaxconn; a burst of cron jobs at the full minute should fit.
constexpr int kBacklog = 16 * 1024;

std::unexpected<Error> fail_errno(std::string_view what, std::string where) {
  return fail(Code::unavailable,
              fmt::format("{}: {}", what, std::generic_category().message(errno)),
              std::move(where));
}

bool set_option(int socket, int level, int option, int value) {
  return ::setsockopt(socket, level, option, &value, sizeof value) == 0;
}

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<AddressList> resolve(const HostPort& where) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = where.host.empty() ? "::" : where.host;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(where.port).c_str(), &hints, &found);
  if (error != 0) {
    return fail(Code::invalid, fmt::format("cannot resolve \"{}\": {}", host, gai_strerror(error)),
                "listen");
  }
  return AddressList(found, &::freeaddrinfo);
}

// True if a server answers at the socket file.
bool is_alive(const sockaddr_un& address) {
  const FileDescriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return probe.is_open() &&
         ::connect(probe.get(), std::bit_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

Result<HostPort> parse_host_port(std::string_view text) {
  const auto wrong = [&] {
    return fail(Code::invalid, fmt::format("expected host:port, got \"{}\"", text), "listen");
  };
  const auto colon = text.rfind(':');
  if (colon == text.npos) return wrong();
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  HostPort result;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
  if (error != std::errc() || end != digits.data() + digits.size()) return wrong();
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.contains(':')) {
    return wrong();
  }
  result.host = host;
  return result;
}

Result<FileDescriptor> listen_tcp(const HostPort& where) {
  const AddressList addresses = TRY(resolve(where));
  const std::string name = fmt::format("listen {}:{}", where.host, where.port);
  FileDescriptor socket(
      ::socket(addresses->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open() && where.host.empty()) {
    return listen_tcp({"0.0.0.0", where.port});  // a kernel without IPv6
  }
  if (!socket.is_open()) return fail_errno("cannot make a socket", name);
  const int fd = socket.get();
  const bool options_set =
      set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1) && set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1) &&
      set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1) &&  // inherited by what is accepted
      (addresses->ai_family != AF_INET6 ||
       set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, where.host.empty() ? 0 : 1));
  if (!options_set) return fail_errno("cannot set socket options", name);
  if (::bind(fd, addresses->ai_addr, addresses->ai_addrlen) != 0) {
    return fail_errno("cannot bind", name);
  }
  if (::listen(fd, kBacklog) != 0) return fail_errno("cannot listen", name);
  return socket;
}

Result<std::uint16_t> local_port(const FileDescriptor& listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(listener.get(), std::bit_cast<sockaddr*>(&address), &size) != 0) {
    return fail_errno("cannot read the port", "listen");
  }
  // sin_port and sin6_port stand at the same place.
  return ntohs(std::bit_cast<const sockaddr_in*>(&address)->sin_port);
}

Result<FileDescriptor> listen_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(Code::invalid,
                fmt::format("expected at most {} bytes", sizeof address.sun_path - 1), path);
  }
  std::memcpy(address.sun_path, path.data(), path.size());

  struct stat present{};
  if (::lstat(path.c_str(), &present) == 0) {
    if (!S_ISSOCK(present.st_mode)) return fail(Code::conflict, "is not a socket", path);
    if (is_alive(address)) return fail(Code::conflict, "another server listens here", path);
    if (::unlink(path.c_str()) != 0) return fail_errno("cannot replace the socket", path);
  }
  FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return fail_errno("cannot make a socket", path);
  // The mode of the socket file is that of the open socket, so it is never wider for a moment.
  if (::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0) return fail_errno("cannot set mode", path);
  if (::bind(socket.get(), std::bit_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail_errno("cannot bind", path);
  }
  if (::listen(socket.get(), kBacklog) != 0) return fail_errno("cannot listen", path);
  return socket;
}

std::string peer_address(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto* v4 = std::bit_cast<const sockaddr_in*>(&address);
    ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    const auto* v6 = std::bit_cast<const sockaddr_in6*>(&address);
    ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace muster::net
