#include "net/http_server.h"

#include "net/testing/certificate.h"
#include "net/testing/raw_client.h"
#include "net/testing/test_server.h"

#include <algorithm>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace muster::net::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

TEST(HttpServer, AnswersOnOneConnection) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(
        "POST /a/b%20c?d=e HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nContent-Length: 4\r\n\r\nbody");
    const std::string got = client.answer();
    EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_THAT(got, HasSubstr("\r\nServer: muster\r\n"));
    EXPECT_THAT(got, HasSubstr("\r\nContent-Length: 8\r\n"));
    EXPECT_THAT(got, Not(HasSubstr("Connection:")));
    EXPECT_THAT(got, EndsWith("\r\n\r\n/a/b%20c"));
  }
  const Request request = handler.requests().at(2);
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.target, "/a/b%20c?d=e");
  EXPECT_EQ(request.query, "d=e");
  EXPECT_EQ(request.header("x-one"), "1");
  EXPECT_EQ(request.body, "body");
  EXPECT_EQ(request.peer, (Peer{.address = "127.0.0.1"}));
  EXPECT_EQ(server->counters().accepted, 1U);
  EXPECT_EQ(server->counters().requests, 3U);
}

TEST(HttpServer, NothingOfTheLastRequestIsLeft) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send("POST /a?q HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\nContent-Length: 4\r\n\r\nbody");
  client.answer();
  client.send(get("/b"));
  client.answer();
  const Request request = handler.requests().at(1);
  EXPECT_EQ(request.headers, (Headers{{"host", "a"}}));
  EXPECT_EQ(request.query, "");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.body_bytes_total, 0U);
}

TEST(HttpServer, Http10ClosesUnlessAsked) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient closing(server.port());
  closing.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(closing.rest(), HasSubstr("\r\nConnection: close\r\n"));

  RawClient staying(server.port());
  for (int i = 0; i < 2; ++i) {
    staying.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    EXPECT_THAT(staying.answer(), HasSubstr("\r\nConnection: keep-alive\r\n"));
  }
}

TEST(HttpServer, ConnectionCloseIsObeyedFromBothSides) {
  RecordingHandler handler([](const Request& request) {
    Response response = text("x");
    if (request.path == "/close") response.headers = {{"Connection", "close"}};
    return response;
  });
  TestServer server(handler);
  for (const std::string& request :
       {std::string("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), get("/close")}) {
    RawClient client(server.port());
    client.send(request + get("/after"));
    const std::string got = client.rest();
    EXPECT_THAT(got, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(got, EndsWith("\r\n\r\nx"));
  }
  EXPECT_EQ(handler.requests().size(), 2U);
}

TEST(HttpServer, HeadHasNoBody) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send("HEAD /four HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string got = client.answer_to("HEAD");
  EXPECT_THAT(got, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(got, EndsWith("\r\n\r\n"));
  client.send(get("/next"));
  EXPECT_THAT(client.answer(), EndsWith("/next"));
}

TEST(HttpServer, PipelinedRequestsAreAnsweredInOrder) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += get((i % 10 == 5 ? "/later" : "/") + std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 100; ++i) {
    if (i % 10 == 5) {
      auto replies = handler.take_replies(1);
      ASSERT_EQ(replies.size(), 1U) << "one at a time";
      std::move(replies[0]).send(text("/later" + std::to_string(i)));
    }
    EXPECT_THAT(client.answer(),
                EndsWith("/" + std::string(i % 10 == 5 ? "later" : "") + std::to_string(i)));
  }
}

TEST(HttpServer, BatchesOfRepliesAreReleasedOnTheirThread) {
  RecordingHandler handler;
  TestServer server(handler, {.io_threads = 2});
  std::vector<RawClient> clients;
  for (int i = 0; i < 50; ++i) {
    clients.emplace_back(server.port()).send(get("/later" + std::to_string(i)));
  }
  std::vector<TaskBatch> batches(2);
  std::vector<int> order;
  for (Reply& reply : handler.take_replies(50)) {
    const int thread = reply.io_index();
    batches.at(static_cast<std::size_t>(thread)).push_back([kept = std::move(reply)]() mutable {
      std::move(kept).send(text("done"));
    });
  }
  for (int i = 0; i < 2; ++i) server->post(i, std::move(batches[static_cast<std::size_t>(i)]));
  for (RawClient& client : clients) EXPECT_THAT(client.answer(), EndsWith("done"));
}

TEST(HttpServer, PostKeepsTheOrder) {
  RecordingHandler handler;
  TestServer server(handler);
  std::vector<int> seen;
  std::promise<void> done;
  for (int i = 0; i < 1000; ++i) server->post(0, [&seen, i] { seen.push_back(i); });
  server->post(0, [&done] { done.set_value(); });
  done.get_future().wait();
  ASSERT_EQ(seen.size(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST(HttpServer, ADroppedReplyIsA500) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send(get("/later"));
  handler.take_replies(1).clear();
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 500 "));
  client.send(get("/next"));
  EXPECT_THAT(client.answer(), EndsWith("/next"));
}

TEST(HttpServer, AReplyMayComeAfterTheClientHasGone) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send(get("/later"));
  auto replies = handler.take_replies(1);
  client.close();
  std::move(replies.at(0)).send(text("x"));
  EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 0; }));
}

TEST(HttpServer, ContinueIsSaidBeforeTheBody) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.line(), "HTTP/1.1 100 Continue");
  EXPECT_EQ(client.line(), "");
  client.send("body");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(handler.requests().at(0).body, "body");

  handler.policy.bytes_max = 3;
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 413 "));
}

