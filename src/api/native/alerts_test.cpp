#include "api/native/project_test_support.h"

namespace muster::api {
namespace {

class Alerts : public ProjectTest {
 protected:
  // The ids of a list, as the caller sees them.
  std::vector<std::string> ids(const std::string& path, const std::string& bearer) {
    const Answer answer = bench.ask("GET " + path, "", bearer);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<std::string> found;
    for (const auto& alert : answer.json().at("alerts").as_array()) {
      found.emplace_back(alert.at("id").as_string());
    }
    return found;
  }
  std::size_t count(const std::string& query) {
    return ids("/v1/projects/shop/alerts" + query, reader).size();
  }
};

TEST_F(Alerts, AnOpenAlertIsAcknowledgedUntilItIsResolved) {
  const Answer check = make_check(R"({"name":"backup"})");
  ping(check, "/fail", seconds(1));
  const std::string id = ids("/v1/alerts", reader).at(0);
  const std::string path = "POST /v1/projects/shop/alerts/" + id + "/acknowledge";
  EXPECT_EQ(count("?state=open"), 1U);

  EXPECT_EQ(bench.ask(path, R"({"remark":"x"})", reader).status, 403);
  EXPECT_EQ(bench.ask(path, R"({"note":"x"})", key).text("pointer"), "/note");
  const Answer too_long = bench.ask(path, R"({"remark":")" + std::string(2'001, 'x') + "\"}", key);
  EXPECT_EQ(too_long.status, 400);
  EXPECT_EQ(too_long.text("pointer"), "/remark");
  EXPECT_EQ(count("?state=open"), 1U);

  const Answer known = bench.ask(path, R"({"remark":"ticket 4711"})", key);
  ASSERT_EQ(known.status, 200) << known.body;
  EXPECT_EQ(known.text("state"), "acknowledged");
  EXPECT_EQ(known.text("remark"), "ticket 4711");
  EXPECT_EQ(known.text("acknowledged_at"), to_iso_micros(bench.clock.now()));
  EXPECT_EQ(known.text("check_id"), check.text("id"));
  EXPECT_EQ(known.text("project"), project_uuid);
  EXPECT_EQ(known.text("project_name"), "shop");
  EXPECT_EQ(count("?state=open"), 0U);
  EXPECT_EQ(count("?state=acknowledged"), 1U);
  EXPECT_EQ(bench.ask(path, "", key).text("remark"), "");  // once more, without a word

  bench.open_ledger();
  EXPECT_EQ(count("?state=acknowledged"), 1U);
  ping(check, "", seconds(10));
  EXPECT_EQ(count("?state=acknowledged"), 0U);
  const boost::json::value resolved =
      see("/v1/projects/shop/alerts?state=resolved").json().at("alerts").at(0);
  EXPECT_EQ(resolved.at("state"), "resolved");
  EXPECT_TRUE(resolved.as_object().contains("acknowledged_at"));
  EXPECT_EQ(bench.ask(path, "{}", key).status, 409);
  EXPECT_EQ(
      bench.ask("POST /v1/projects/shop/alerts/" + check.text("uuid") + "/acknowledge", "{}", key)
          .status,
      404);
}

TEST_F(Alerts, AnAcknowledgementBearsTheNameOfThePerson) {
  const Answer user = bench.admin("POST /v1/users", R"({"name":"ann","role":"admin"})");
  ASSERT_EQ(user.status, 201) << user.body;
  ping(make_check(R"({"name":"backup"})"), "/fail", seconds(1));
  const std::string id = ids("/v1/alerts", reader).at(0);
  const Answer known =
      bench.ask("POST /v1/projects/shop/alerts/" + id + "/acknowledge", "{}", user.text("token"));
  EXPECT_EQ(known.text("acknowledged_by"), "ann") << known.body;
  const auto events =
      bench.admin("GET /v1/audit?action=alert.acknowledge").json().at("events").as_array();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(events[0].at("user").as_string().starts_with("ann"));
}

TEST_F(Alerts, AreListedOverAllProjectsThatTheCallerMaySee) {
  const Answer other = bench.admin("POST /v1/projects", R"({"name":"other"})");
  const std::string other_key = other.text("api_key");
  for (const std::string name : {"a", "b"}) {
    ping(make_check(R"({"name":")" + name + "\"}"), "/fail", seconds(1));
    const Answer check = bench.ask("POST /v1/projects/other/checks", R"({"name":"x"})", other_key);
    ping(check, "/fail", seconds(1));
  }
  const Answer root = bench.admin("POST /v1/users", R"({"name":"root","role":"admin"})");
  const auto everything = ids("/v1/alerts", root.text("token"));
  ASSERT_EQ(everything.size(), 4U);
  EXPECT_EQ(ids("/v1/alerts", key).size(), 2U);
  EXPECT_EQ(ids("/v1/alerts?limit=1", key).size(), 1U);  // a page is full of what one may see
  EXPECT_EQ(ids("/v1/alerts", other_key), (std::vector<std::string>{everything[0], everything[2]}));

  // Somebody of the one project.
  const Answer ann =
      bench.admin("POST /v1/users", R"({"name":"ann","role":"viewer","project":"other"})");
  ASSERT_EQ(ann.status, 201) << ann.body;
  const Answer seen = bench.ask("GET /v1/alerts", "", ann.text("token"));
  EXPECT_EQ(seen.json().at("alerts").as_array().size(), 2U);
  EXPECT_EQ(seen.json().at("alerts").at(0).at("project_name"), "other");
  EXPECT_FALSE(seen.json().at("alerts").at(0).as_object().contains("check"));  // the secret id
  EXPECT_EQ(bench.ask("GET /v1/alerts").status, 401);

  std::vector<std::string> pages;
  std::string before;
  for (int page = 0; page < 5; ++page) {
    const std::string path = "/v1/alerts?limit=1" + before;
    const auto found = ids(path, root.text("token"));
    if (found.empty()) break;
    pages.insert(pages.end(), found.begin(), found.end());
    std::string next = bench.ask("GET " + path, "", root.text("token")).text("next");
    const std::size_t plus = next.find('+');
    if (plus != std::string::npos) next.replace(plus, 1, "%2B");
    before = "&before=" + next;
  }
  EXPECT_EQ(pages, everything);
  EXPECT_EQ(bench.admin("DELETE /v1/projects/other").status, 204);
  EXPECT_EQ(ids("/v1/alerts", root.text("token")).size(), 2U);
}

TEST_F(Alerts, OfOneMomentAreAllOnSomePage) {
  std::vector<Answer> checks;
  for (int i = 0; i < 5; ++i) {
    checks.push_back(make_check(R"({"name":"c","timeout":60,"grace":60})"));
  }
  for (const Answer& check : checks) ping(check, "", seconds(0));
  for (int i = 0; i < 40; ++i) bench.pass(seconds(5));  // all of them at the same deadline
  std::set<std::string> found;
  std::string before;
  for (int page = 0; page < 4; ++page) {
    const Answer answer = see("/v1/projects/shop/alerts?limit=2" + before);
    for (const auto& alert : answer.json().at("alerts").as_array()) {
      found.emplace(alert.at("id").as_string());
    }
    std::string next = answer.text("next");
    if (next.empty()) break;
    next.replace(next.find('+'), 1, "%2B");
    before = "&before=" + next;
  }
  EXPECT_EQ(found.size(), 5U);
  EXPECT_EQ(see("/v1/alerts?before=2026-01-01T00:00:00Z~x").text("pointer"), "/before");
}

}  // namespace
}  // namespace muster::api
