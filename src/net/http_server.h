// The HTTP/1.1 server: N io threads, each with its own io_context and its own SO_REUSEPORT socket,
// so that a connection lives and dies on one thread without a lock. Owned by the wiring, opened and
// stopped on one thread; `post`, `counters` and `reload_tls` may be called from any. It answers bad
// requests by itself and never lets them reach the Handler; it never logs.
#pragma once

#include "base/result.h"
#include "net/http.h"
#include "net/limits.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::net {

// PEM files: the certificate with its chain, and its private key.
struct TlsFiles {
  std::string certificate_path;
  std::string key_path;
};

// A clock that only moves forward; a test may give its own. Called on every io thread.
using MonotonicClock = std::function<std::chrono::steady_clock::time_point()>;

struct ServerOptions {
  std::string listen;            // "127.0.0.1:8080", "[::1]:8080", ":8080" for all; "" for none
  std::string unix_socket_path;  // "" for none; made with mode 0600, taken away at the end
  std::optional<TlsFiles> tls;   // for `listen`; the Unix socket is always plain
  int io_threads = 1;
  ServerLimits limits;
  MonotonicClock clock;  // empty: the steady clock
};

struct ServerCounters {
  std::uint64_t accepted = 0;
  std::uint64_t open = 0;       // connections now
  std::uint64_t shed = 0;       // closed at once: out of files or over connections_max
  std::uint64_t requests = 0;   // that reached the handler
  std::uint64_t refused = 0;    // answered 4xx or 5xx without the handler
  std::uint64_t timed_out = 0;  // closed by the reaper while in the middle of something
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;
};

using Task = std::move_only_function<void()>;
using TaskBatch = std::vector<Task>;

class IoThread;
class ServerTls;

class HttpServer {
 public:
  using Options = ServerOptions;

  // Binds and listens; nothing is accepted before `run`. Errors name the option that is wrong.
  // `handler` must outlive the server.
  static Result<std::unique_ptr<HttpServer>> open(Options options, Handler& handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Starts the io threads and returns.
  void run();
  // Stops accepting, closes what is idle, lets requests in flight finish until the deadline, closes
  // the rest and ends the threads. Safe to call twice.
  void stop(std::chrono::milliseconds deadline = std::chrono::seconds(5));

  std::uint16_t port() const { return port_; }
  int io_threads() const { return static_cast<int>(threads_.size()); }

  // Runs a batch of tasks in order on one io thread, with at most one wake-up. This is how the
  // state thread releases the answers of a COMMIT: one batch per io thread. After `stop` tasks are
  // dropped.
  void post(int io_index, TaskBatch batch);
  void post(int io_index, Task task);

  ServerCounters counters() const;

  // Reads the certificate and key again; connections already open keep the old ones. On an error
  // nothing changes.
  Result<void> reload_tls();

  // Looks for slow and idle connections now, on every io thread, and returns when done; the io
  // threads do the same by themselves every second. For tests with their own clock.
  void reap();

 private:
  explicit HttpServer(Options options);
  Result<void> listen_tcp_on_all();

  Options options_;
  std::uint16_t port_ = 0;
  bool owns_unix_socket_ = false;
  bool stopped_ = false;
  std::unique_ptr<ServerTls> tls_;
  std::vector<std::unique_ptr<IoThread>> threads_;
};

}  // namespace muster::net