TEST(HttpServer, BodiesAreCutNotRefusedWhereThePolicySaysSo) {
  RecordingHandler handler;
  handler.policy = {.bytes_max = 10, .over = BodyPolicy::Over::cut};
  TestServer server(handler);
  RawClient client(server.port());
  const std::string body = "0123456789" + std::string(300'000, 'x');
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300010\r\n\r\n" + body);
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 200 "));
  client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "8\r\n01234567\r\n8\r\n89xxxxxx\r\n8\r\nxxxxxxxx\r\n0\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 200 "));
  const auto requests = handler.requests();
  EXPECT_EQ(requests.at(0).body, "0123456789");
  EXPECT_EQ(requests.at(0).body_bytes_total, 300'010U);
  EXPECT_EQ(requests.at(1).body, "0123456789");
  EXPECT_EQ(requests.at(1).body_bytes_total, 24U);
}

TEST(HttpServer, LargeAnswersArriveWhole) {
  const std::string large(5'000'000, 'y');
  RecordingHandler handler([&](const Request&) { return text(large); });
  TestServer server(handler);
  RawClient client(server.port());
  client.send(get("/") + get("/"));
  EXPECT_THAT(client.answer(), EndsWith("\r\n\r\n" + large));
  EXPECT_THAT(client.answer(), EndsWith("\r\n\r\n" + large));
}

TEST(HttpServer, F41_ARequestByteByByte) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  for (const std::string& body : {std::string("Content-Length: 4\r\n\r\nbody"),
                                  std::string("Transfer-Encoding: chunked\r\n\r\n"
                                              "1;x=y\r\nb\r\n3\r\nody\r\n0\r\nA: b\r\n\r\n")}) {
    for (const char byte : "POST /a?b HTTP/1.1\r\nHost: a\r\nX: y\r\n" + body) {
      client.send({&byte, 1});
    }
    EXPECT_THAT(client.answer(), EndsWith("\r\n\r\n/a"));
    EXPECT_EQ(handler.requests().back().body, "body");
  }
}

TEST(HttpServer, F41_ACutRequestHasNoEffect) {
  RecordingHandler handler;
  TestServer server(handler);
  const std::string whole =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    RawClient client(server.port());
    client.send(whole.substr(0, length));
    client.end_sending();
    EXPECT_EQ(client.rest(), "") << length;
  }
  EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 0; }));
  EXPECT_TRUE(handler.requests().empty());
}

TEST(HttpServer, F41_AnswersCutAnywhereLeaveNothingBehind) {
  const std::string large(3'000'000, 'y');
  RecordingHandler handler([&](const Request&) { return text(large); });
  TestServer server(handler);
  for (int i = 0; i < 50; ++i) {
    RawClient client(server.port());
    client.send(get("/"));
    if (i % 2 == 0) client.line();
  }
  EXPECT_TRUE(
      server.eventually([](const auto& count) { return count.accepted == 50 && count.open == 0; }));
}

struct SlowRow {
  const char* what;
  std::string first;
  std::string then;  // after one second less than the limit
  int limit_s;
  std::string answer;  // how it begins
};

