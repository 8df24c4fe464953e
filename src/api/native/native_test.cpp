#include "api/api_test_support.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class Native : public testing::Test {
 protected:
  void SetUp() override {
    project = bench.admin("POST /v1/projects", R"({"name":"shop"})");
    ASSERT_EQ(project.status, 201) << project.body;
    key = project.text("api_key");
    reader = project.text("api_key_readonly");
  }

  Bench bench;
  Answer project;
  std::string key;
  std::string reader;
};

TEST_F(Native, AProjectComesWithItsKeysWhichAreKeptHashed) {
  EXPECT_TRUE(key.starts_with("hcw_")) << key;
  EXPECT_TRUE(reader.starts_with("hcr_")) << reader;
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(reader.size(), 32U);
  EXPECT_EQ(project.text("ping_key").size(), 22U);
  const engine::Snapshot stored = *bench.store.load();
  ASSERT_EQ(stored.keys.size(), 2U);
  std::set<std::string> hashes;
  for (const core::ApiKey& k : stored.keys) hashes.insert(k.hash);
  EXPECT_EQ(hashes, (std::set{bench.secrets.hash(key), bench.secrets.hash(reader)}));

  const Answer shown = bench.ask("GET /v1/projects/shop", "", reader);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.text("uuid"), project.text("uuid"));
  EXPECT_EQ(shown.body.find("ping_key"), std::string::npos);
  EXPECT_EQ(bench.ask("GET /v1/projects/" + project.text("uuid"), "", key).text("ping_key"),
            project.text("ping_key"));
}

TEST_F(Native, ProjectsAreListedRenamedAndDeleted) {
  bench.admin("POST /v1/projects", R"({"name":"böck & söhne/2"})");
  bench.admin("POST /v1/projects", R"({"name":"third"})");
  const Answer first = bench.admin("GET /v1/projects?limit=2");
  EXPECT_EQ(first.json().at("projects").as_array().size(), 2U);
  const Answer rest = bench.admin("GET /v1/projects?limit=2&after=" + first.text("next"));
  EXPECT_EQ(rest.json().at("projects").as_array().size(), 1U);
  EXPECT_EQ(rest.text("next"), "");
  EXPECT_EQ(bench.ask("GET /v1/projects", "", reader).json().at("projects").as_array().size(), 1U);

  EXPECT_EQ(bench.admin("PATCH /v1/projects/b%C3%B6ck%20%26%20s%C3%B6hne%2F2", R"({"name":"böck"})")
                .text("name"),
            "böck");
  EXPECT_EQ(bench.admin("PATCH /v1/projects/shop", R"({"name":"third"})").status, 409);
  EXPECT_EQ(bench.admin("DELETE /v1/projects/shop").status, 204);
  EXPECT_EQ(bench.admin("GET /v1/projects/shop").status, 404);
  EXPECT_EQ(bench.ask("GET /v1/projects", "", key).status, 401);  // its keys went with it
}

TEST_F(Native, BadInputIsNamed) {
  struct Case {
    std::string_view call;
    std::string_view body;
    std::string_view pointer;
    std::string_view detail;
  };
  const std::array cases{
      Case{"POST /v1/projects", "{", "",
           "not valid JSON: the text ends too early (line 1, column 2)"},
      Case{"POST /v1/projects", "{}", "/name", "this field is required"},
      Case{"POST /v1/projects", R"({"nmae":"x"})", "/nmae",
           R"(unknown field; did you mean "name"?)"},
      Case{"POST /v1/projects", R"({"name":""})", "/name",
           "expected 1 to 100 characters without control characters"},
      Case{"GET /v1/projects?limit=0", "", "/limit", "expected a number from 1 to 1000"},
      Case{"GET /v1/projects?after=x", "", "/after", "expected the `next` of the page before"},
      Case{"POST /v1/projects/shop/contacts", R"({"name":"a","kind":"pigeon","config":{}})",
           "/kind", "expected \"mail\""},
      Case{"POST /v1/projects/shop/contacts", R"({"name":"a","kind":"mail","config":{}})",
           "/config/to", "this field is required"},
      Case{"POST /v1/projects/shop/checks", R"({"name":"a","grace":"60"})", "/grace",
           R"(expected a whole number, got "60")"},
      Case{"POST /v1/projects/shop/checks", R"({"name":"a","contacts":["nobody"]})", "/contacts/0",
           "expected the id or name of one contact of the project, or \"*\""},
      Case{"POST /v1/projects/shop/keys", R"({"name":"k","access":"all"})", "/access",
           R"(expected one of "read_write", "read_only", got "all")"},
      Case{"GET /v1/projects/shop/alerts?state=bad", "", "/state",
           R"(expected one of "all", "open", "acknowledged", "resolved")"},
      Case{"POST /v1/users", R"({"name":"ann","role":"viewer"})", "/project",
           "an operator or viewer needs a project"},
      Case{"POST /v1/users", R"({"name":"ann","role":"viewer","project":"none"})", "/project",
           "there is no project of that name or id"},
      Case{"POST /v1/users", R"({"name":"ann","role":"admin","password":"short"})", "/password",
           "expected 10 to 1024 characters"},
  };
  for (const Case& c : cases) {
    const Answer answer = bench.admin(c.call, std::string(c.body));
    EXPECT_EQ(answer.status, 400) << c.call << c.body;
    EXPECT_EQ(answer.text("detail"), c.detail) << c.call << c.body;
    EXPECT_EQ(answer.text("pointer"), c.pointer) << c.call << c.body;
  }
}

