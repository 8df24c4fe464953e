#include "api/pings.h"

#include "api/api_test_support.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class Pings : public testing::Test {
 protected:
  void SetUp() override { make_check(); }

  // A project and one check in it, by way of the API.
  void make_check() {
    const Answer project = bench.admin("POST /v1/projects", R"({"name":"shop"})");
    ASSERT_EQ(project.status, 201) << project.body;
    ping_key = project.text("ping_key");
    const Answer check =
        bench.admin("POST /v1/projects/shop/checks", R"({"name":"backup","slug":"backup"})");
    ASSERT_EQ(check.status, 201) << check.body;
    uuid = check.text("uuid");
  }

  engine::PingRow last_ping() { return bench.store.ping_log().rbegin()->second; }
  std::size_t pings() { return bench.store.ping_log().size(); }

  Bench bench;
  std::string ping_key;
  std::string uuid;
};

TEST_F(Pings, AnswersAsTheContractSays) {
  const Answer ok = bench.ask("GET /ping/" + uuid);
  EXPECT_EQ(ok.status, 200);
  EXPECT_EQ(ok.body, "OK");
  EXPECT_EQ(ok.header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(ok.header("Cache-Control"), "max-age=0, no-cache, no-store, must-revalidate, private");
  EXPECT_EQ(ok.header("Ping-Body-Limit"), "100000");
  EXPECT_EQ(ok.header("Content-Length"), "2");
}

struct Case {
  std::string_view call;  // U the UUID, K the ping key
  int status;
  std::string_view body;
};

TEST_F(Pings, EveryAnswer) {
  bench.admin("POST /v1/projects/shop/checks", R"({"name":"a","slug":"twin"})");
  bench.admin("POST /v1/projects/shop/checks", R"({"name":"b","slug":"twin"})");
  const std::array cases{
      Case{"GET /ping/U", 200, "OK"},
      Case{"HEAD /ping/U", 200, "OK"},  // the server leaves the body out
      Case{"POST /ping/U/start", 200, "OK"},
      Case{"GET /ping/U/3", 200, "OK"},
      Case{"GET /ping/U/007?rid=123e4567-e89b-12d3-a456-426614174000", 200, "OK"},
      Case{"GET /ping/K/backup", 200, "OK"},
      Case{"GET /ping/K/new-one?create=1", 201, "Created"},
      Case{"GET /ping/K/new-one?create=1", 200, "OK"},
      Case{"GET /ping/K/other/start?create=1", 201, "Created"},
      Case{"GET /ping/K/unknown", 404, "not found"},
      Case{"GET /ping/K/unknown?create=0", 404, "not found"},
      Case{"GET /ping/nokey/backup", 404, "not found"},
      Case{"GET /ping/U/bogus", 404, "not found"},
      Case{"GET /ping/U/-1", 404, "not found"},
      Case{"GET /ping/U/start/", 404, "not found"},
      Case{"GET /ping/00000000-0000-4000-8000-000000000000", 404, "not found"},
      Case{"GET /ping/U/256", 400, "invalid url format"},
      Case{"GET /ping/K/Backup", 400, "invalid url format"},
      Case{"GET /ping/U?rid=1", 400, "invalid uuid format"},
      Case{"GET /ping/K/twin", 409, "ambiguous slug"},
      Case{"PUT /ping/U", 405, "method not allowed"},
      Case{"DELETE /ping/U", 405, "method not allowed"},
      Case{"PROPFIND /ping/U", 405, "method not allowed"},
      Case{"OPTIONS /ping/U", 204, ""},
  };
  std::size_t recorded = 0;
  for (const Case& c : cases) {
    std::string call(c.call);
    if (const auto at = call.find("/U"); at != std::string::npos) call.replace(at + 1, 1, uuid);
    if (const auto at = call.find("/K"); at != std::string::npos) call.replace(at + 1, 1, ping_key);
    const Answer answer = bench.ask(call);
    EXPECT_EQ(answer.status, c.status) << c.call;
    EXPECT_EQ(answer.body, c.body) << c.call;
    if (c.status == 405) {
      EXPECT_EQ(answer.header("Allow"), "GET, HEAD, POST, OPTIONS") << c.call;
    }
    const bool taken = c.status == 200 || c.status == 201;
    recorded += taken ? 1 : 0;
    EXPECT_EQ(pings(), recorded) << c.call;
  }
}

TEST_F(Pings, RecordsWhatWasSent) {
  net::Request request =
      Bench::request("POST /ping/" + uuid + "/7?rid=123E4567-E89B-12D3-A456-426614174000",
                     std::string("\0\xFF body", 7));
  request.headers = {{"user-agent", "curl/8.0"}};
  EXPECT_EQ(bench.ask(request).status, 200);
  const core::Ping ping = last_ping().ping;
  EXPECT_EQ(ping.kind, core::PingKind::fail);
  EXPECT_EQ(ping.exit_status, 7);
  EXPECT_EQ(ping.rid, parse_uuid("123e4567-e89b-12d3-a456-426614174000"));
  EXPECT_EQ(ping.method, "POST");
  EXPECT_EQ(ping.user_agent, "curl/8.0");
  EXPECT_EQ(ping.remote_address, "192.0.2.1");
  EXPECT_EQ(ping.scheme, core::Scheme::http);
  EXPECT_EQ(last_ping().body_bytes, 7);
}

TEST_F(Pings, CutsTheUserAgentBetweenCharacters) {
  struct Agent {
    std::string sent;
    std::string kept;
  };
  const std::string x199(199, 'x');
  const std::array cases{
      Agent{std::string(300, 'x'), std::string(200, 'x')},
      Agent{x199 + "éé", x199 + "é"},
      Agent{x199 + "\xC3", x199 + "\xEF\xBF\xBD"},  // not UTF-8
      Agent{"", ""},
  };
  for (const Agent& c : cases) {
    net::Request request = Bench::request("GET /ping/" + uuid);
    request.headers = {{"user-agent", c.sent}};
    EXPECT_EQ(bench.ask(request).status, 200);
    EXPECT_EQ(last_ping().ping.user_agent, c.kept);
  }
}

TEST(PingBodies, AreCutAndOtherBodiesRefused) {
  Bench bench(Site{.ping_body_bytes = 10});
  const auto policy = [&](std::string_view call) {
    return bench.dispatcher().body_policy(Bench::request(call));
  };
  EXPECT_EQ(policy("POST /ping/x").bytes_max, 10U);
  EXPECT_EQ(policy("POST /ping/x").over, net::BodyPolicy::Over::cut);
  EXPECT_EQ(policy("POST /api/monlink/x").over, net::BodyPolicy::Over::cut);
  EXPECT_EQ(policy("POST /v1/projects").bytes_max, limits::kRequestBodyBytes);
  EXPECT_EQ(policy("POST /v1/projects").over, net::BodyPolicy::Over::refuse);
}

// The seed's own endpoint.
TEST_F(Pings, S2_1_MonlinkAnswersOkAndRecordsWhoAsked) {
  net::Request request = Bench::request("GET /api/monlink/" + uuid);
  request.headers = {{"user-agent", "curl/8.0"}};
  const Answer answer = bench.ask(request);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "OK");
  EXPECT_TRUE(answer.content_type.starts_with("text/html"));
  EXPECT_EQ(last_ping().ping.user_agent, "curl/8.0");
  EXPECT_EQ(last_ping().ping.remote_address, "192.0.2.1");
  EXPECT_EQ(last_ping().at, bench.clock.now());
}