TEST(HttpServer, F69_SlowClientsAreEnded) {
  const std::string body = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
  const std::vector<SlowRow> rows{
      {"says nothing", "", "", 10, ""},
      {"never ends the headers", "GET / HT", "TP/1.1\r\nA: b\r\n", 10, "HTTP/1.1 408 "},
      {"never ends the body", body, "", 5, "HTTP/1.1 408 "},
      {"body below the rate", body, std::string(1000, 'x'), 5, "HTTP/1.1 408 "},
      {"idle after an answer", get("/a"), "", 75, "HTTP/1.1 200 "},
  };
  for (const SlowRow& row : rows) {
    SCOPED_TRACE(row.what);
    RecordingHandler handler;
    TestServer server(handler);
    RawClient client(server.port());
    client.send(row.first);
    EXPECT_TRUE(server.eventually([&](const auto& count) {
      return count.open == 1 && count.bytes_received == row.first.size();
    }));
    server.pass(row.limit_s - 1);
    client.send(row.then);
    EXPECT_TRUE(server.eventually([&](const auto& count) {
      return count.bytes_received == row.first.size() + row.then.size();
    }));
    EXPECT_EQ(server->counters().open, 1U) << "too early";
    server.pass(1);
    EXPECT_THAT(client.rest(), StartsWith(row.answer));
    client.close();
    EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 0; }));
  }
}

TEST(HttpServer, F69_AFastEnoughBodyIsNotEnded) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6000\r\n\r\n");
  for (std::uint64_t i = 1; i <= 5; ++i) {
    const std::uint64_t before = server->counters().bytes_received;
    client.send(std::string(1200, 'x'));
    EXPECT_TRUE(server.eventually(
        [&](const auto& count) { return count.bytes_received >= before + 1200; }));
    if (i < 5) server.pass(5);
  }
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServer, F69_AnAnswerThatIsNotReadIsDropped) {
  RecordingHandler handler([](const Request&) { return text(std::string(20'000'000, 'y')); });
  TestServer server(handler);
  RawClient client(server.port());
  client.send(get("/"));
  std::uint64_t sent = 0;
  EXPECT_TRUE(server.eventually([&](const auto& count) {
    return count.bytes_sent > 0 && std::exchange(sent, count.bytes_sent) == count.bytes_sent;
  }));
  server.pass(29);
  EXPECT_EQ(server->counters().open, 1U);
  server.pass(31);
  server.pass(31);
  EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 0; }));
  EXPECT_EQ(server->counters().timed_out, 1U);
}

TEST(HttpServer, F69_ARefusedClientThatKeepsSendingIsEnded) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient client(server.port());
  client.send("nonsense\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(server->counters().open, 1U) << "waits for the client to close";
  server.pass(3);
  EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 0; }));
}

// Lowers the limit so that `spare` more files can be opened, and puts it back.
class FewFiles {
 public:
  explicit FewFiles(rlim_t spare) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const FileDescriptor next(::dup(0));
    const rlimit low{.rlim_cur = static_cast<rlim_t>(next.get()) + spare,
                     .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &low);
  }
  ~FewFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewFiles(const FewFiles&) = delete;
  FewFiles& operator=(const FewFiles&) = delete;

 private:
  rlimit before_{};
};

TEST(HttpServer, F67_OutOfFilesTheNewestAreShedAndTheOthersStay) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient old(server.port());
  old.send(get("/a"));
  old.answer();
  std::vector<FileDescriptor> sockets;
  for (int i = 0; i < 50; ++i) sockets.push_back(client_socket(AF_INET));
  {
    const FewFiles few(10);
    for (const FileDescriptor& socket : sockets) {
      EXPECT_TRUE(connect_loopback(socket, server.port()));
    }
    EXPECT_TRUE(server.eventually([](const auto& count) { return count.accepted == 51; }));
    EXPECT_EQ(server->counters().shed, 40U);
    old.send(get("/b"));
    EXPECT_THAT(old.answer(), EndsWith("/b"));
  }
  RawClient late(server.port());
  late.send(get("/c"));
  EXPECT_THAT(late.answer(), EndsWith("/c"));
}

TEST(HttpServer, F67_ConnectionsAreLimited) {
  RecordingHandler handler;
  ServerOptions options;
  options.limits.connections_max = 2;
  TestServer server(handler, std::move(options));
  RawClient first(server.port());
  RawClient second(server.port());
  EXPECT_TRUE(server.eventually([](const auto& count) { return count.open == 2; }));
  RawClient third(server.port());
  EXPECT_EQ(third.rest(), "");
  EXPECT_EQ(server->counters().shed, 1U);
  first.send(get("/a"));
  EXPECT_THAT(first.answer(), EndsWith("/a"));
}

TEST(HttpServer, RaisesTheLimitOfOpenFiles) {
  rlimit limit{};
  const FewFiles few(1000);
  const auto raised = raise_open_files_limit();
  ::getrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_TRUE(raised);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
  EXPECT_EQ(*raised, limit.rlim_max);
}