TEST_F(Native, KeysAreMadeListedAndDeleted) {
  const Answer made =
      bench.ask("POST /v1/projects/shop/keys", R"({"name":"ci","access":"read_only"})", key);
  EXPECT_EQ(made.status, 201);
  EXPECT_TRUE(made.text("key").starts_with("hcr_"));
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", made.text("key")).status, 200);

  const Answer list = bench.ask("GET /v1/projects/shop/keys", "", key);
  EXPECT_EQ(list.json().at("keys").as_array().size(), 3U);
  EXPECT_EQ(list.body.find("hcr_"), std::string::npos);
  EXPECT_EQ(list.body.find("hcw_"), std::string::npos);

  const std::string path = "DELETE /v1/projects/shop/keys/" + made.text("id");
  EXPECT_EQ(bench.ask(path, "", key).status, 204);
  EXPECT_EQ(bench.ask(path, "", key).status, 404);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", made.text("key")).status, 401);
}

TEST_F(Native, ContactsShowTheirConfigurationToNobodyWhoOnlyReads) {
  const std::string body = R"({"name":"ops","kind":"mail","config":{"to":"secret@example.org"}})";
  const Answer made = bench.ask("POST /v1/projects/shop/contacts", body, key);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/contacts", body, key).status, 409);
  EXPECT_EQ(bench.store.load()->channels.at(0).config, R"({"to":"secret@example.org"})");

  const std::string path = "/v1/projects/shop/contacts/" + made.text("id");
  for (const Answer& answer : {bench.ask("GET " + path, "", reader),
                               bench.ask("GET /v1/projects/shop/contacts", "", reader),
                               bench.ask("GET /v1/projects/shop/contacts/ops", "", reader)}) {
    EXPECT_LT(answer.status, 300);
    EXPECT_NE(answer.body.find("ops"), std::string::npos);
    EXPECT_EQ(answer.body.find("secret@example.org"), std::string::npos);
  }
  EXPECT_EQ(bench.ask("PATCH " + path, R"({"name":"night shift"})", key).text("name"),
            "night shift");
  EXPECT_EQ(bench.store.load()->channels.at(0).config, R"({"to":"secret@example.org"})");
  bench.ask("PATCH " + path, R"({"config":{"to":"other@example.org"}})", key);
  EXPECT_EQ(bench.store.load()->channels.at(0).config, R"({"to":"other@example.org"})");

  EXPECT_EQ(bench.ask("POST " + path + "/disable", "", key).json().at("enabled"), false);
  EXPECT_EQ(bench.ask("POST " + path + "/enable", "", key).json().at("enabled"), true);
  EXPECT_EQ(bench.ask("DELETE " + path, "", key).status, 204);
  EXPECT_EQ(bench.ask("GET " + path, "", key).status, 404);
}