TEST_F(Pings, S2_2_AnUnknownIdIsWrongIdButOurFaultIsNot) {
  for (const char* id : {"00000000-0000-4000-8000-000000000000", "x", ""}) {
    const Answer answer = bench.ask(std::string("GET /api/monlink/") + id);
    EXPECT_EQ(answer.status, 400) << id;
    EXPECT_EQ(answer.body, R"({"error":"Bad Request","message":"Wrong Id"})") << id;
  }
  bench.store.fail_with(Error{Code::unavailable, "disk full", ""});
  for (const std::string& call :
       {"GET /api/monlink/" + uuid, "GET /ping/" + uuid,
        std::string("GET /ping/00000000-0000-4000-8000-000000000000"),
        std::string("GET /api/monlink/00000000-0000-4000-8000-000000000000"),
        "GET /ping/" + ping_key + "/unknown?create=1"}) {
    const Answer answer = bench.ask(call);
    EXPECT_EQ(answer.status, 503) << call;
    EXPECT_EQ(answer.header("Retry-After"), "1") << call;
  }
}

TEST_F(Pings, S2_3_HeadAndPostCountLikeGet) {
  std::size_t before = pings();
  for (const char* verb : {"GET", "HEAD", "POST"}) {
    EXPECT_EQ(bench.ask(verb + (" /api/monlink/" + uuid)).status, 200) << verb;
    EXPECT_EQ(pings(), ++before) << verb;
    EXPECT_EQ(last_ping().ping.method, verb);
  }
  EXPECT_EQ(bench.ask("PUT /api/monlink/" + uuid).status, 405);
  EXPECT_EQ(pings(), before);
}

