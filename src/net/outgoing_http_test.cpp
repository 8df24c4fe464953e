#include "net/outgoing.h"
#include "net/testing/certificate.h"
#include "net/testing/raw_client.h"
#include "net/testing/scripted_server.h"
#include "net/testing/test_server.h"

#include <future>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::net::testing {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<Outgoing> open_outgoing(OutgoingOptions options = {
                                            .private_targets = PrivateTargets::allow}) {
  return std::move(*Outgoing::open(std::move(options)));
}

std::future<Result<HttpAnswer>> start(Outgoing& outgoing, HttpCall call) {
  auto promise = std::make_unique<std::promise<Result<HttpAnswer>>>();
  auto future = promise->get_future();
  outgoing.http(std::move(call), [kept = std::move(promise)](Result<HttpAnswer> answer) {
    kept->set_value(std::move(answer));
  });
  return future;
}

Result<HttpAnswer> fetch(Outgoing& outgoing, HttpCall call) {
  return start(outgoing, std::move(call)).get();
}

std::string url(std::uint16_t port, std::string_view path, std::string_view host = "127.0.0.1") {
  return fmt::format("http://{}:{}{}", host, port, path);
}

// Sends the same bytes to everyone who asks, then holds or closes the connection.
enum class Then { close, hold };
ScriptedServer canned(std::string bytes, Then then) {
  return ScriptedServer([bytes = std::move(bytes), then](RawClient& client) {
    while (!client.line().empty()) {
    }
    client.send(bytes);
    if (then == Then::hold) client.rest();
  });
}

TEST(OutgoingHttp, SendsAndReceives) {
  RecordingHandler handler([](const Request& request) {
    return Response{.status = 201,
                    .headers = {{"X-Answer", "yes"}},
                    .body = "got " + request.body,
                    .content_type = "text/plain"};
  });
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  const auto answer = fetch(*outgoing, {.method = "PUT",
                                        .url = url(server.port(), "/a?b=c"),
                                        .headers = {{"X-One", "1"}, {"X-Empty", ""}},
                                        .body = std::string("bo\0dy", 5)});
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, std::string("got bo\0dy", 9));
  EXPECT_THAT(answer->headers, ::testing::Contains(::testing::Pair("x-answer", "yes")));
  EXPECT_GT(answer->seconds, 0);
  const Request request = handler.requests().at(0);
  EXPECT_EQ(request.method, Method::put);
  EXPECT_EQ(request.target, "/a?b=c");
  EXPECT_EQ(request.header("x-one"), "1");
  EXPECT_TRUE(request.has_header("x-empty"));
  EXPECT_EQ(request.header("user-agent"), "Muster");
  EXPECT_FALSE(request.has_header("expect"));
  EXPECT_FALSE(request.has_header("content-type"));
}

TEST(OutgoingHttp, EveryMethod) {
  RecordingHandler handler;
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"}) {
    for (const char* body : {"", "body"}) {
      if (std::string_view(method) == "HEAD" && *body != '\0') continue;
      const auto answer =
          fetch(*outgoing, {.method = method, .url = url(server.port(), "/"), .body = body});
      ASSERT_TRUE(answer) << method << to_string(answer.error());
      EXPECT_EQ(handler.requests().back().method_name, method);
      EXPECT_EQ(handler.requests().back().body, body);
    }
  }
}

TEST(OutgoingHttp, ManyAtOnce) {
  RecordingHandler handler;
  TestServer server(handler);
  const auto outgoing =
      open_outgoing({.private_targets = PrivateTargets::allow, .limits = {.transfers_max = 50}});
  std::vector<std::future<Result<HttpAnswer>>> answers;
  for (int i = 0; i < 1000; ++i) {
    answers.push_back(start(*outgoing, {.url = url(server.port(), "/" + std::to_string(i))}));
  }
  for (int i = 0; i < 1000; ++i) {
    const auto answer = answers[static_cast<std::size_t>(i)].get();
    ASSERT_TRUE(answer) << to_string(answer.error());
    EXPECT_EQ(answer->body, "/" + std::to_string(i));
  }
}

