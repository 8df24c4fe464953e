// One end of a connection for tests; sends exactly the bytes it is given: over TCP, a Unix socket,
// or TLS. Blocks, but never longer than ten seconds.
#pragma once

#include "base/file_descriptor.h"
#include "net/tls.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace muster::net::testing {

inline FileDescriptor client_socket(int family) {
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return socket;
}

inline bool connect_loopback(const FileDescriptor& socket, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(socket.get(), std::bit_cast<const sockaddr*>(&address), sizeof address) == 0;
}

class RawClient {
 public:
  explicit RawClient(FileDescriptor socket) : socket_(std::move(socket)) {}
  explicit RawClient(std::uint16_t port) : socket_(client_socket(AF_INET)) {
    connected_ = connect_loopback(socket_, port);
    const int on = 1;
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  explicit RawClient(const std::string& unix_path) : socket_(client_socket(AF_UNIX)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    unix_path.copy(address.sun_path, sizeof address.sun_path - 1);
    connected_ =
        ::connect(socket_.get(), std::bit_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }
  const FileDescriptor& socket() const { return socket_; }

  // Speaks TLS from here on; true if the handshake went well. Certificates are not checked.
  bool start_tls(SSL_CTX* context) {
    session_.reset(SSL_new(context));
    SSL_set_fd(session_.get(), socket_.get());
    return SSL_connect(session_.get()) == 1;
  }
  // The same from the other end.
  bool accept_tls(ServerTls& tls) {
    session_ = tls.make_session(socket_.get());
    return session_ && SSL_accept(session_.get()) == 1;
  }
  SSL* session() const { return session_.get(); }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent =
          session_ ? SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()))
                   : ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() { ::shutdown(socket_.get(), SHUT_WR); }
  void close() { socket_.reset(); }

  // One line without its end; nothing if the connection ends before.
  std::optional<std::string> whole_line() {
    while (!input_.contains("\r\n")) {
      if (!fill()) return std::nullopt;
    }
    std::string result = take(input_.find("\r\n"));
    take(2);
    return result;
  }
  std::string line() { return whole_line().value_or(""); }

  // One answer: head and, going by Content-Length, body.
  std::string answer() { return answer_to("GET"); }
  std::string answer_to(std::string_view method) {
    while (!input_.contains("\r\n\r\n") && fill()) {
    }
    const auto end = input_.find("\r\n\r\n");
    if (end == std::string::npos) return take(input_.size());
    std::size_t length = 0;
    constexpr std::string_view kName = "Content-Length: ";
    if (const auto at = input_.find(kName); at < end && method != "HEAD") {
      std::from_chars(input_.data() + at + kName.size(), input_.data() + end, length);
    }
    while (input_.size() < end + 4 + length && fill()) {
    }
    return take(std::min(input_.size(), end + 4 + length));
  }

  // Everything until the other side closes.
  std::string rest() {
    while (fill()) {
    }
    return take(input_.size());
  }

 private:
  bool fill() {
    std::array<char, 16 * 1024> buffer;
    const auto got = session_ ? SSL_read(session_.get(), buffer.data(), buffer.size())
                              : ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    input_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }
  std::string take(std::size_t count) {
    std::string result = input_.substr(0, count);
    input_.erase(0, count);
    return result;
  }

  FileDescriptor socket_;
  SslSession session_;
  bool connected_ = true;
  std::string input_;
};

}  // namespace muster::net::testing
