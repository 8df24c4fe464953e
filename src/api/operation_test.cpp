#include "api/api_test_support.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

TEST(Operation, HealthNeedsNothing) {
  Bench bench;
  bench.store.fail_with(Error{Code::unavailable, "away", ""});
  const Answer answer = bench.ask("GET /healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_EQ(bench.ask("HEAD /healthz").status, 200);
}

TEST(Operation, ReadinessNamesItsReasons) {
  Bench bench;
  bench.step();
  EXPECT_EQ(bench.ask("GET /readyz").body, R"({"ready":true,"reasons":[]})");
  // ask() steps after the handler has looked, so this looks at a thread that stood still.
  bench.clock.pass(std::chrono::seconds(31));
  const Answer stalled = bench.ask("GET /readyz");
  EXPECT_EQ(stalled.status, 503);
  EXPECT_EQ(stalled.body,
            R"({"ready":false,"reasons":["the state thread has not moved for 31 s"]})");
  EXPECT_EQ(bench.ask("GET /readyz").status, 200);

  bench.store.fail_with(Error{Code::unavailable, "disk full", ""});
  bench.admin("POST /v1/projects", R"({"name":"x"})");
  const Answer failing = bench.ask("GET /readyz");
  EXPECT_EQ(failing.status, 503);
  EXPECT_NE(failing.body.find("database"), std::string::npos) << failing.body;
}

TEST(Operation, ReadinessSeesNoticesThatWait) {
  Bench bench;
  bench.admin("POST /v1/projects", R"({"name":"shop"})");
  bench.admin("POST /v1/projects/shop/contacts",
              R"({"name":"ops","kind":"mail","config":{"to":"ops@example.org"}})");
  const Answer check =
      bench.admin("POST /v1/projects/shop/checks", R"({"name":"backup","contacts":["*"]})");
  EXPECT_EQ(bench.ask("GET /ping/" + check.text("uuid") + "/fail").status, 200);
  EXPECT_EQ(bench.ask("GET /readyz").status, 200);
  bench.pass(std::chrono::seconds(301));
  const Answer late = bench.ask("GET /readyz");
  EXPECT_EQ(late.status, 503);
  EXPECT_NE(late.body.find("the oldest notice has waited for 301 s"), std::string::npos)
      << late.body;
}

struct MetricsCase {
  std::string_view configured;
  std::string_view token;
  std::string_view peer;  // "" is the Unix socket
  net::Headers headers;
  int status;
};

TEST(Operation, MetricsAreForTheTokenOrForTheMachineItself) {
  const std::array cases{
      MetricsCase{"", "", "127.0.0.1", {}, 200},
      MetricsCase{"", "", "::1", {}, 200},
      MetricsCase{"", "", "::ffff:127.0.0.1", {}, 200},
      MetricsCase{"", "", "", {}, 200},
      MetricsCase{"", "", "192.0.2.1", {}, 403},
      MetricsCase{"", "", "127.0.0.1", {{"x-forwarded-for", "127.0.0.1"}}, 403},
      MetricsCase{"", "", "", {{"forwarded", "for=1.2.3.4"}}, 403},
      MetricsCase{"s3cret", "", "127.0.0.1", {}, 401},
      MetricsCase{"s3cret", "wrong", "127.0.0.1", {}, 403},
      MetricsCase{"s3cret", "s3cret", "192.0.2.1", {}, 200},
      MetricsCase{"s3cret", "s3cret", "127.0.0.1", {{"x-forwarded-for", "1.2.3.4"}}, 200},
  };
  for (const MetricsCase& c : cases) {
    Bench bench(Site{.metrics_token = std::string(c.configured)});
    net::Request request = Bench::request("GET /metrics", "", std::string(c.token));
    request.peer = {.address = std::string(c.peer), .local_socket = c.peer.empty()};
    request.headers.insert(request.headers.end(), c.headers.begin(), c.headers.end());
    EXPECT_EQ(bench.ask(request).status, c.status)
        << c.configured << ' ' << c.token << ' ' << c.peer;
  }
}

TEST(Operation, MetricsCountPings) {
  Bench bench;
  bench.admin("POST /v1/projects", R"({"name":"shop"})");
  const Answer check = bench.admin("POST /v1/projects/shop/checks", R"({"name":"backup"})");
  bench.ask("GET /ping/" + check.text("uuid"));
  const Answer metrics = bench.admin("GET /metrics");
  EXPECT_EQ(metrics.content_type, "text/plain; version=0.0.4");
  EXPECT_NE(metrics.body.find("\nmuster_pings_total 1\n"), std::string::npos) << metrics.body;
  EXPECT_NE(metrics.body.find("# TYPE muster_checks gauge\nmuster_checks 1\n"), std::string::npos);
}

}  // namespace
}  // namespace muster::api