TEST_F(Pings, S2_4_IdsAreMadeByTheServerUniqueAndShownAsUrl) {
  const Answer other = bench.admin("POST /v1/projects/shop/checks", R"({"name":"backup"})");
  EXPECT_NE(other.text("uuid"), uuid);
  EXPECT_EQ(other.text("uuid")[14], '4');  // version 4: random
  EXPECT_EQ(other.text("ping_url"), "https://muster.test/ping/" + other.text("uuid"));
}

TEST_F(Pings, S2_5_OkMeansThatTheRestartedServerKnowsIt) {
  EXPECT_EQ(bench.ask("GET /ping/" + uuid).status, 200);
  bench.open_ledger();
  const Answer check = bench.admin("GET /v1/projects/shop/checks/backup");
  EXPECT_EQ(check.text("status"), "up");
}

TEST(PingOrigin, S2_6_TheClientBehindATrustedProxyIsRecorded) {
  Bench bench(Site{.trusted_proxies = *net::CidrSet::parse("192.0.2.0/24")});
  bench.admin("POST /v1/projects", R"({"name":"shop"})");
  const Answer check = bench.admin("POST /v1/projects/shop/checks", R"({"name":"backup"})");
  net::Request request = Bench::request("GET /ping/" + check.text("uuid"));
  request.headers = {{"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "https"}};
  EXPECT_EQ(bench.ask(request).status, 200);
  const core::Ping trusted = bench.store.ping_log().rbegin()->second.ping;
  EXPECT_EQ(trusted.remote_address, "203.0.113.9");
  EXPECT_EQ(trusted.scheme, core::Scheme::https);

  request.peer.address = "198.51.100.1";
  EXPECT_EQ(bench.ask(request).status, 200);
  const core::Ping untrusted = bench.store.ping_log().rbegin()->second.ping;
  EXPECT_EQ(untrusted.remote_address, "198.51.100.1");
  EXPECT_EQ(untrusted.scheme, core::Scheme::http);
}

TEST_F(Pings, AFullQueueIsAnsweredTryAgain) {
  bench.ledger().close();
  for (const std::string& call : {"GET /ping/" + uuid, "GET /api/monlink/" + uuid}) {
    const Answer answer = bench.ask(call);
    EXPECT_EQ(answer.status, 503) << call;
    EXPECT_EQ(answer.header("Retry-After"), "1") << call;
  }
  // A request that is wrong in itself is told so all the same.
  EXPECT_EQ(bench.ask("GET /ping/" + uuid + "/256").status, 400);
}

}  // namespace
}  // namespace muster::api
