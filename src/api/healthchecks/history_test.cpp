// Healthchecks §2.6: pings, their bodies, flips.
#include "api/healthchecks/test_server.h"
#include "base/limits.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

using std::chrono::milliseconds;

std::string path(const std::string& id, std::string_view rest) {
  return "/api/v3/checks/" + id + std::string(rest);
}

json::value pings(TestServer& server, const std::string& id) {
  return server.get(path(id, "/pings/")).json().at("pings");
}

TEST(HealthchecksHistory, PingsAreNewestFirstWithTheMembersOfTheContract) {
  TestServer server;
  const std::string id = server.make();
  const std::string rid = "aaaabbbb-cccc-4ddd-8eee-ffff00001111";
  server.ping(id + "/start?rid=" + rid);
  server.pass(milliseconds(12'345));
  server.ping(id + "?rid=" + rid, "it went well");
  const json::value expected = json::parse(R"([
      {"type":"success","date":"2026-03-29T12:00:12.345000+00:00","n":2,"scheme":"http",
       "remote_addr":"192.0.2.1","method":"POST","ua":"","rid":")" +
                                           rid + R"(","duration":12.35,
       "body_url":")" + std::string(kSite) +
                                           path(id, "/pings/2/body") + R"("},
      {"type":"start","date":"2026-03-29T12:00:00.000000+00:00","n":1,"scheme":"http",
       "remote_addr":"192.0.2.1","method":"POST","ua":"","rid":")" +
                                           rid + R"(",
       "body_url":null}])");
  json::value seen = pings(server, id);
  // 12.345 is not a binary fraction; either rounding of it is right.
  const double duration = seen.at(0).at("duration").as_double();
  EXPECT_NEAR(duration, 12.345, 0.0051);
  seen.at(0).at("duration") = 12.35;
  EXPECT_EQ(seen, expected);
}

TEST(HealthchecksHistory, TypesAreThoseOfTheContractAndRidMayBeNull) {
  TestServer server;
  const std::string id = server.make(R"({"methods":"POST"})");
  server.ping(id);
  server.ping(id + "/fail");
  server.ping(id + "/start");
  server.ping(id + "/log");
  server.ping(id, "", net::Method::get);
  const json::value rows = pings(server, id);
  ASSERT_EQ(rows.as_array().size(), 5u);
  const char* types[] = {"ign", "log", "start", "fail", "success"};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(rows.at(i).at("type"), json::value(types[i]));
    EXPECT_EQ(rows.at(i).at("rid"), json::value(nullptr));
    EXPECT_FALSE(rows.at(i).as_object().contains("exitstatus"));
  }
}

TEST(HealthchecksHistory, ListIsLimitedToTheNewest) {
  TestServer server;
  const std::string id = server.make();
  for (std::size_t i = 0; i < limits::kPingsListed + 2; ++i) {
    server.on_state([&](engine::Transaction& transaction) {
      ASSERT_TRUE(engine::take_ping(transaction, core::CheckId{*parse_uuid(id)},
                                    {.method = "POST", .body = "b"}));
    });
  }
  const json::value rows = pings(server, id);
  EXPECT_EQ(rows.as_array().size(), limits::kPingsListed);
  EXPECT_EQ(rows.at(0).at("n"), json::value(limits::kPingsListed + 2));
  EXPECT_EQ(server.get(path(id, "/pings/3/body")).status, 200);
  EXPECT_EQ(server.get(path(id, "/pings/2/body")).status, 404) << "outside of the list";
}

TEST(HealthchecksHistory, BodyComesBackByteForByte) {
  TestServer server;
  const std::string id = server.make();
  const std::string bytes("\x00\xFF\xC3<script>\r\n", 13);
  server.ping(id, bytes);
  server.ping(id);
  const Answer body = server.get(path(id, "/pings/1/body"));
  EXPECT_EQ(body.status, 200);
  EXPECT_EQ(body.body, bytes);
  EXPECT_EQ(body.content_type, "text/plain");
  EXPECT_EQ(body.header("X-Content-Type-Options"), "nosniff");
  for (const std::string_view n : {"2", "3", "0", "-1", "x", "1x", "99999999999999999999"}) {
    EXPECT_EQ(server.get(path(id, "/pings/" + std::string(n) + "/body")).status, 404) << n;
  }
}