TEST_F(Native, ChecksAreMadeShownChangedAndDeleted) {
  bench.admin("POST /v1/projects/shop/contacts",
              R"({"name":"ops","kind":"mail","config":{"to":"a"}})");
  const Answer made = bench.ask("POST /v1/projects/shop/checks", R"({
      "name":"Nightly backup","slug":"backup","tags":"db prod","schedule":"5 3 * * *",
      "tz":"Europe/Berlin","grace":600,"run_limit":7200,"start_limit":300,
      "failures_before_down":2,"successes_before_up":3,"methods":"post_only","contacts":["ops"]})",
                                key);
  ASSERT_EQ(made.status, 201) << made.body;
  const boost::json::value check = made.json();
  EXPECT_EQ(check.at("schedule"), "5 3 * * *");
  EXPECT_EQ(check.at("tz"), "Europe/Berlin");
  EXPECT_EQ(check.at("grace"), 600);
  EXPECT_EQ(check.at("run_limit"), 7200);
  EXPECT_EQ(check.at("start_limit"), 300);
  EXPECT_EQ(check.at("failures_before_down"), 2);
  EXPECT_EQ(check.at("successes_before_up"), 3);
  EXPECT_EQ(check.at("methods"), "post_only");
  EXPECT_EQ(check.at("status"), "new");
  EXPECT_EQ(check.at("contacts").as_array().size(), 1U);
  EXPECT_FALSE(check.as_object().contains("timeout"));

  // The id is the ping URL's secret: not for readers.
  const Answer seen = bench.ask("GET /v1/projects/shop/checks/backup", "", reader);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body.find(made.text("uuid")), std::string::npos);

  const Answer changed = bench.ask("PATCH /v1/projects/shop/checks/" + made.text("uuid"),
                                   R"({"timeout":3600,"run_limit":0,"contacts":[]})", key);
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.json().at("timeout"), 3600);
  EXPECT_FALSE(changed.json().as_object().contains("run_limit"));
  EXPECT_EQ(changed.text("name"), "Nightly backup");
  EXPECT_TRUE(changed.json().at("contacts").as_array().empty());

  const std::string path = "/v1/projects/shop/checks/backup";
  EXPECT_EQ(bench.ask("POST " + path + "/resume", "", key).status, 409);
  EXPECT_EQ(bench.ask("POST " + path + "/pause", "", key).text("status"), "paused");
  EXPECT_EQ(bench.ask("POST " + path + "/resume", "", key).text("status"), "new");
  EXPECT_EQ(bench.ask("DELETE " + path, "", key).status, 204);
  EXPECT_EQ(bench.ask("GET " + path, "", key).status, 404);
}

TEST_F(Native, ChecksAreListedPageByPage) {
  for (int i = 0; i < 5; ++i) {
    bench.ask("POST /v1/projects/shop/checks", R"({"name":"c)" + std::to_string(i) + "\"}", key);
  }
  std::vector<std::string> names;
  std::string after;
  for (int pages = 0; pages < 4; ++pages) {
    const boost::json::value page =
        bench.ask("GET /v1/projects/shop/checks?limit=2" + after, "", key).json();
    for (const auto& check : page.at("checks").as_array()) {
      names.emplace_back(check.at("name").as_string());
    }
    if (!page.as_object().contains("next")) break;
    after = "&after=" + std::to_string(page.at("next").as_int64());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"c0", "c1", "c2", "c3", "c4"}));
}