TEST(OutgoingHttp, RefusesCallsThatCannotBeMade) {
  const auto outgoing = open_outgoing();
  const std::vector<std::pair<HttpCall, std::string>> rows{
      {{.method = "", .url = "http://a/"}, "method: "},
      {{.method = "GET /", .url = "http://a/"}, "method: "},
      {{.url = ""}, "url: expected an http or https URL"},
      {{.url = "file:///etc/passwd"}, "url: "},
      {{.url = "gopher://127.0.0.1/"}, "url: "},
      {{.url = "127.0.0.1"}, "url: "},
      {{.url = "http://a/\r\nX: 1"}, "url: "},
      {{.url = std::string("http://a/\0b", 11)}, "url: "},
      {{.url = "http://a b/"}, "url: "},
      {{.url = "http://a/", .headers = {{"X", "1\r\nY: 2"}}}, "headers: "},
      {{.url = "http://a/", .headers = {{"X", "1\nY: 2"}}}, "headers: "},
      {{.url = "http://a/", .headers = {{"X", std::string("1\0", 2)}}}, "headers: "},
      {{.url = "http://a/", .headers = {{"X: Y", "1"}}}, "headers: "},
      {{.url = "http://a/", .headers = {{"", "1"}}}, "headers: "},
      {{.url = "http://a/", .headers = {{"Content-Length", "1"}}}, "headers: Content-Length is"},
      {{.url = "http://a/", .timeout_ms = 0}, "timeout_ms: "},
  };
  for (const auto& [call, message] : rows) {
    const auto answer = fetch(*outgoing, call);
    ASSERT_FALSE(answer) << message;
    EXPECT_EQ(answer.error().code, Code::invalid) << to_string(answer.error());
    EXPECT_THAT(to_string(answer.error()), ::testing::StartsWith(message));
  }
}

TEST(OutgoingHttp, F42_RedirectsAreFollowedThreeTimes) {
  RecordingHandler handler([](const Request& request) {
    const int left = request.path[1] - '0';
    if (left == 0) return text("arrived");
    return Response{.status = 302, .headers = {{"Location", fmt::format("/{}", left - 1)}}};
  });
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  const auto three = fetch(*outgoing, {.url = url(server.port(), "/3")});
  ASSERT_TRUE(three) << to_string(three.error());
  EXPECT_EQ(three->body, "arrived");
  const auto four = fetch(*outgoing, {.url = url(server.port(), "/4")});
  ASSERT_FALSE(four);
  EXPECT_EQ(to_string(four.error()), "url: was redirected more than 3 times");
  const auto none = fetch(*outgoing, {.url = url(server.port(), "/1"), .redirects_max = 0});
  ASSERT_TRUE(none);
  EXPECT_EQ(none->status, 302);
}

TEST(OutgoingHttp, F42_RedirectsKeepOrChangeTheMethod) {
  RecordingHandler handler([](const Request& request) {
    if (request.path == "/end") return text(request.method_name + request.body);
    return Response{.status = std::stoi(request.path.substr(1)), .headers = {{"Location", "/end"}}};
  });
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  const std::vector<std::tuple<const char*, const char*, const char*>> rows{
      {"/301", "POST", "GET"},   {"/302", "POST", "GET"}, {"/303", "POST", "GET"},
      {"/303", "PUT", "GET"},    {"/302", "PUT", "PUTx"}, {"/307", "POST", "POSTx"},
      {"/308", "POST", "POSTx"},
  };
  for (const auto& [path, method, expected] : rows) {
    const auto answer =
        fetch(*outgoing, {.method = method, .url = url(server.port(), path), .body = "x"});
    ASSERT_TRUE(answer) << to_string(answer.error());
    EXPECT_EQ(answer->body, expected) << path << method;
  }
}

