#include "core/check_document.h"

#include "core/heartbeat.h"

#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace muster::core {
namespace {

namespace json = boost::json;
using std::chrono::sys_days;

const DocumentUrls& urls() {
  static const DocumentUrls kUrls{"https://muster.test"};
  return kUrls;
}

constexpr Time kNow = sys_days(std::chrono::year(2026) / 3 / 29) + std::chrono::hours(1);

Check plain_check() {
  Check check;
  check.key = 7;
  check.id = CheckId{*parse_uuid("11112222-3333-4444-9555-666677778888")};
  check.badge_id = *parse_uuid("aaaa2222-3333-4444-9555-666677778888");
  check.spec.name = "Backup";
  check.spec.slug = "backup";
  check.spec.tags = "db prod";
  return check;
}

json::object document(const Check& check, int version = 3, View view = View::read_write(),
                      Time now = kNow) {
  return json::parse(check_document(check, {}, view, version, now, urls())).as_object();
}

std::set<std::string> keys(const json::object& object) {
  std::set<std::string> names;
  for (const auto& member : object) names.emplace(member.key());
  return names;
}

TEST(CheckDocument, PlainCheckHasTheTwentyNineMembersOfTheContract) {
  const json::object seen = document(plain_check());
  EXPECT_EQ(keys(seen), (std::set<std::string>{"name",
                                               "slug",
                                               "tags",
                                               "desc",
                                               "grace",
                                               "n_pings",
                                               "status",
                                               "started",
                                               "last_ping",
                                               "next_ping",
                                               "manual_resume",
                                               "methods",
                                               "subject",
                                               "subject_fail",
                                               "start_kw",
                                               "success_kw",
                                               "failure_kw",
                                               "filter_subject",
                                               "filter_body",
                                               "filter_http_body",
                                               "filter_default_fail",
                                               "badge_url",
                                               "uuid",
                                               "ping_url",
                                               "update_url",
                                               "pause_url",
                                               "resume_url",
                                               "channels",
                                               "timeout"}));
  EXPECT_EQ(keys(seen).size(), 29u);
  const json::value expected = json::parse(R"({
    "name":"Backup","slug":"backup","tags":"db prod","desc":"","grace":3600,"n_pings":0,
    "status":"new","started":false,"last_ping":null,"next_ping":null,"manual_resume":false,
    "methods":"","subject":"","subject_fail":"","start_kw":"","success_kw":"","failure_kw":"",
    "filter_subject":false,"filter_body":false,"filter_http_body":false,
    "filter_default_fail":false,
    "badge_url":"https://muster.test/b/2/aaaa2222-3333-4444-9555-666677778888.svg",
    "uuid":"11112222-3333-4444-9555-666677778888",
    "ping_url":"https://muster.test/ping/11112222-3333-4444-9555-666677778888",
    "update_url":"https://muster.test/api/v3/checks/11112222-3333-4444-9555-666677778888",
    "pause_url":"https://muster.test/api/v3/checks/11112222-3333-4444-9555-666677778888/pause",
    "resume_url":"https://muster.test/api/v3/checks/11112222-3333-4444-9555-666677778888/resume",
    "channels":"","timeout":86400})");
  EXPECT_EQ(json::value(seen), expected);
}

TEST(CheckDocument, UrlsCarryTheVersionAskedFor) {
  for (const int version : {1, 2, 3}) {
    const std::string base = "https://muster.test/api/v" + std::to_string(version) + "/checks/";
    EXPECT_TRUE(document(plain_check(), version).at("update_url").as_string().starts_with(base));
    EXPECT_TRUE(document(plain_check(), version).at("pause_url").as_string().starts_with(base));
    EXPECT_TRUE(document(plain_check(), version).at("resume_url").as_string().starts_with(base));
  }
}

TEST(CheckDocument, ReadOnlyViewShowsAUniqueKeyInPlaceOfWhatIsSecret) {
  const json::object seen = document(plain_check(), 3, View::read_only("5e6f"));
  auto expected = keys(document(plain_check()));
  for (const char* secret :
       {"uuid", "ping_url", "update_url", "pause_url", "resume_url", "channels"}) {
    expected.erase(secret);
  }
  expected.insert("unique_key");
  EXPECT_EQ(keys(seen), expected);
  EXPECT_EQ(seen.at("unique_key"), json::value("5e6f"));
  EXPECT_FALSE(json::serialize(seen).contains("11112222-3333"));
}

TEST(CheckDocument, UniqueKeyIsMadeOfTheFirstSixteenDigits) {
  EXPECT_EQ(unique_key_text(plain_check().id), "1111222233334444");
}

