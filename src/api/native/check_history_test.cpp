#include "api/native/project_test_support.h"

namespace muster::api {
namespace {

class CheckHistory : public ProjectTest {};

TEST_F(CheckHistory, AChecksIdIsGoodWhereverItIsNamed) {
  const Answer check = make_check(R"({"name":"backup","slug":"backup"})");
  const std::string id = check.text("id");
  EXPECT_FALSE(id.empty());
  for (const std::string& name : {id, check.text("uuid"), std::string("backup")}) {
    EXPECT_EQ(see("/v1/projects/shop/checks/" + name).text("id"), id) << name;
  }
  for (const std::string& name : {"0" + id, "%2B" + id, id + "0", std::string("0")}) {
    EXPECT_EQ(see("/v1/projects/shop/checks/" + name).status, 404) << name;
  }
  // A slug that looks like a number is found where no id says otherwise.
  make_check(R"({"name":"year","slug":"2026"})");
  EXPECT_EQ(see("/v1/projects/shop/checks/2026").text("name"), "year");
  const Answer other = bench.admin("POST /v1/projects", R"({"name":"other"})");
  EXPECT_EQ(bench.ask("GET /v1/projects/other/checks/" + id, "", other.text("api_key")).status,
            404);
}

TEST_F(CheckHistory, AChecksIdIsNotGivenToAnotherAfterARestart) {
  const Answer check = make_check(R"({"name":"backup"})");
  ping(check, "", seconds(1));
  bench.ask("DELETE /v1/projects/shop/checks/" + check.text("id"), "", key);
  bench.open_ledger();
  EXPECT_NE(make_check(R"({"name":"other"})").text("id"), check.text("id"));
}

TEST_F(CheckHistory, TheCheckTellsHowLongItRanAndSinceWhenItIsLate) {
  const Answer check = make_check(R"({"name":"backup","timeout":3600,"grace":600})");
  ping(check, "/start", seconds(1));
  ping(check, "", seconds(90));
  boost::json::value seen = see_check(check, "").json();
  EXPECT_EQ(seen.at("last_duration"), 90);
  EXPECT_EQ(seen.at("paused"), false);
  EXPECT_FALSE(seen.as_object().contains("overdue_since"));
  EXPECT_FALSE(seen.as_object().contains("bars"));
  EXPECT_FALSE(seen.as_object().contains("uuid"));
  const auto due = seen.at("next_ping");
  bench.pass(seconds(3'601));
  EXPECT_EQ(see_check(check, "").json().at("overdue_since"), due);
  bench.ask("POST /v1/projects/shop/checks/" + check.text("id") + "/pause", "", key);
  seen = see_check(check, "").json();
  EXPECT_EQ(seen.at("paused"), true);
  EXPECT_FALSE(seen.as_object().contains("overdue_since"));
}

TEST_F(CheckHistory, BarsMergeStartsAndEnds) {
  const Answer check = make_check(R"({"name":"backup"})");
  const Answer quiet = make_check(R"({"name":"quiet"})");
  ping(check, "/start", seconds(1));
  ping(check, "", seconds(5));
  ping(check, "/log", seconds(1));
  ping(check, "/fail", seconds(1));
  ping(check, "/start", seconds(1));
  const auto outcomes = [](const boost::json::value& bars) {
    std::string words;
    for (const auto& bar : bars.as_array()) {
      words += std::string(bar.at("outcome").as_string()) + " ";
    }
    return words;
  };
  const boost::json::value one = see_check(check, "?bars=true").json();
  EXPECT_EQ(outcomes(one.at("bars")), "success log fail start ");
  EXPECT_EQ(one.at("bars").at(0).at("duration"), 5);
  EXPECT_FALSE(one.at("bars").at(1).as_object().contains("duration"));

  const boost::json::value list = see("/v1/projects/shop/checks?bars=true").json();
  EXPECT_EQ(list.at("checks").at(0).at("bars"), one.at("bars"));
  EXPECT_TRUE(list.at("checks").at(1).at("bars").as_array().empty());
  EXPECT_FALSE(see("/v1/projects/shop/checks?bars=false")
                   .json()
                   .at("checks")
                   .at(0)
                   .as_object()
                   .contains("bars"));
  EXPECT_EQ(see("/v1/projects/shop/checks?bars=1").text("pointer"), "/bars");
  EXPECT_EQ(bench.ask("GET /v1/projects/shop/checks?bars=true").status, 401);
}

TEST_F(CheckHistory, BarsAreTheLastThirty) {
  const Answer check = make_check(R"({"name":"backup"})");
  for (int run = 0; run < 40; ++run) {
    ping(check, "/start", seconds(1));
    ping(check, run < 20 ? "/fail" : "", seconds(2));
  }
  const auto bars = see_check(check, "?bars=true").json().at("bars").as_array();
  ASSERT_EQ(bars.size(), 30U);
  EXPECT_EQ(bars.front().at("outcome"), "fail");
  EXPECT_EQ(bars.back().at("outcome"), "success");
  EXPECT_EQ(bars.back().at("at"), see_check(check, "").json().at("last_ping"));
}

TEST_F(CheckHistory, PingsAreListedPageByPage) {
  const Answer check = make_check(R"({"name":"backup"})");
  const Answer other = make_check(R"({"name":"other"})");
  ping(check, "/start?rid=11111111-2222-4333-8444-555555555555", seconds(1));
  ping(other, "", seconds(1));
  ping(check, "/3?rid=11111111-2222-4333-8444-555555555555", seconds(2), "disk full");
  for (int i = 0; i < 3; ++i) ping(check, "", seconds(1));

  std::string numbers;
  std::string before;
  for (int pages = 0; pages < 5; ++pages) {
    const boost::json::value page = see_check(check, "/pings?limit=2" + before).json();
    for (const auto& ping : page.at("pings").as_array()) {
      numbers += std::to_string(ping.at("n").as_int64()) + " ";
    }
    const boost::json::value* next = page.as_object().if_contains("next");
    if (next == nullptr) break;
    before = "&before=" + std::to_string(next->as_int64());
  }
  EXPECT_EQ(numbers, "5 4 3 2 1 ");

  const boost::json::value failed = see_check(check, "/pings?before=3").json().at("pings").at(0);
  EXPECT_EQ(failed.at("n"), 2);
  EXPECT_EQ(failed.at("kind"), "fail");
  EXPECT_EQ(failed.at("exit_status"), 3);
  EXPECT_EQ(failed.at("duration"), 3);
  EXPECT_EQ(failed.at("method"), "POST");
  EXPECT_EQ(failed.at("scheme"), "http");
  EXPECT_EQ(failed.at("address"), "192.0.2.1");
  EXPECT_EQ(failed.at("user_agent"), "");
  EXPECT_EQ(failed.at("rid"), "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(failed.at("body_bytes"), 9);

  EXPECT_TRUE(see_check(check, "/pings?before=1").json().at("pings").as_array().empty());
  EXPECT_EQ(see_check(check, "/pings?before=x").text("pointer"), "/before");
  EXPECT_EQ(see_check(check, "/pings?limit=0").text("pointer"), "/limit");
}

TEST_F(CheckHistory, ABodyIsTextAndNothingElse) {
  const Answer check = make_check(R"({"name":"backup"})");
  ping(check, "", seconds(1), "<script>alert(1)</script>");
  ping(check, "", seconds(1));
  const Answer body = see_check(check, "/pings/1/body");
  EXPECT_EQ(body.status, 200);
  EXPECT_EQ(body.body, "<script>alert(1)</script>");
  EXPECT_TRUE(body.content_type.starts_with("text/plain"));
  EXPECT_EQ(body.header("X-Content-Type-Options"), "nosniff");
  for (const std::string_view number : {"2", "3", "0", "-1", "x", "99999999999999999999"}) {
    EXPECT_EQ(see_check(check, "/pings/" + std::string(number) + "/body").status, 404) << number;
  }
  EXPECT_EQ(bench.ask("GET /v1/projects/shop/checks/" + check.text("id") + "/pings/1/body").status,
            401);
}

TEST_F(CheckHistory, TransitionsAreListedNewestFirst) {
  const Answer check = make_check(R"({"name":"backup"})");
  ping(check, "", seconds(1));
  ping(check, "/fail", seconds(10));
  const Time middle = bench.clock.now() + seconds(5);
  ping(check, "", seconds(10));
  const auto told = [&](const std::string& query) {
    std::string words;
    for (const auto& step :
         see_check(check, "/transitions" + query).json().at("transitions").as_array()) {
      words += std::string(step.at("from").as_string()) + ">" +
               std::string(step.at("to").as_string()) + ":" +
               std::string(step.at("reason").as_string()) + " ";
    }
    return words;
  };
  EXPECT_EQ(told(""), "down>up: up>down:fail new>up: ");
  std::string at = to_iso_seconds(middle).substr(0, 19) + "Z";
  EXPECT_EQ(told("?from=" + at), "down>up: ");
  EXPECT_EQ(told("?to=" + at), "up>down:fail new>up: ");
  EXPECT_EQ(see_check(check, "/transitions?from=yesterday").text("pointer"), "/from");
}

TEST_F(CheckHistory, ManyChecksAreChangedAtOnceOrNone) {
  const Answer first = make_check(R"({"name":"first","slug":"first","tags":"db"})");
  const Answer second = make_check(R"({"name":"second"})");
  const std::string both =
      "\"checks\":[\"" + first.text("id") + "\",\"" + second.text("uuid") + "\",\"first\"]";
  const auto bulk = [&](const std::string& rest) {
    return bench.ask("POST /v1/projects/shop/checks/bulk", "{" + both + "," + rest + "}", key);
  };
  const auto tags = [&] {
    return see_check(first, "").text("tags") + "|" + see_check(second, "").text("tags");
  };
  EXPECT_EQ(bulk(R"("action":"tag","tag":"db")").json().at("changed"), 1);
  EXPECT_EQ(bulk(R"("action":"tag","tag":"prod")").json().at("changed"), 2);
  EXPECT_EQ(tags(), "db prod|db prod");
  EXPECT_EQ(bulk(R"("action":"untag","tag":"db")").json().at("changed"), 2);
  EXPECT_EQ(tags(), "prod|prod");
  EXPECT_EQ(bulk(R"("action":"tag","tag":"a b")").text("pointer"), "/tag");
  EXPECT_EQ(bulk(R"("action":"tag")").text("pointer"), "/tag");
  EXPECT_EQ(bulk(R"("action":"tag","tag":")" + std::string(500, 'x') + "\"").text("pointer"),
            "/tag");
  EXPECT_EQ(bulk(R"("action":"explode")").text("pointer"), "/action");

  EXPECT_EQ(bulk(R"("action":"pause")").json().at("changed"), 2);
  EXPECT_EQ(bulk(R"("action":"pause")").json().at("changed"), 0);
  EXPECT_EQ(see_check(second, "").text("status"), "paused");
  EXPECT_EQ(bulk(R"("action":"resume")").json().at("changed"), 2);
  EXPECT_EQ(see_check(second, "").text("status"), "new");

  const Answer missing = bench.ask("POST /v1/projects/shop/checks/bulk",
                                   R"({"checks":["first","nobody"],"action":"delete"})", key);
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.text("pointer"), "/checks/1");
  EXPECT_EQ(see_check(first, "").status, 200);
  EXPECT_EQ(
      bench.ask("POST /v1/projects/shop/checks/bulk", R"({"checks":[],"action":"pause"})", key)
          .text("pointer"),
      "/checks");
  EXPECT_EQ(bench
                .ask("POST /v1/projects/shop/checks/bulk",
                     R"({"checks":["first"],"action":"pause"})", reader)
                .status,
            403);
  EXPECT_EQ(bulk(R"("action":"delete")").json().at("changed"), 2);
  EXPECT_TRUE(see("/v1/projects/shop/checks").json().at("checks").as_array().empty());
}

}  // namespace
}  // namespace muster::api