TEST(OutgoingHttp, S34_CredentialsDoNotCrossOrigins) {
  RecordingHandler there;
  TestServer other(there);
  RecordingHandler here([&](const Request& request) {
    if (request.path == "/here") return text("same");
    const std::string to = request.path == "/away" ? url(other.port(), "/there") : "/here";
    return Response{.status = 307, .headers = {{"Location", to}}};
  });
  TestServer server(here);
  const auto outgoing = open_outgoing();
  for (const char* path : {"/away", "/stay"}) {
    const auto answer = fetch(*outgoing, {.method = "POST",
                                          .url = url(server.port(), path, "u:p@127.0.0.1"),
                                          .headers = {{"Authorization", "Bearer secret"},
                                                      {"X-Api-Key", "secret"},
                                                      {"Cookie", "secret"},
                                                      {"Content-Type", "text/plain"}},
                                          .body = "x"});
    ASSERT_TRUE(answer) << to_string(answer.error());
  }
  const Request away = there.requests().at(0);
  EXPECT_FALSE(away.has_header("authorization"));
  EXPECT_FALSE(away.has_header("x-api-key"));
  EXPECT_FALSE(away.has_header("cookie"));
  EXPECT_EQ(away.header("content-type"), "text/plain");
  EXPECT_EQ(here.requests().back().header("x-api-key"), "secret");
}

TEST(OutgoingHttp, S34_RedirectsLeaveOnlyToHttp) {
  RecordingHandler handler([](const Request&) {
    return Response{.status = 302, .headers = {{"Location", "file:///etc/passwd"}}};
  });
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  const auto answer = fetch(*outgoing, {.url = url(server.port(), "/")});
  ASSERT_FALSE(answer);
  EXPECT_EQ(to_string(answer.error()), "url: was redirected to no http or https URL");
}

TEST(OutgoingHttp, S34_PrivateAddressesAreRefusedHoweverTheyAreSpelled) {
  RecordingHandler handler;
  TestServer server(handler);
  const auto outgoing = open_outgoing({});
  for (const char* host :
       {"127.0.0.1", "localhost", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0.0.0.0", "0",
        "10.0.0.1", "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]"}) {
    const auto answer = fetch(*outgoing, {.url = url(server.port(), "/", host)});
    ASSERT_FALSE(answer) << host;
    EXPECT_EQ(answer.error().code, Code::forbidden) << host << to_string(answer.error());
    EXPECT_THAT(answer.error().message, HasSubstr("; set webhooks.allow_private")) << host;
  }
  EXPECT_EQ(to_string(fetch(*outgoing, {.url = url(server.port(), "/", "10.0.0.1")}).error()),
            "url: address 10.0.0.1 is private; set webhooks.allow_private");
  EXPECT_EQ(to_string(fetch(*outgoing, {.url = url(server.port(), "/")}).error()),
            "url: address 127.0.0.1 is private (loopback); set webhooks.allow_private");
  EXPECT_TRUE(handler.requests().empty());
}

TEST(OutgoingHttp, S34_ARedirectToAPrivateAddressIsRefused) {
  RecordingHandler handler;
  std::uint16_t port = 0;
  RecordingHandler redirecting([&](const Request&) {
    return Response{.status = 302, .headers = {{"Location", url(port, "/", "127.0.0.2")}}};
  });
  TestServer target(handler, {.listen = "127.0.0.2:0"});
  TestServer server(redirecting);
  port = target.port();
  const auto outgoing = open_outgoing({.private_allowed = *CidrSet::parse("127.0.0.1")});
  const auto answer = fetch(*outgoing, {.url = url(server.port(), "/")});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::forbidden) << to_string(answer.error());
  EXPECT_EQ(redirecting.requests().size(), 1U);
  EXPECT_TRUE(handler.requests().empty());
}

TEST(OutgoingHttp, F42_NoAnswerIsATimeout) {
  const auto silent = canned("", Then::hold);
  const auto slow = canned("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx", Then::hold);
  const auto outgoing = open_outgoing();
  for (const std::uint16_t port : {silent.port(), slow.port()}) {
    const auto answer = fetch(*outgoing, {.url = url(port, "/"), .timeout_ms = 100});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::timeout) << to_string(answer.error());
  }
}