TEST(CheckDocument, ScheduleAndZoneTakeThePlaceOfTimeout) {
  Check check = plain_check();
  check.spec.schedule = *Schedule::parse("0 4 * * *", *Zone::find("Asia/Shanghai"));
  const json::object seen = document(check);
  EXPECT_EQ(seen.at("schedule"), json::value("0 4 * * *"));
  EXPECT_EQ(seen.at("tz"), json::value("Asia/Shanghai"));
  EXPECT_FALSE(seen.contains("timeout"));
}

TEST(CheckDocument, ChannelsAreJoinedInOrder) {
  const std::string text =
      check_document(plain_check(), {"b-2", "a-1"}, View::read_write(), 1, kNow, urls());
  EXPECT_EQ(json::parse(text).at("channels"), json::value("a-1,b-2"));
}

TEST(CheckDocument, SubjectMirrorsTheWordsOnlyWhileTheSubjectIsFiltered) {
  Check check = plain_check();
  Filters filters{.start_words = "go", .success_words = "ok", .failure_words = "bad"};
  check.spec.filters = std::make_shared<const Filters>(filters);
  EXPECT_EQ(document(check).at("subject"), json::value(""));
  EXPECT_EQ(document(check).at("success_kw"), json::value("ok"));
  filters.subject = true;
  check.spec.filters = std::make_shared<const Filters>(filters);
  EXPECT_EQ(document(check).at("subject"), json::value("ok"));
  EXPECT_EQ(document(check).at("subject_fail"), json::value("bad"));
  EXPECT_EQ(document(check).at("start_kw"), json::value("go"));
}

TEST(CheckDocument, TimesAreWholeSecondsAndDurationOnlyWhenKnown) {
  Check check = plain_check();
  check.state.status = Status::up;
  check.state.last_ping = kNow - Duration(1);
  EXPECT_FALSE(document(check).contains("last_duration"));
  EXPECT_EQ(document(check).at("last_ping"), json::value("2026-03-29T00:59:59+00:00"));
  EXPECT_EQ(document(check).at("next_ping"), json::value("2026-03-30T00:59:59+00:00"));
  check.state.last_duration = Duration(12'900'000);
  EXPECT_EQ(document(check).at("last_duration"), json::value(12));
}

TEST(CheckDocument, RunningCheckShowsItsStartAsNextPing) {
  Check check = plain_check();
  check.state.runs.push_back({.rid = {}, .started_at = kNow});
  EXPECT_EQ(document(check).at("next_ping"), json::value("2026-03-29T01:00:00+00:00"));
  EXPECT_EQ(document(check).at("started"), json::value(true));
}

TEST(CheckDocument, OnlyVersionOneKnowsTheStatusStarted) {
  const auto hour = std::chrono::hours(1);
  const struct {
    Status stored;
    Time started_at;
    std::string_view v1;
    std::string_view v3;
  } cases[] = {
      {Status::fresh, kNow - hour / 2, "started", "new"},
      {Status::up, kNow - hour / 2, "started", "up"},
      {Status::down, kNow - hour / 2, "started", "down"},
      {Status::paused, kNow - hour / 2, "started", "paused"},
      {Status::fresh, kNow - hour, "down", "down"},
      {Status::paused, kNow - hour, "down", "down"},
      {Status::down, kNow - hour, "down", "down"},
  };
  for (const auto& test : cases) {
    Check check = plain_check();
    check.state.status = test.stored;
    if (test.stored == Status::up) check.state.last_ping = kNow - hour;
    check.state.runs.push_back({.rid = {}, .started_at = test.started_at});
    EXPECT_EQ(document(check, 1).at("status"), json::value(test.v1));
    EXPECT_EQ(document(check, 2).at("status"), json::value(test.v3));
    EXPECT_EQ(document(check, 3).at("status"), json::value(test.v3));
  }
}

TEST(CheckDocument, OwnMembersFollowOnlyWhenSet) {
  Check check = plain_check();
  check.spec.start_limit = seconds(300);
  check.spec.run_limit = seconds(600);
  check.spec.failures_before_down = 3;
  check.spec.successes_before_up = 2;
  const json::object seen = document(check);
  EXPECT_EQ(keys(seen).size(), 33u);
  EXPECT_EQ(seen.at("start_limit"), json::value(300));
  EXPECT_EQ(seen.at("run_limit"), json::value(600));
  EXPECT_EQ(seen.at("failures_before_down"), json::value(3));
  EXPECT_EQ(seen.at("successes_before_up"), json::value(2));
}

TEST(CheckDocument, MethodsAndManualResume) {
  Check check = plain_check();
  check.spec.methods = Methods::post_only;
  check.spec.resume = Resume::by_hand;
  EXPECT_EQ(document(check).at("methods"), json::value("POST"));
  EXPECT_EQ(document(check).at("manual_resume"), json::value(true));
}

}  // namespace
}  // namespace muster::core
