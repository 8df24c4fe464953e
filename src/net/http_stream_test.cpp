#include "net/http_server.h"
#include "net/testing/raw_client.h"
#include "net/testing/test_server.h"

#include <future>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::net::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Says hello, and lets the test write through the server's io thread.
class Fountain final : public StreamSource {
 public:
  void opened(StreamSink& sink) override {
    sink_ = &sink;
    sink.write("hello\n");
    opened_.set_value();
  }
  void idle(StreamSink& sink) override { sink.write(":\n"); }
  void closed() override {
    sink_ = nullptr;
    closed_.set_value();
  }

  bool wait_until_open() { return arrives(opened_); }
  bool wait_until_closed() { return arrives(closed_); }
  // On the io thread only.
  StreamSink* sink() { return sink_; }

 private:
  static bool arrives(std::promise<void>& promise) {
    return promise.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready;
  }

  StreamSink* sink_ = nullptr;
  std::promise<void> opened_;
  std::promise<void> closed_;
};

class HttpStream : public ::testing::Test {
 protected:
  static Response answer(const std::shared_ptr<Fountain>& fountain) {
    return {.content_type = "text/event-stream", .stream = fountain};
  }

  // Runs on the server's only io thread, and is done when this returns.
  void on_io_thread(std::function<void()> act) {
    std::promise<void> done;
    server_->post(0, Task([&] {
                    act();
                    done.set_value();
                  }));
    done.get_future().wait();
  }

  std::shared_ptr<Fountain> fountain_ = std::make_shared<Fountain>();
  RecordingHandler handler_{[this](const Request& request) {
    return request.path == "/stream" ? answer(fountain_) : text(request.path);
  }};
  TestServer server_{handler_};
};

constexpr std::string_view kAsk = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(HttpStream, GoesOnUntilTheSourceEnds) {
  RawClient client(server_.port());
  client.send(kAsk);
  ASSERT_TRUE(fountain_->wait_until_open());
  on_io_thread([&] { fountain_->sink()->write("one\n"); });
  on_io_thread([&] { fountain_->sink()->write("two\n"); });
  on_io_thread([&] { fountain_->sink()->end(); });
  const std::string got = client.rest();
  EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(got, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
  EXPECT_THAT(got, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(got, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(got, EndsWith("\r\n\r\nhello\none\ntwo\n"));
  EXPECT_TRUE(fountain_->wait_until_closed());
}

TEST_F(HttpStream, AnAnswerFromAnotherThreadStreamsToo) {
  RawClient client(server_.port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  auto replies = handler_.take_replies(1);
  ASSERT_EQ(replies.size(), 1U);
  std::move(replies[0]).send(answer(fountain_));
  ASSERT_TRUE(fountain_->wait_until_open());
  on_io_thread([&] { fountain_->sink()->end(); });
  EXPECT_THAT(client.rest(), EndsWith("\r\n\r\nhello\n"));
}

TEST_F(HttpStream, TheSourceIsToldWhenTheClientGoes) {
  {
    RawClient client(server_.port());
    client.send(kAsk);
    ASSERT_TRUE(fountain_->wait_until_open());
  }
  EXPECT_TRUE(fountain_->wait_until_closed());
  EXPECT_TRUE(server_.eventually([](const ServerCounters& now) { return now.open == 0; }));
}

TEST_F(HttpStream, WhatTheClientStillSendsIsThrownAway) {
  RawClient client(server_.port());
  client.send(std::string(kAsk) + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(fountain_->wait_until_open());
  client.send("GET /third HTTP/1.1\r\nHost: a\r\n\r\n");
  on_io_thread([&] { fountain_->sink()->end(); });
  EXPECT_THAT(client.rest(), EndsWith("\r\n\r\nhello\n"));
  EXPECT_EQ(handler_.requests().size(), 1U);
}

TEST_F(HttpStream, ASilentStreamGivesSignsOfLifeAndIsNotReaped) {
  RawClient client(server_.port());
  client.send(kAsk);
  ASSERT_TRUE(fountain_->wait_until_open());
  for (int i = 0; i < 10; ++i) server_.pass(15);
  on_io_thread([&] { fountain_->sink()->end(); });
  std::string signs;
  for (int i = 0; i < 10; ++i) signs += ":\n";
  EXPECT_THAT(client.rest(), EndsWith("\r\n\r\nhello\n" + signs));
}

TEST_F(HttpStream, AClientThatTakesNothingIsClosedAtTheLimit) {
  RawClient client(server_.port());
  client.send(kAsk);
  ASSERT_TRUE(fountain_->wait_until_open());
  const std::string piece(64 * 1024, 'x');
  on_io_thread([&] {
    for (int i = 0; i < 1'000 && fountain_->sink() != nullptr; ++i) fountain_->sink()->write(piece);
  });
  EXPECT_TRUE(fountain_->wait_until_closed());
}

TEST_F(HttpStream, AStopEndsStreamsAtOnce) {
  RawClient client(server_.port());
  client.send(kAsk);
  ASSERT_TRUE(fountain_->wait_until_open());
  server_->stop();
  EXPECT_TRUE(fountain_->wait_until_closed());
}

TEST_F(HttpStream, HeadGetsTheHeadAlone) {
  RawClient client(server_.port());
  client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.answer(), HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
  client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.answer(), EndsWith("/next"));
}

}  // namespace
}  // namespace muster::net::testing