TEST(OutgoingHttp, F42_HugeAnswersAreCut) {
  RecordingHandler handler([](const Request&) { return text(std::string(50'000'000, 'y')); });
  TestServer server(handler);
  const auto outgoing = open_outgoing();
  const auto cut = fetch(*outgoing, {.url = url(server.port(), "/")});
  ASSERT_TRUE(cut) << to_string(cut.error());
  EXPECT_EQ(cut->body.size(), 65'536U);
  EXPECT_TRUE(cut->body_cut);
  EXPECT_LT(server->counters().bytes_sent, 50'000'000U);

  RecordingHandler exact([](const Request&) { return text(std::string(1000, 'y')); });
  TestServer small(exact);
  const auto whole = fetch(*outgoing, {.url = url(small.port(), "/"), .response_bytes_max = 1000});
  ASSERT_TRUE(whole);
  EXPECT_FALSE(whole->body_cut);
}

TEST(OutgoingHttp, F42_EndlessHeadersAreEnded) {
  const ScriptedServer endless([](RawClient& client) {
    while (!client.line().empty()) {
    }
    client.send("HTTP/1.1 200 OK\r\n");
    while (client.send("X: " + std::string(1000, 'y') + "\r\n")) {
    }
  });
  const auto outgoing = open_outgoing();
  const auto answer = fetch(*outgoing, {.url = url(endless.port(), "/")});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable) << to_string(answer.error());
}

TEST(OutgoingHttp, F41_AnAnswerCutAtAnyByteIsAnError) {
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
  const auto outgoing = open_outgoing();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto server = canned(whole.substr(0, length), Then::close);
    const auto answer = fetch(*outgoing, {.url = url(server.port(), "/")});
    ASSERT_FALSE(answer) << length;
    EXPECT_EQ(answer.error().code, Code::unavailable) << length << to_string(answer.error());
  }
}

TEST(OutgoingHttp, NobodyThereIsUnavailable) {
  std::uint16_t port = 0;
  {
    RecordingHandler handler;
    TestServer gone(handler);
    port = gone.port();
  }
  const auto outgoing = open_outgoing();
  const auto answer = fetch(*outgoing, {.url = url(port, "/")});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable) << to_string(answer.error());
}

TEST(OutgoingHttp, HttpsChecksTheCertificate) {
  const Certificate certificate;
  RecordingHandler handler;
  TestServer server(handler, {.tls = certificate.files()});
  const HttpCall call{.url = fmt::format("https://localhost:{}/a", server.port())};

  const auto trusting = open_outgoing(
      {.private_targets = PrivateTargets::allow, .ca_file = certificate.files().certificate_path});
  const auto answer = fetch(*trusting, call);
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->body, "/a");

  const auto strict = open_outgoing();
  const auto refused = fetch(*strict, call);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("certificate"));
}

TEST(OutgoingHttp, AFullQueueIsUnavailable) {
  const auto silent = canned("", Then::hold);
  const auto outgoing = open_outgoing(
      {.private_targets = PrivateTargets::allow, .limits = {.transfers_max = 1, .waiting_max = 2}});
  std::vector<std::future<Result<HttpAnswer>>> answers;
  for (int i = 0; i < 10; ++i)
    answers.push_back(start(*outgoing, {.url = url(silent.port(), "/")}));
  // One is at work and two wait, or two wait and the rest is refused: the last one always is.
  const auto last = answers.back().get();
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, Code::unavailable);
  outgoing->stop();
}

TEST(OutgoingHttp, StopCancels) {
  const auto silent = canned("", Then::hold);
  const auto outgoing = open_outgoing();
  auto running = start(*outgoing, {.url = url(silent.port(), "/")});
  outgoing->stop();
  auto late = start(*outgoing, {.url = url(silent.port(), "/")});
  for (auto* answer : {&running, &late}) {
    const auto got = answer->get();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Code::cancelled);
  }
  outgoing->stop();
}

}  // namespace
}  // namespace muster::net::testing
