// Healthchecks §2.9 and §2.6: badges and the list of their URLs.
#include "api/healthchecks/test_server.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

std::string path_of(const json::value& url) {
  const std::string text(url.as_string());
  EXPECT_TRUE(text.starts_with(kSite)) << text;
  return text.substr(kSite.size());
}

json::value badge_urls(TestServer& server) {
  return server.get("/api/v3/badges/", kReadKey).json().at("badges");
}

TEST(HealthchecksBadges, EveryTagHasSixUrlsAndSoDoAllChecksTogether) {
  TestServer server;
  server.make(R"({"tags":"db prod"})");
  server.make(R"({"tags":"db web/öl"})");
  server.make(R"({"tags":"foreign"})", kOtherKey);
  const json::value urls = badge_urls(server);
  ASSERT_EQ(urls.as_object().size(), 4u);
  for (const char* tag : {"*", "db", "prod", "web/öl"}) {
    const json::object& formats = urls.at(tag).as_object();
    ASSERT_EQ(formats.size(), 6u);
    for (const char* format : {"svg", "svg3", "json", "json3", "shields", "shields3"}) {
      const Answer badge = server.get(path_of(formats.at(format)), std::nullopt);
      EXPECT_EQ(badge.status, 200) << tag << format;
      EXPECT_EQ(badge.header("Access-Control-Allow-Origin"), "*");
      EXPECT_TRUE(badge.header("Cache-Control").contains("no-store"));
    }
  }
}

TEST(HealthchecksBadges, TagBadgeCountsTheChecksOfItsTag) {
  TestServer server;
  const std::string late = server.make(R"({"tags":"db","timeout":60,"grace":3600})");
  server.make(R"({"tags":"db"})");
  const std::string failed = server.make(R"({"tags":"web"})");
  server.ping(late);
  server.ping(failed + "/fail");
  server.pass(seconds(90));
  const json::value urls = badge_urls(server);
  const auto body = [&](const char* tag, const char* format) {
    return server.get(path_of(urls.at(tag).at(format)), std::nullopt).body;
  };
  EXPECT_EQ(body("db", "json"), R"({"status":"up","total":2,"grace":1,"down":0})");
  EXPECT_EQ(body("db", "json3"), R"({"status":"late","total":2,"grace":1,"down":0})");
  EXPECT_EQ(body("web", "json"), R"({"status":"down","total":1,"grace":0,"down":1})");
  EXPECT_EQ(body("*", "json3"), R"({"status":"down","total":3,"grace":1,"down":1})");
  EXPECT_EQ(body("db", "shields3"),
            R"({"schemaVersion":1,"label":"db","message":"late","color":"important"})");
  EXPECT_TRUE(body("web", "svg").contains("#e05d44"));
}

TEST(HealthchecksBadges, SignatureOfAnotherTagOrProjectOpensNothing) {
  TestServer server;
  server.make(R"({"tags":"db web"})");
  const json::value urls = badge_urls(server);
  std::string url = path_of(urls.at("db").at("svg3"));
  EXPECT_EQ(server.get(url, std::nullopt).status, 200);
  std::string other_tag = url;
  other_tag.replace(other_tag.rfind("db."), 2, "web");
  std::string other_format = url;
  other_format.replace(other_format.rfind("svg"), 3, "png");
  std::string wrong = url;
  wrong[wrong.find("/db.") - 1] = 'z';
  const std::string bare = "/badge/" + server.project().badge_key;
  for (const std::string& target :
       {other_tag, other_format, wrong, bare + "/-2/db.svg", bare + "/.svg", bare + "/x.svg",
        bare + "/db", std::string("/badge/nokey/0000000000000000/db.svg")}) {
    const Answer answer = server.get(target, std::nullopt);
    EXPECT_EQ(answer.status, 404) << target;
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  }
}

TEST(HealthchecksBadges, CheckBadgeHasTwoOrThreeStates) {
  TestServer server;
  const std::string id = server.make(R"({"name":"Nightly","timeout":60,"grace":3600})");
  server.ping(id);
  server.pass(seconds(90));
  const std::string url = server.get("/api/v3/checks/" + id).text("badge_url");
  const std::string svg = url.substr(kSite.size());
  ASSERT_TRUE(svg.starts_with("/b/2/"));
  EXPECT_EQ(server.get(svg, std::nullopt).content_type, "image/svg+xml");
  EXPECT_TRUE(server.get(svg, std::nullopt).body.contains("#4c1"));
  const std::string badge_id = svg.substr(5, 36);
  EXPECT_EQ(server.get("/b/3/" + badge_id + ".json", std::nullopt).body,
            R"({"status":"late","total":1,"grace":1,"down":0})");
  EXPECT_EQ(server.get("/b/2/" + badge_id + ".shields", std::nullopt).body,
            R"({"schemaVersion":1,"label":"Nightly","message":"up","color":"success"})");
  for (const std::string& target :
       {"/b/4/" + badge_id + ".svg", "/b/2/" + badge_id + ".png", "/b/2/" + badge_id,
        "/b/2/" + id + ".svg", std::string("/b/2/x.svg")}) {
    EXPECT_EQ(server.get(target, std::nullopt).status, 404) << target;
  }
}

TEST(HealthchecksBadges, D1_BadgeOfANamelessCheckDoesNotGiveItsPingUrlAway) {
  TestServer server;
  const std::string id = server.make();
  const std::string badge =
      server.get("/api/v3/checks/" + id).text("badge_url").substr(kSite.size());
  for (const char* format : {"svg", "json", "shields"}) {
    const std::string target = badge.substr(0, badge.size() - 3) + format;
    const Answer answer = server.get(target, std::nullopt);
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.body.contains(id)) << answer.body;
  }
  EXPECT_TRUE(server.get(badge, std::nullopt).body.contains(">check<"));
}

}  // namespace
}  // namespace muster::api::healthchecks
