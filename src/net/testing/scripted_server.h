// A server for tests that serves one connection after the other on a thread of its own, with
// whatever function the test gives it. Ends when it is destroyed.
#pragma once

#include "net/listener.h"
#include "net/testing/raw_client.h"

#include <functional>
#include <thread>
#include <utility>

namespace muster::net::testing {

class ScriptedServer {
 public:
  // `serve` gets each connection; it is closed when the function returns.
  explicit ScriptedServer(std::function<void(RawClient&)> serve)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), serve_(std::move(serve)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_.get(), std::bit_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_.get(), 100);
    port_ = local_port(listener_).value_or(0);
    thread_ = std::thread([this] { run(); });
  }
  ~ScriptedServer() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  void run() {
    for (;;) {
      FileDescriptor accepted(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!accepted.is_open()) return;
      RawClient connection(std::move(accepted));
      serve_(connection);
    }
  }

  FileDescriptor listener_;
  std::function<void(RawClient&)> serve_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace muster::net::testing