TEST(HttpServer, StopFinishesWhatIsInFlight) {
  RecordingHandler handler;
  TestServer server(handler);
  RawClient idle(server.port());
  idle.send(get("/a"));
  idle.answer();
  RawClient busy(server.port());
  busy.send(get("/later"));
  auto replies = handler.take_replies(1);
  std::thread stopping([&] { server->stop(std::chrono::seconds(10)); });
  EXPECT_EQ(idle.rest(), "");
  std::move(replies.at(0)).send(text("last"));
  const std::string got = busy.rest();
  EXPECT_THAT(got, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(got, EndsWith("last"));
  stopping.join();
  EXPECT_FALSE(RawClient(server.port()).connected());
}

TEST(HttpServer, StopEndsAtItsDeadline) {
  RecordingHandler handler;
  std::vector<Reply> replies;
  {
    TestServer server(handler);
    RawClient busy(server.port());
    busy.send(get("/later"));
    replies = handler.take_replies(1);
    server->stop(std::chrono::milliseconds(1));
    EXPECT_EQ(busy.rest(), "");
    server->stop();
    replies.clear();  // after the threads, before the server
  }
}

TEST(HttpServer, ListensOnAUnixSocket) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("muster.sock");
  RecordingHandler handler;
  for (int round = 0; round < 2; ++round) {
    auto server = HttpServer::open({.unix_socket_path = path}, handler);
    ASSERT_TRUE(server) << to_string(server.error());
    (*server)->run();
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    RawClient client(path);
    client.send(get("/a"));
    EXPECT_THAT(client.answer(), EndsWith("/a"));
    EXPECT_EQ(handler.requests().back().peer, (Peer{.local_socket = true}));
    const auto second = HttpServer::open({.unix_socket_path = path}, handler);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::conflict);
    (*server)->stop();
    EXPECT_NE(::stat(path.c_str(), &status), 0);
    // What a crash leaves behind is replaced.
    FileDescriptor stale(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(stale.get(), std::bit_cast<const sockaddr*>(&address), sizeof address), 0);
  }
}

TEST(HttpServer, OpenNamesWhatIsWrong) {
  const TemporaryDirectory directory;
  std::ofstream(directory.file("file")) << "x";
  RecordingHandler handler;
  const std::vector<std::pair<ServerOptions, std::string>> rows{
      {{}, "listen: "},
      {{.listen = "8080"}, "listen: expected host:port, got \"8080\""},
      {{.listen = "127.0.0.1:"}, "listen: "},
      {{.listen = "127.0.0.1:65536"}, "listen: "},
      {{.listen = "::1:80"}, "listen: expected host:port"},
      {{.listen = "127.0.0.1:http"}, "listen: "},
      {{.listen = "no such host:80"}, "listen: cannot resolve"},
      {{.listen = "192.0.2.1:0"}, "listen 192.0.2.1:0: cannot bind"},
      {{.listen = "127.0.0.1:0", .io_threads = 0}, "io_threads: "},
      {{.unix_socket_path = directory.file("file")}, directory.file("file") + ": is not a socket"},
      {{.unix_socket_path = "/" + std::string(200, 'x')}, "/xxx"},
      {{.listen = "127.0.0.1:0", .tls = TlsFiles{"/no/chain.pem", "/no/key.pem"}},
       "/no/chain.pem: expected a PEM certificate chain"},
  };
  for (const auto& [options, message] : rows) {
    const auto server = HttpServer::open(options, handler);
    ASSERT_FALSE(server) << message;
    EXPECT_THAT(to_string(server.error()), StartsWith(message));
  }
}

TEST(HttpServer, ListensOnIPv6AndOnEverything) {
  RecordingHandler handler;
  for (const char* listen : {"[::1]:0", ":0", "localhost:0"}) {
    auto server = HttpServer::open({.listen = listen}, handler);
    if (!server && std::string_view(listen) == "[::1]:0") continue;  // no IPv6 here
    ASSERT_TRUE(server) << to_string(server.error());
    EXPECT_NE((*server)->port(), 0);
  }
  auto server = HttpServer::open({.listen = ":0"}, handler);
  (*server)->run();
  RawClient client((*server)->port());
  client.send(get("/"));
  client.answer();
  const std::string address = handler.requests().at(0).peer.address;
  EXPECT_TRUE(address == "::ffff:127.0.0.1" || address == "127.0.0.1") << address;
}

}  // namespace
}  // namespace muster::net::testing