TEST_F(Native, AlertsTellWhoWasToldWhatAndWhen) {
  bench.admin("POST /v1/projects/shop/contacts",
              R"({"name":"ops","kind":"mail","config":{"to":"a"}})");
  const Answer check =
      bench.ask("POST /v1/projects/shop/checks", R"({"name":"backup","contacts":["*"]})", key);
  bench.ask("GET /ping/" + check.text("uuid") + "/fail");
  bench.step();
  auto sendings = bench.sender.take();
  ASSERT_EQ(sendings.size(), 1U);
  sendings[0].done({.taken = core::Taken::yes, .answer = "250 queued"});
  bench.step();

  const Answer open = bench.ask("GET /v1/projects/shop/alerts?state=open", "", reader);
  ASSERT_EQ(open.status, 200) << open.body;
  const auto alerts = open.json().at("alerts").as_array();
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].at("check_name"), "backup");
  EXPECT_EQ(alerts[0].at("reason"), "fail");
  EXPECT_EQ(alerts[0].at("state"), "open");
  EXPECT_FALSE(alerts[0].as_object().contains("check"));  // the secret id

  const std::string path =
      "GET /v1/projects/shop/alerts/" + std::string(alerts[0].at("id").as_string());
  const Answer one = bench.ask(path, "", key);
  ASSERT_EQ(one.status, 200) << one.body;
  EXPECT_EQ(one.text("check"), check.text("uuid"));
  const auto deliveries = one.json().at("deliveries").as_array();
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(deliveries[0].at("contact"), "ops");
  EXPECT_EQ(deliveries[0].at("direction"), "down");
  EXPECT_EQ(deliveries[0].at("state"), "sent");
  EXPECT_EQ(deliveries[0].at("answer"), "250 queued");

  bench.ask("GET /ping/" + check.text("uuid"));
  const auto count = [&](const std::string& query) {
    return bench.ask("GET /v1/projects/shop/alerts" + query, "", key)
        .json()
        .at("alerts")
        .as_array()
        .size();
  };
  EXPECT_EQ(count("?state=open"), 0U);
  EXPECT_EQ(count("?state=resolved"), 1U);
  EXPECT_EQ(count("?check=" + check.text("uuid")), 1U);
  EXPECT_EQ(count("?before=2001-01-01T00:00:00Z"), 0U);

  // Another project's alert is no alert of this one.
  const Answer other = bench.admin("POST /v1/projects", R"({"name":"other"})");
  const std::string id = std::string(alerts[0].at("id").as_string());
  EXPECT_EQ(bench.ask("GET /v1/projects/other/alerts/" + id, "", other.text("api_key")).status,
            404);
}

TEST_F(Native, UsersAreMadeWithATokenAndAHashedPassword) {
  const Answer ann = bench.admin("POST /v1/users", R"({"name":"ann","email":"ann@example.org",
      "role":"operator","project":"shop","password":"correct horse battery"})");
  ASSERT_EQ(ann.status, 201) << ann.body;
  const std::string token = ann.text("token");
  EXPECT_TRUE(token.starts_with("mst_"));
  EXPECT_EQ(token.size(), 44U);
  EXPECT_EQ(ann.json().at("has_password"), true);
  const core::User stored = bench.store.load()->users.at(0);
  EXPECT_TRUE(stored.password_hash.starts_with("$argon2id$")) << stored.password_hash;
  EXPECT_EQ(bench.store.load()->tokens.at(0).hash, bench.secrets.hash(token));

  EXPECT_EQ(bench.ask("POST /v1/projects/shop/checks", R"({"name":"x"})", token).status, 201);
  EXPECT_EQ(bench.ask("GET /v1/users", "", token).status, 403);
  const Answer list = bench.admin("GET /v1/users");
  EXPECT_EQ(list.json().at("users").as_array().size(), 1U);
  EXPECT_EQ(list.body.find("mst_"), std::string::npos);
  EXPECT_EQ(list.body.find("argon2id"), std::string::npos);
  EXPECT_EQ(bench.admin("POST /v1/users", R"({"name":"ann","role":"admin"})").status, 409);
  EXPECT_EQ(bench.admin("DELETE /v1/users/ann").status, 204);
  EXPECT_EQ(bench.ask("GET /v1/server", "", token).status, 401);
  EXPECT_EQ(bench.admin("DELETE /v1/users/ann").status, 404);
}

TEST_F(Native, TheServerTellsAboutItself) {
  const boost::json::value seen = bench.admin("GET /v1/server").json();
  EXPECT_EQ(seen.at("version"), "0.0-test");
  EXPECT_EQ(seen.at("counts").at("projects"), 1);
  EXPECT_FALSE(seen.as_object().contains("blackout"));
  EXPECT_FALSE(bench.ask("GET /v1/server", "", key).json().as_object().contains("counts"));
}

TEST_F(Native, AFailedCommitIsNoSuccess) {
  bench.store.fail_with(Error{Code::unavailable, "disk full", ""});
  const Answer answer = bench.admin("POST /v1/projects", R"({"name":"lost"})");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(answer.body.find("disk full"), std::string::npos);
}

TEST_F(Native, AClosedServerSaysTryAgain) {
  bench.ledger().close();
  EXPECT_EQ(bench.admin("GET /v1/projects").status, 503);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop/alerts", "", key).status, 503);
}

}  // namespace
}  // namespace muster::api
