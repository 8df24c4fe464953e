// One io thread of the server: its io_context, its listening sockets, the connections it accepted
// and a reaper that looks at each of them once a second instead of a timer per operation. Owned by
// the HttpServer. Everything runs on the thread itself, but for `run`, `post`, `counters` and the
// functions that end it.
#pragma once

#include "base/file_descriptor.h"
#include "net/http_server.h"
#include "net/request_parser.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

namespace muster::net {

class Connection;

using Monotonic = std::chrono::steady_clock::time_point;
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol,
                                                boost::asio::io_context::executor_type>;

// Written by one thread, read by any.
class Counter {
 public:
  void add(std::uint64_t amount) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  void subtract(std::uint64_t amount) { add(~amount + 1); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

struct IoCounters {
  Counter accepted, open, shed, requests, refused, timed_out, bytes_received, bytes_sent;
};

// What a request needs while it is read. Lent to connections, so that idle ones hold no buffers.
struct RequestReader {
  Request request;
  std::optional<RequestParser> parser;
};

class IoThread {
 public:
  enum class Transport { tcp, tls, unix_socket };

  IoThread(int index, const ServerOptions& options, Handler& handler, ServerTls* tls);
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  // Before `run`.
  void listen(FileDescriptor socket, Transport transport);
  void run();

  // From any thread.
  void post(TaskBatch batch);
  ServerCounters counters() const;
  bool is_current() const { return thread_id_.load() == std::this_thread::get_id(); }
  void reap_and_wait();

  // In this order, from the thread that owns the server.
  void begin_stop();
  void wait_until_drained(Monotonic deadline);
  void end();

  // For connections.
  int index() const { return index_; }
  Handler& handler() { return handler_; }
  const ServerLimits& limits() const { return limits_; }
  IoCounters& count() { return counters_; }
  boost::asio::io_context& context() { return context_; }
  // The time of the last look at the connections: up to a second old, and free.
  Monotonic now() const { return now_; }
  bool turn_noted_ = false;
  bool stopping() const { return stopping_; }
  std::string_view date() const { return date_; }
  // Shared by all connections: valid until the current handler returns.
  std::span<char> read_buffer() { return *read_buffer_; }
  std::unique_ptr<RequestReader> borrow_reader();
  void give_back(std::unique_ptr<RequestReader> reader);
  void remove(Connection& connection);
  // A request goes to the handler; turn_over() follows once those waiting behind it have gone too.
  void note_dispatch();

 private:
  struct Listener {
    Socket socket;
    int fd;
    Transport transport;
  };
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        boost::asio::io_context::executor_type>;
  static constexpr std::size_t kReadBufferBytes = 64 * 1024;

  void run_inbox();
  void turn_over();
  void wait_to_accept(Listener& listener);
  void accept_batch(Listener& listener);
  void add_connection(FileDescriptor socket, Listener& listener, std::string address);
  void shed_one(Listener& listener);
  void tick();
  void reap();
  void stop_accepting();
  void note_if_drained();

  const int index_;
  const ServerLimits limits_;
  const std::size_t connections_max_;
  const MonotonicClock clock_;
  Handler& handler_;
  ServerTls* const tls_;
  IoCounters counters_;

  boost::asio::io_context context_{1};
  Timer timer_{context_};
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<std::unique_ptr<RequestReader>> free_readers_;
  std::unique_ptr<std::array<char, kReadBufferBytes>> read_buffer_;
  FileDescriptor reserve_;  // given up for a moment to refuse a client when files run out
  Monotonic now_;
  std::string date_;
  bool stopping_ = false;
  bool drained_told_ = false;
  std::promise<void> drained_;

  std::mutex inbox_mutex_;
  std::vector<TaskBatch> inbox_;

  std::atomic<std::thread::id> thread_id_;
  std::thread thread_;
};

}  // namespace muster::net
