// Healthchecks §2.6: making checks, `unique`, channels, the versions' slugs.
#include "api/healthchecks/test_server.h"
#include "base/limits.h"
#include "engine/checks.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

TEST(HealthchecksCreation, DefaultsAreThoseOfTheContract) {
  TestServer server;
  server.add_channel("ops");
  const Answer made = server.post("/api/v3/checks/");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.json().as_object().size(), 29u);
  EXPECT_EQ(made.number("timeout"), 86'400);
  EXPECT_EQ(made.number("grace"), 3'600);
  EXPECT_EQ(made.text("channels"), "");
  EXPECT_EQ(made.text("status"), "new");
  EXPECT_EQ(server.post("/api/v3/checks/", R"({"schedule":"* * * * *"})").text("tz"), "UTC");
}

TEST(HealthchecksCreation, AllFieldsAreTaken) {
  TestServer server;
  const Answer made = server.post("/api/v3/checks/", R"({
      "name":"n","slug":"s","tags":"a b","desc":"d","grace":120,"schedule":"Mon 09:00",
      "tz":"Europe/Riga","manual_resume":true,"methods":"POST","start_kw":"go","success_kw":"ok",
      "failure_kw":"bad","filter_subject":true,"filter_body":true,"filter_http_body":true,
      "filter_default_fail":true})");
  EXPECT_EQ(made.status, 201);
  const json::value expected = json::parse(R"({
      "name":"n","slug":"s","tags":"a b","desc":"d","grace":120,"schedule":"Mon 09:00",
      "tz":"Europe/Riga","manual_resume":true,"methods":"POST","start_kw":"go","success_kw":"ok",
      "failure_kw":"bad","filter_subject":true,"filter_body":true,"filter_http_body":true,
      "filter_default_fail":true,"subject":"ok","subject_fail":"bad"})");
  const json::value got = made.json();
  for (const auto& member : expected.as_object()) {
    EXPECT_EQ(got.at(member.key()), member.value()) << member.key();
  }
}

TEST(HealthchecksCreation, WrongFieldsMakeNothing) {
  TestServer server;
  const Answer answer = server.post("/api/v1/checks/", R"({"timeout":"60"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, R"({"error":"json validation error: timeout is not a number"})");
  EXPECT_EQ(server.post("/api/v1/checks/", R"({"channels":"nobody"})").status, 400);
  EXPECT_EQ(server.get("/api/v1/checks/").body, R"({"checks":[]})");
}

TEST(HealthchecksCreation, UniqueUpdatesTheFirstMatchAndSays200) {
  TestServer server;
  const std::string first = server.make(R"({"name":"a","tags":"t"})");
  server.make(R"({"name":"a","tags":"t"})");
  const Answer updated = server.post(
      "/api/v3/checks/", R"({"name":"a","tags":"t","grace":77,"unique":["name","tags"]})");
  EXPECT_EQ(updated.status, 200);
  EXPECT_EQ(updated.text("uuid"), first);
  EXPECT_EQ(updated.number("grace"), 77);
  EXPECT_EQ(server.get("/api/v3/checks/").json().at("checks").as_array().size(), 2u);
}

TEST(HealthchecksCreation, UniqueWithoutItsFieldsOrEmptyMakesANewCheck) {
  TestServer server;
  server.make(R"({"name":"a"})");
  for (const std::string_view body :
       {R"({"name":"a","unique":[]})", R"({"name":"a","unique":["name","tags"]})",
        R"({"name":"b","unique":["name"]})"}) {
    EXPECT_EQ(server.post("/api/v3/checks/", std::string(body)).status, 201) << body;
  }
}

TEST(HealthchecksCreation, UniqueLooksNeitherIntoOtherProjectsNorOnlyAtTheFirstChecks) {
  TestServer server;
  server.make(R"({"name":"mine"})", kOtherKey);
  EXPECT_EQ(server.post("/api/v3/checks/", R"({"name":"mine","unique":["name"]})").status, 201);
  server.on_state([&](engine::Transaction& transaction) {
    for (std::size_t i = 0; i <= limits::kChecksPerView; ++i) {
      ASSERT_TRUE(engine::create_check(transaction, server.project().key, {}));
    }
  });
  const std::string last = server.make(R"({"name":"last","slug":"last"})");
  for (const std::string_view by : {"name", "slug"}) {
    const Answer found =
        server.post("/api/v3/checks/",
                    R"({"name":"last","slug":"last","unique":[")" + std::string(by) + "\"]}");
    EXPECT_EQ(found.status, 200);
    EXPECT_EQ(found.text("uuid"), last);
  }
}

TEST(HealthchecksCreation, ChannelsByIdByNameAllNoneAndWrong) {
  TestServer server;
  const std::string ops = server.add_channel("ops");
  const std::string dev = server.add_channel("dev");
  const std::string both = std::min(ops, dev) + "," + std::max(ops, dev);
  const auto channels = [&](std::string_view wanted) {
    const Answer made =
        server.post("/api/v3/checks/", json::serialize(json::object{{"channels", wanted}}));
    return made.status == 201 ? made.text("channels") : made.text("error");
  };
  EXPECT_EQ(channels("*"), both);
  EXPECT_EQ(channels(""), "");
  EXPECT_EQ(channels("dev," + ops), both);
  EXPECT_EQ(channels(ops), ops);
  EXPECT_EQ(channels("Ops"), "invalid channel identifier: Ops");
  EXPECT_EQ(channels("ops,,dev"), "empty channel identifier");
  server.add_channel(ops);
  EXPECT_EQ(channels(ops), "non-unique channel identifier: " + ops);
}

TEST(HealthchecksCreation, NameMakesTheSlugInVersionsOneAndTwo) {
  TestServer server;
  const auto slug = [&](int version, std::string body) {
    return server.post("/api/v" + std::to_string(version) + "/checks/", std::move(body))
        .text("slug");
  };
  EXPECT_EQ(slug(1, R"({"name":"Mÿ Job"})"), "my-job");
  EXPECT_EQ(slug(2, R"({"name":"My Job","slug":"own"})"), "own");
  EXPECT_EQ(slug(3, R"({"name":"My Job"})"), "");
}

TEST(HealthchecksCreation, ProjectAtItsLimitIs403) {
  TestServer server;
  server.on_state([&](engine::Transaction& transaction) {
    for (std::size_t i = 0; i < limits::kChecksPerProject; ++i) {
      ASSERT_TRUE(engine::create_check(transaction, server.project().key, {}));
    }
  });
  const Answer answer = server.post("/api/v3/checks/");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.body, "");
}

}  // namespace
}  // namespace muster::api::healthchecks