TEST(HealthchecksHistory, D2_BodyThatIsNotUtf8IsRecordedThoughTheBodyIsFiltered) {
  TestServer server;
  const std::string id = server.make(R"({"filter_http_body":true,"failure_kw":"FAIL"})");
  EXPECT_EQ(server.ping(id, "\xFF\xFE FAIL").status, 200);
  EXPECT_EQ(pings(server, id).at(0).at("type"), json::value("fail"));
}

TEST(HealthchecksHistory, FlipsAreAnObjectNewestFirstAndPausingIsUpZero) {
  TestServer server;
  const std::string id = server.make();
  server.ping(id);
  server.pass(seconds(10));
  server.ping(id + "/fail");
  server.pass(seconds(10));
  server.ping(id);
  server.pass(seconds(10));
  server.post(path(id, "/pause"));
  server.post(path(id, "/resume"));
  EXPECT_EQ(server.get(path(id, "/flips/")).json(), json::parse(R"({"flips":[
      {"timestamp":"2026-03-29T12:00:30+00:00","up":0},
      {"timestamp":"2026-03-29T12:00:30+00:00","up":0},
      {"timestamp":"2026-03-29T12:00:20+00:00","up":1},
      {"timestamp":"2026-03-29T12:00:10+00:00","up":0},
      {"timestamp":"2026-03-29T12:00:00+00:00","up":1}]})"));
}

TEST(HealthchecksHistory, FlipsAreBoundedByStartEndAndSeconds) {
  TestServer server;
  const std::string id = server.make();
  const auto begin = to_micros(kStart) / 1'000'000;
  for (const char* what : {"", "/fail", ""}) {
    server.ping(id + what);
    server.pass(seconds(10));
  }
  const auto count = [&](const std::string& query) {
    return server.get(path(id, "/flips/?" + query)).json().at("flips").as_array().size();
  };
  EXPECT_EQ(count(""), 3u);
  EXPECT_EQ(count("start=" + std::to_string(begin + 10)), 2u);
  EXPECT_EQ(count("end=" + std::to_string(begin + 10)), 1u);
  EXPECT_EQ(count("start=" + std::to_string(begin + 1) + "&end=" + std::to_string(begin + 20)), 1u);
  EXPECT_EQ(count("seconds=20"), 2u);
  EXPECT_EQ(count("seconds=0"), 3u);
  EXPECT_EQ(count("seconds="), 3u);
  EXPECT_EQ(count("start=0&end=10000000000&seconds=31536000"), 3u);
  EXPECT_EQ(
      server.get("/api/v1/checks/" + server.unique_key_of(id) + "/flips/?seconds=20", kReadKey)
          .json()
          .at("flips")
          .as_array()
          .size(),
      2u);
}

TEST(HealthchecksHistory, WrongBoundsAre400) {
  TestServer server;
  const std::string id = server.make();
  for (const std::string_view query :
       {"start=x", "start=", "start=-1", "start=10000000001", "end=1.5", "end=", "end=-5",
        "seconds=31536001", "seconds=-1", "seconds=x"}) {
    const Answer answer = server.get(path(id, "/flips/?" + std::string(query)));
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_TRUE(answer.text("error").starts_with(query.substr(0, query.find('=')))) << answer.body;
  }
  EXPECT_EQ(server.get(path(id, "/flips/?start=x"), std::nullopt).status, 401);
}

TEST(HealthchecksHistory, D9_OwnAbsenceMakesNoFlips) {
  TestServer server;
  const std::string id = server.make(R"({"timeout":3600,"grace":60})");
  server.ping(id);
  server.be_away(std::chrono::hours(24));
  EXPECT_EQ(server.get("/api/v3/checks/" + id).text("status"), "grace");
  EXPECT_EQ(server.get(path(id, "/flips/")).json().at("flips").as_array().size(), 1u);
}

}  // namespace
}  // namespace muster::api::healthchecks
