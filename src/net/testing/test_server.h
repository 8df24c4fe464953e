// A server for tests, on a free port of 127.0.0.1, with a clock that the test moves and a handler
// that keeps what it was asked.
#pragma once

#include "net/http_server.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace muster::net::testing {

inline Response text(std::string body) {
  return {.body = std::move(body), .content_type = "text/plain"};
}

class RecordingHandler final : public Handler {
 public:
  using Answer = std::function<Response(const Request&)>;

  explicit RecordingHandler(Answer answer = [](const Request& r) { return text(r.path); })
      : answer_(std::move(answer)) {}

  BodyPolicy policy{.bytes_max = 1'000'000, .over = BodyPolicy::Over::refuse};

  BodyPolicy body_policy(const Request&) const override { return policy; }

  // Paths that begin with /later are kept for `take_replies`, the others answered at once.
  void handle(Request&& request, Reply reply) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (request.path.starts_with("/later")) {
      replies_.push_back(std::move(reply));
      replies_arrived_.notify_all();
    } else {
      std::move(reply).send(answer_(request));
    }
  }

  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  // Waits until `count` replies are owed and takes them.
  std::vector<Reply> take_replies(std::size_t count) {
    std::unique_lock lock(mutex_);
    replies_arrived_.wait_for(lock, std::chrono::seconds(10),
                              [&] { return replies_.size() >= count; });
    return std::exchange(replies_, {});
  }

 private:
  Answer answer_;
  mutable std::mutex mutex_;
  std::condition_variable replies_arrived_;
  std::vector<Request> requests_;
  std::vector<Reply> replies_;
};

class TestServer {
 public:
  explicit TestServer(Handler& handler, ServerOptions options = {}) {
    if (options.listen.empty()) options.listen = "127.0.0.1:0";
    options.clock = [this] {
      return std::chrono::steady_clock::time_point(std::chrono::seconds(1000 + passed_s_.load()));
    };
    auto opened = HttpServer::open(std::move(options), handler);
    if (!opened) {
      error_ = to_string(opened.error());
      return;
    }
    server_ = std::move(*opened);
    server_->run();
  }

  HttpServer* operator->() { return server_.get(); }
  const std::string& error() const { return error_; }
  std::uint16_t port() const { return server_->port(); }

  // Lets time pass, and the server see it.
  void pass(int seconds) {
    passed_s_ += seconds;
    server_->reap();
  }

  // Waits for other threads until the condition holds or ten seconds are over.
  template <class Condition>
  bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition(server_->counters())) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  std::atomic<int> passed_s_ = 0;
  std::string error_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace muster::net::testing
