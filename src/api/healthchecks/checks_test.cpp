// Healthchecks §2.5 and §2.6: listing, showing, changing, pausing and deleting checks.
#include "engine/checks.h"

#include "api/healthchecks/test_server.h"
#include "base/limits.h"

#include <set>

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::multiset<std::string> names(const Answer& list) {
  std::multiset<std::string> found;
  const json::value value = list.json();
  for (const json::value& check : value.at("checks").as_array()) {
    found.emplace(check.at("name").as_string());
  }
  return found;
}

std::string check_path(const std::string& id, int version = 3) {
  return "/api/v" + std::to_string(version) + "/checks/" + id;
}

TEST(HealthchecksChecks, ListIsFilteredBySlugAndByAllTagsAsWholeWords) {
  TestServer server;
  server.make(R"({"name":"a","slug":"same","tags":"db prod"})");
  server.make(R"({"name":"b","slug":"same","tags":"db test"})");
  server.make(R"({"name":"c","slug":"own","tags":"production"})");
  server.make(R"({"name":"x","slug":"same","tags":"db"})", kOtherKey);
  const struct {
    std::string_view query;
    std::multiset<std::string> names;
  } cases[] = {
      {"", {"a", "b", "c"}},
      {"?slug=", {"a", "b", "c"}},
      {"?slug=same", {"a", "b"}},
      {"?slug=sam", {}},
      {"?tag=db", {"a", "b"}},
      {"?tag=prod", {"a"}},
      {"?tag=db&tag=test", {"b"}},
      {"?tag=db&tag=production", {}},
      {"?tag=d%62&slug=same", {"a", "b"}},
      {"?colour=red", {"a", "b", "c"}},
  };
  for (const auto& test : cases) {
    for (const std::string_view key : {kWriteKey, kReadKey}) {
      const Answer list = server.get("/api/v3/checks/" + std::string(test.query), key);
      EXPECT_EQ(list.status, 200);
      EXPECT_EQ(names(list), test.names) << test.query;
    }
  }
}

TEST(HealthchecksChecks, ListOfMoreThanOneViewIsWholeAndInOrder) {
  TestServer server;
  const std::size_t count = 2 * limits::kChecksPerView + 1;
  server.on_state([&](engine::Transaction& transaction) {
    for (std::size_t i = 0; i < count; ++i) {
      core::CheckSpec spec;
      spec.name = std::to_string(i);
      spec.slug = "same";
      ASSERT_TRUE(engine::create_check(transaction, server.project().key, std::move(spec)));
    }
  });
  for (const std::string_view query : {"", "?slug=same"}) {
    const json::value list = server.get("/api/v3/checks/" + std::string(query)).json();
    const json::array& checks = list.at("checks").as_array();
    ASSERT_EQ(checks.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(checks[i].at("name"), json::value(std::to_string(i)));
    }
  }
}

TEST(HealthchecksChecks, ShowsTwentyNineMembersToWritersAndNoSecretToReaders) {
  TestServer server;
  const std::string id = server.make(R"({"name":"a"})");
  const json::value full = server.get(check_path(id)).json();
  EXPECT_EQ(full.as_object().size(), 29u);
  EXPECT_EQ(full.at("ping_url"), json::value(std::string(kSite) + "/ping/" + id));
  const Answer limited = server.get(check_path(id), kReadKey);
  EXPECT_EQ(limited.json().as_object().size(), 24u);
  EXPECT_FALSE(limited.body.contains(id));
  EXPECT_EQ(limited.text("unique_key"), server.unique_key_of(id));
  EXPECT_EQ(server.get("/api/v3/checks/", kReadKey).json().at("checks").at(0), limited.json());
  EXPECT_EQ(server.get("/api/v3/checks/").json().at("checks").at(0), full);
}

TEST(HealthchecksChecks, UniqueKeyIsTheSha1OfHalfTheId) {
  // printf 1111222233334444 | sha1sum
  EXPECT_EQ(unique_key(core::CheckId{*parse_uuid("11112222-3333-4444-9555-666677778888")}),
            "5b434c778490889697170e225029f56aff19ca47");
}

TEST(HealthchecksChecks, UniqueKeyFindsAmongManyAndOnlyInItsProject) {
  TestServer server;
  std::string last;
  server.on_state([&](engine::Transaction& transaction) {
    for (std::size_t i = 0; i <= limits::kChecksPerView; ++i) {
      const auto slot = engine::create_check(transaction, server.project().key, {});
      last = to_string(transaction.state.checks.at(*slot).check.id);
    }
  });
  const std::string key = server.unique_key_of(last);
  EXPECT_EQ(server.get("/api/v3/checks/" + key).text("uuid"), last);
  EXPECT_EQ(server.get("/api/v3/checks/" + key, kReadKey).text("unique_key"), key);
  EXPECT_EQ(server.get("/api/v3/checks/" + key, kOtherKey).status, 404);
  EXPECT_EQ(server.get("/api/v3/checks/" + std::string(40, '0')).status, 404);
}

TEST(HealthchecksChecks, UrlsCarryTheVersionAskedFor) {
  TestServer server;
  const std::string id = server.make();
  for (const int version : {1, 2, 3}) {
    EXPECT_EQ(server.get(check_path(id, version)).text("update_url"),
              std::string(kSite) + check_path(id, version));
  }
}

