#include "net/http_server.h"

#include "base/check.h"
#include "net/io_thread.h"
#include "net/listener.h"
#include "net/tls.h"

#include <utility>

#include <unistd.h>

namespace muster::net {

HttpServer::HttpServer(Options options) : options_(std::move(options)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::open(Options options, Handler& handler) {
  if (options.io_threads < 1) return fail(Code::invalid, "expected at least 1", "io_threads");
  if (options.listen.empty() && options.unix_socket_path.empty()) {
    return fail(Code::invalid, "expected an address or a Unix socket to listen on", "listen");
  }
  if (!options.clock) options.clock = [] { return std::chrono::steady_clock::now(); };

  std::unique_ptr<HttpServer> server(new HttpServer(std::move(options)));
  const Options& kept = server->options_;
  if (kept.tls) server->tls_ = TRY(ServerTls::open(*kept.tls));
  for (int i = 0; i < kept.io_threads; ++i) {
    server->threads_.push_back(std::make_unique<IoThread>(i, kept, handler, server->tls_.get()));
  }
  if (!kept.listen.empty()) TRY_DO(server->listen_tcp_on_all());
  if (!kept.unix_socket_path.empty()) {
    server->threads_.front()->listen(TRY(listen_unix(kept.unix_socket_path)),
                                     IoThread::Transport::unix_socket);
    server->owns_unix_socket_ = true;
  }
  return server;
}

Result<void> HttpServer::listen_tcp_on_all() {
  HostPort where = TRY(parse_host_port(options_.listen));
  for (const auto& thread : threads_) {
    FileDescriptor socket = TRY(listen_tcp(where));
    where.port = TRY(local_port(socket));  // the others take the port that the first one got
    thread->listen(std::move(socket), tls_ ? IoThread::Transport::tls : IoThread::Transport::tcp);
  }
  port_ = where.port;
  return {};
}

HttpServer::~HttpServer() { stop(std::chrono::milliseconds(0)); }

void HttpServer::run() {
  for (const auto& thread : threads_) thread->run();
}

void HttpServer::stop(std::chrono::milliseconds deadline) {
  if (std::exchange(stopped_, true)) return;
  const Monotonic end = std::chrono::steady_clock::now() + deadline;
  for (const auto& thread : threads_) thread->begin_stop();
  if (owns_unix_socket_) ::unlink(options_.unix_socket_path.c_str());
  for (const auto& thread : threads_) thread->wait_until_drained(end);
  for (const auto& thread : threads_) thread->end();
}

void HttpServer::post(int io_index, TaskBatch batch) {
  CHECK(io_index >= 0 && io_index < io_threads());
  if (!batch.empty()) threads_[static_cast<std::size_t>(io_index)]->post(std::move(batch));
}

void HttpServer::post(int io_index, Task task) {
  TaskBatch batch;
  batch.push_back(std::move(task));
  post(io_index, std::move(batch));
}

ServerCounters HttpServer::counters() const {
  ServerCounters sum;
  for (const auto& thread : threads_) {
    const ServerCounters part = thread->counters();
    sum.accepted += part.accepted;
    sum.open += part.open;
    sum.shed += part.shed;
    sum.requests += part.requests;
    sum.refused += part.refused;
    sum.timed_out += part.timed_out;
    sum.bytes_received += part.bytes_received;
    sum.bytes_sent += part.bytes_sent;
  }
  return sum;
}

Result<void> HttpServer::reload_tls() {
  if (!tls_) return fail(Code::conflict, "the server was opened without TLS", "tls");
  return tls_->reload();
}

void HttpServer::reap() {
  for (const auto& thread : threads_) thread->reap_and_wait();
}

}  // namespace muster::net
