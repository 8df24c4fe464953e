// Healthchecks §2.9: the Prometheus addresses.
#include "api/healthchecks/test_server.h"
#include "base/limits.h"
#include "engine/checks.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

std::string address(const TestServer& server, std::string_view rest) {
  return "/projects/" + to_string(server.project().id) + std::string(rest);
}

TEST(HealthchecksPrometheus, KeyInThePathOrInTheHeader) {
  TestServer server;
  const auto status = [&](std::string_view rest, net::Headers headers = {}) {
    return server.send({.target = address(server, rest), .key = {}, .headers = std::move(headers)})
        .status;
  };
  const auto bearer = [](std::string_view key) {
    return net::Headers{{"authorization", "Bearer " + std::string(key)}};
  };
  EXPECT_EQ(status("/metrics/" + std::string(kReadKey)), 200);
  EXPECT_EQ(status("/checks/metrics/" + std::string(kReadKey)), 200);
  for (const std::string_view rest :
       {"/metrics", "/metrics/", "/checks/metrics", "/checks/metrics/"}) {
    EXPECT_EQ(status(rest, bearer(kReadKey)), 200) << rest;
    EXPECT_EQ(status(rest), 401) << rest;
    EXPECT_EQ(status(rest, bearer("short")), 400) << rest;
    EXPECT_EQ(status(rest, {{"authorization", "Basic eDp5"}}), 400) << rest;
    EXPECT_EQ(status(rest, bearer(kWriteKey)), 403) << rest;
  }
  EXPECT_EQ(status("/metrics/short"), 400);
  EXPECT_EQ(status("/metrics/" + std::string(kWriteKey)), 403);
  EXPECT_EQ(status("/metrics/hcr_unknownunknownunknownunknown"), 403);
  EXPECT_EQ(server.get("/projects/x/metrics/" + std::string(kReadKey)).status, 404);
  EXPECT_EQ(
      server.get("/projects/11112222-3333-4444-9555-666677778888/metrics/" + std::string(kReadKey))
          .status,
      200)
      << "the project in the path is not compared";
}

TEST(HealthchecksPrometheus, GaugesSayWhatTheChecksDo) {
  TestServer server;
  const std::string up = server.make(R"({"name":"a \"b\" \\ c\nd","tags":"db prod"})");
  const std::string down = server.make(R"({"name":"x","tags":"db"})");
  const std::string paused = server.make(R"({"name":"p"})");
  server.ping(up + "/start");
  server.pass(seconds(2));
  server.ping(up);
  server.ping(up + "/start");
  server.ping(down + "/fail");
  server.post("/api/v3/checks/" + paused + "/pause");

  const Answer answer = server.get(address(server, "/metrics/" + std::string(kReadKey)), {});
  EXPECT_TRUE(answer.content_type.starts_with("text/plain"));
  const auto labels = [&](std::string_view name, std::string_view tags, const std::string& id) {
    return "{name=\"" + std::string(name) + "\", tags=\"" + std::string(tags) +
           "\", unique_key=\"" + server.unique_key_of(id) + "\"}";
  };
  const std::string of_up = labels(R"(a \"b\" \\ c\nd)", "db prod", up);
  const std::string of_down = labels("x", "db", down);
  const std::string of_paused = labels("p", "", paused);
  for (const std::string& line :
       {"hc_check_up" + of_up + " 1", "hc_check_up" + of_down + " 0",
        "hc_check_up" + of_paused + " 1", "hc_check_started" + of_up + " 1",
        "hc_check_started" + of_down + " 0", "hc_check_grace" + of_up + " 0",
        "hc_check_paused" + of_paused + " 1", "hc_check_paused" + of_up + " 0",
        "hc_check_last_duration_seconds" + of_up + " 2",
        "hc_check_last_ping_timestamp_seconds" + of_up + " 1774785602",
        std::string("hc_tag_up{tag=\"db\"} 0"), std::string("hc_tag_up{tag=\"prod\"} 1"),
        std::string("hc_checks_total 3"), std::string("hc_checks_down_total 1"),
        std::string("# TYPE hc_check_up gauge")}) {
    EXPECT_TRUE(answer.body.contains(line + "\n")) << line << "\n" << answer.body;
  }
  EXPECT_FALSE(answer.body.contains("hc_check_last_ping_timestamp_seconds" + of_paused));
  EXPECT_FALSE(answer.body.contains(up)) << "no secret";
}

TEST(HealthchecksPrometheus, LargeProjectsAreWhole) {
  TestServer server;
  const std::size_t count = limits::kChecksPerView + 1;
  server.on_state([&](engine::Transaction& transaction) {
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_TRUE(engine::create_check(transaction, server.project().key, {}));
    }
  });
  const Answer answer = server.get(address(server, "/metrics/" + std::string(kReadKey)), {});
  EXPECT_TRUE(answer.body.contains("hc_checks_total " + std::to_string(count) + "\n"));
}

}  // namespace
}  // namespace muster::api::healthchecks