TEST(HealthchecksChecks, VersionOneHasTheStatusStarted) {
  TestServer server;
  const std::string id = server.make();
  server.ping(id + "/start");
  EXPECT_EQ(server.get(check_path(id, 1)).text("status"), "started");
  EXPECT_EQ(server.get(check_path(id, 2)).text("status"), "new");
  EXPECT_EQ(server.get(check_path(id, 3)).json().at("started"), json::value(true));
  EXPECT_EQ(server.get(check_path(id)).text("next_ping"), "2026-03-29T12:00:00+00:00");
  server.pass(hours(1));
  EXPECT_EQ(server.get(check_path(id, 1)).text("status"), "down");
}

TEST(HealthchecksChecks, UpdateTakesAnySubsetAndKeepsTheRest) {
  TestServer server;
  const std::string id = server.make(R"({"name":"a","tags":"t","timeout":120,"grace":60})");
  const Answer changed = server.post(check_path(id), R"({"name":"b","nonsense":1})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.text("name"), "b");
  EXPECT_EQ(changed.text("tags"), "t");
  EXPECT_EQ(changed.number("timeout"), 120);
  const Answer cron = server.post(check_path(id), R"({"schedule":"0 4 * * *","tz":"PRC"})");
  EXPECT_EQ(cron.text("schedule"), "0 4 * * *");
  EXPECT_EQ(cron.text("tz"), "Asia/Shanghai");
  EXPECT_EQ(server.get(check_path(id)).json(), cron.json());
}

TEST(HealthchecksChecks, WrongFieldChangesNothing) {
  TestServer server;
  const std::string id = server.make(R"({"name":"a"})");
  const struct {
    std::string_view body;
    std::string_view error;
  } cases[] = {
      {R"({"name":"b","timeout":1})", "json validation error: timeout is too small"},
      {R"({"name":"b","unique":["x"]})",
       "json validation error: an item in 'unique' has unexpected value"},
      {R"({"name":"b","channels":"x"})", "invalid channel identifier: x"},
      {R"({"name":"b","channels":"x,"})", "invalid channel identifier: x"},
      {R"({"name":"b","channels":","})", "empty channel identifier"},
  };
  for (const auto& test : cases) {
    const Answer answer = server.post(check_path(id), std::string(test.body));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.text("error"), test.error);
    EXPECT_EQ(server.get(check_path(id)).text("name"), "a");
  }
}

TEST(HealthchecksChecks, D10_TagsLongerThanTheirColumnAreRefused) {
  TestServer server;
  const std::string body = R"({"tags":")" + std::string(501, 'x') + "\"}";
  for (const std::string& target : {std::string("/api/v3/checks/"), check_path(server.make())}) {
    const Answer answer = server.post(target, body);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.text("error"), "json validation error: tags is too long");
  }
}

TEST(HealthchecksChecks, UpdateMovesTheDeadlineAtOnceButNeverTheStoredStatus) {
  TestServer server;
  const std::string id = server.make(R"({"timeout":3600,"grace":3600})");
  server.ping(id);
  EXPECT_EQ(server.post(check_path(id), R"({"timeout":7200})").text("next_ping"),
            "2026-03-29T14:00:00+00:00");
  server.post(check_path(id), R"({"timeout":60,"grace":60})");
  server.pass(minutes(2));
  EXPECT_EQ(server.get(check_path(id)).text("status"), "down");
  EXPECT_EQ(server.post(check_path(id), R"({"timeout":86400})").text("status"), "down");
}

TEST(HealthchecksChecks, DeleteShowsTheCheckAsItWasAndThenItIsGone) {
  TestServer server;
  const std::string id = server.make(R"({"name":"a"})");
  server.ping(id);
  const json::value before = server.get(check_path(id)).json();
  const Answer deleted = server.remove(check_path(id));
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.json(), before);
  EXPECT_EQ(server.remove(check_path(id)).status, 404);
  EXPECT_EQ(server.get(check_path(id)).status, 404);
  EXPECT_EQ(server.post(check_path(id), "{}").status, 404);
  EXPECT_EQ(server.ping(id).status, 404);
}

TEST(HealthchecksChecks, PauseAndResume) {
  TestServer server;
  const std::string id = server.make();
  server.ping(id);
  server.ping(id + "/start");
  const Answer paused = server.post(check_path(id) + "/pause");
  EXPECT_EQ(paused.status, 200);
  EXPECT_EQ(paused.text("status"), "paused");
  EXPECT_EQ(paused.json().at("started"), json::value(false));
  EXPECT_EQ(paused.json().at("next_ping"), json::value(nullptr));
  EXPECT_EQ(server.post(check_path(id) + "/pause", "{}").status, 200)
      << "pausing twice is no error";
  const Answer resumed = server.post(check_path(id) + "/resume");
  EXPECT_EQ(resumed.status, 200);
  EXPECT_EQ(resumed.text("status"), "new");
  EXPECT_EQ(resumed.json().at("last_ping"), json::value(nullptr));
  const Answer again = server.post(check_path(id) + "/resume");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body, "check is not paused");
}

TEST(HealthchecksChecks, OwnFieldsAreShownOnlyWhereSet) {
  TestServer server;
  const std::string id = server.make(R"({"failures_before_down":3,"run_limit":600})");
  EXPECT_EQ(server.get(check_path(id)).number("failures_before_down"), 3);
  EXPECT_EQ(server.get(check_path(id)).number("run_limit"), 600);
  const Answer off = server.post(check_path(id), R"({"failures_before_down":1,"run_limit":0})");
  EXPECT_EQ(off.json().as_object().size(), 29u);
}

}  // namespace
}  // namespace muster::api::healthchecks
