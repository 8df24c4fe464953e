// Healthchecks §2.11: what the clients in the field send, in the order in which they send it.
#include "api/healthchecks/test_server.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

using net::Method;

// The Terraform provider reads by listing everything and picks the id from the end of update_url.
std::string id_in(const json::value& check) {
  const std::string url(check.at("update_url").as_string());
  return url.substr(url.rfind('/') + 1);
}

TEST(HealthchecksClients, GoAndTerraformCreateReadUpdatePauseAndDelete) {
  TestServer server;
  server.make(R"({"name":"somebody else's"})");
  server.add_channel("ops", "mail");
  const json::value channel = server.get("/api/v1/channels/").json().at("channels").at(0);
  EXPECT_EQ(channel.at("kind"), json::value("email"));
  const std::string channel_id(channel.at("id").as_string());

  const Answer created = server.post(
      "/api/v1/checks/", R"({"name":"tf","tags":"a b","desc":"","grace":300,"timeout":600,)"
                         R"("channels":")" +
                             channel_id + R"(","methods":"","unique":null})");
  // The library leaves `unique` out; sent as null it would be refused like any wrong type.
  EXPECT_EQ(created.status, 400);
  const Answer made = server.post(
      "/api/v1/checks/", R"({"name":"tf","tags":"a b","grace":300,"timeout":600,"channels":")" +
                             channel_id + R"(","methods":""})");
  EXPECT_EQ(made.status, 201);
  const std::string id = id_in(made.json());

  const auto read = [&]() -> std::optional<json::value> {
    const json::value list = server.get("/api/v1/checks/").json();
    for (const json::value& check : list.at("checks").as_array()) {
      if (id_in(check) == id) return check;
    }
    return std::nullopt;
  };
  ASSERT_TRUE(read());
  EXPECT_EQ(read()->at("channels"), json::value(channel_id));
  EXPECT_EQ(read()->at("tags"), json::value("a b"));

  const Answer cron = server.post("/api/v1/checks/" + id,
                                  R"({"name":"tf","schedule":"5 * * * *","tz":"UTC","grace":300,)"
                                  R"("tags":"","channels":"","methods":"POST"})");
  EXPECT_EQ(cron.status, 200);
  EXPECT_EQ(read()->at("channels"), json::value(""));
  EXPECT_EQ(read()->at("methods"), json::value("POST"));
  EXPECT_EQ(read()->at("schedule"), json::value("5 * * * *"));

  EXPECT_EQ(server.post("/api/v1/checks/" + id + "/pause").status, 200);
  EXPECT_EQ(server.remove("/api/v1/checks/" + id).status, 200);
  EXPECT_FALSE(read());
  const Answer error = server.post("/api/v1/checks/", R"({"timeout":1})");
  EXPECT_GE(error.status, 300);
  EXPECT_EQ(error.text("error"), "json validation error: timeout is too small");
  EXPECT_TRUE(server.remove("/api/v1/checks/" + id).json().as_object().contains("error"));
}

TEST(HealthchecksClients, PythonFindsAllMembersNonNull) {
  TestServer server;
  const std::string id = server.make(R"({"tags":"py"})");
  for (const char* what : {"/start", "", "/fail", "/log", "/3"}) {
    const Answer answer = server.ping(id + what, "output");
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.body.contains("not found"));
    EXPECT_FALSE(answer.body.contains("rate limited"));
  }
  const json::value pings = server.get("/api/v1/checks/" + id + "/pings/").json().at("pings");
  ASSERT_EQ(pings.as_array().size(), 5u);
  for (const json::value& ping : pings.as_array()) {
    for (const char* member : {"n", "ua", "type", "date", "scheme", "remote_addr", "method"}) {
      EXPECT_FALSE(ping.at(member).is_null()) << member;
    }
  }
  EXPECT_TRUE(server.get("/api/v1/badges/").json().at("badges").as_object().contains("py"));
  EXPECT_EQ(server.get("/api/v1/channels/").status, 200);
}

TEST(HealthchecksClients, RustUsesNoSlashesAndPostsForPingsAndFlips) {
  TestServer server;
  const std::string id = server.make();
  EXPECT_EQ(server.get("/api/v3/checks").status, 200);
  EXPECT_EQ(server.get("/api/v3/channels").status, 200);
  server.ping(id, "", Method::get);
  server.ping(id + "/start", "", Method::get);
  server.ping(id + "/fail", "", Method::post);
  const Answer pings = server.post("/api/v3/checks/" + id + "/pings");
  EXPECT_EQ(pings.status, 200);
  EXPECT_EQ(pings.json().at("pings").as_array().size(), 3u);
  for (const std::string_view ending : {"/flips", "/flips/"}) {
    const Answer flips = server.post("/api/v3/checks/" + id + std::string(ending));
    EXPECT_EQ(flips.status, 200);
    EXPECT_EQ(flips.json().at("flips").as_array().size(), 2u);
  }
}

TEST(HealthchecksClients, AnsibleLogsInByListingAndPingsByHead) {
  TestServer server;
  EXPECT_EQ(server.get("/api/v1/checks", "hcw_cccccccccccccccccccccccccccc").status, 401);
  EXPECT_EQ(server.get("/api/v1/checks").status, 200);
  EXPECT_EQ(server.get("/api/v1/badges").status, 200);
  const Answer made = server.post("/api/v1/checks/", R"({"name":"ansible","unique":["name"]})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(server.post("/api/v1/checks/", R"({"name":"ansible","unique":["name"]})").status, 200);
  const std::string id = made.text("uuid");
  for (const char* what : {"/start", "", "/fail"}) {
    EXPECT_EQ(server.ping(id + what, "", Method::head).status, 200);
  }
  const Answer check = server.get("/api/v1/checks/" + id);
  EXPECT_EQ(check.number("n_pings"), 3);
  EXPECT_EQ(check.text("status"), "down");
  EXPECT_EQ(server.get("/api/v1/checks/" + id + "/pings").json().at("pings").at(0).at("method"),
            json::value("HEAD"));
  EXPECT_EQ(server.remove("/api/v1/checks/" + id).status, 200);
}

TEST(HealthchecksClients, DashboardInABrowserAsksBeforehand) {
  TestServer server;
  server.make(R"({"name":"seen"})");
  const Answer preflight =
      server.send({.method = Method::options,
                   .target = "/api/v3/checks/",
                   .key = {},
                   .headers = {{"origin", "https://dash.test"},
                               {"access-control-request-headers", "x-api-key"}}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.header("Access-Control-Allow-Headers"), "X-Api-Key");
  const Answer list = server.get("/api/v3/checks/", kReadKey);
  EXPECT_EQ(list.header("Access-Control-Allow-Origin"), "*");
  EXPECT_TRUE(list.json().at("checks").at(0).as_object().contains("unique_key"));
}

}  // namespace
}  // namespace muster::api::healthchecks
