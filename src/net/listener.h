// Listening sockets, TCP and Unix, and what their clients are called. Blocking, for start-up only,
// but for `peer_address`.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace muster::net {

struct HostPort {
  std::string host;  // without brackets; "" for every address
  std::uint16_t port = 0;

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080", ":8080".
Result<HostPort> parse_host_port(std::string_view text);

// Non-blocking, SO_REUSEPORT, TCP_NODELAY on what it accepts. Port 0 takes a free one.
Result<FileDescriptor> listen_tcp(const HostPort& where);
Result<std::uint16_t> local_port(const FileDescriptor& listener);

// Mode 0600. A socket file without a listener behind it is replaced; anything else in its place is
// an error.
Result<FileDescriptor> listen_unix(const std::string& path);

// "" for anything but IPv4 and IPv6.
std::string peer_address(const sockaddr_storage& address);

}  // namespace muster::net
