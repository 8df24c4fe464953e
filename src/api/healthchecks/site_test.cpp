// Healthchecks §2.6: channels, status, metrics of the site, reports of carriers; and the table
// itself.
#include "api/healthchecks/test_server.h"

#include <set>

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

TEST(HealthchecksSite, ChannelsHaveIdNameAndTheKindThatClientsKnow) {
  TestServer server;
  const std::string hook = server.add_channel("hook", "webhook");
  const std::string mail = server.add_channel("mail to ops", "mail");
  const Answer answer = server.get("/api/v2/channels/");
  EXPECT_EQ(
      answer.json(),
      json::value(json::object{
          {"channels",
           json::array{json::object{{"id", hook}, {"name", "hook"}, {"kind", "webhook"}},
                       json::object{{"id", mail}, {"name", "mail to ops"}, {"kind", "email"}}}}}));
  EXPECT_EQ(server.get("/api/v2/channels/", kOtherKey).body, R"({"channels":[]})");
}

TEST(HealthchecksSite, StatusAsksTheDatabase) {
  TestServer server;
  const Answer answer = server.get("/api/v3/status/", std::nullopt);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "OK");
  server.store().database_error = Error{.code = Code::unavailable, .message = "away"};
  EXPECT_EQ(server.get("/api/v3/status/", std::nullopt).status, 503);
}

TEST(HealthchecksSite, MetricsNeedTheirOwnKey) {
  TestServer server;
  const auto ask = [&](std::string_view key) {
    return server.send({.target = "/api/v3/metrics/",
                        .key = {},
                        .headers = {{"x-metrics-key", std::string(key)}}});
  };
  EXPECT_EQ(ask("").status, 403) << "no token set: nobody may";
  server.site().metrics_token = "secret";
  EXPECT_EQ(ask("wrong").status, 403);
  EXPECT_EQ(server.get("/api/v3/metrics/").status, 403);
  server.ping(server.make());
  const json::value seen = ask("secret").json();
  EXPECT_EQ(seen.as_object().size(), 4u);
  EXPECT_EQ(seen.at("ts"), json::value(to_micros(kStart) / 1'000'000));
  EXPECT_EQ(seen.at("max_ping_id").to_number<int>(), 1);
  EXPECT_TRUE(seen.as_object().contains("max_notification_id"));
  EXPECT_EQ(seen.at("num_unprocessed_flips").to_number<int>(), 0);
}

TEST(HealthchecksSite, ReportsOfCarriersAreAlwaysWelcome) {
  TestServer server;
  for (const std::string_view body : {"", "error=mailbox+full&mark_disabled=1",
                                      "MessageStatus=failed", "CallStatus=failed", "\xFF"}) {
    EXPECT_EQ(server
                  .post("/api/v3/notifications/11112222-3333-4444-9555-666677778888/status",
                        std::string(body), std::nullopt)
                  .status,
              200);
  }
  EXPECT_EQ(server.post("/api/v3/bounces/", "From: x\n\n", std::nullopt).status, 200);
}

TEST(HealthchecksSite, EveryRouteHasASummaryAndAllVersionsHaveTheSameCalls) {
  std::map<char, std::multiset<std::string>> calls;
  for (const Route& route : healthchecks_routes()) {
    EXPECT_FALSE(route.summary.empty()) << route.path;
    EXPECT_NE(route.handle, nullptr);
    EXPECT_NE(route.manners, nullptr);
    if (!route.path.starts_with("/api/v")) continue;
    calls[route.path[6]].insert(std::string(net::to_string(route.verb)) +
                                std::string(route.path.substr(7)));
  }
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls['1'], calls['2']);
  EXPECT_EQ(calls['2'], calls['3']);
}

}  // namespace
}  // namespace muster::api::healthchecks
