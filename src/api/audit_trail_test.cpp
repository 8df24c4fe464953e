#include "api/audit_trail.h"

#include "api/route.h"
#include "api/test_browser.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

using core::AuditOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kPassword = "correct horse battery";

TEST(AuditTrail, EveryCallOfTheNativeApiThatChangesSomethingHasItsWord) {
  const std::set<std::string_view> none{"/v1/schedule/preview", "/v1/audit/seen"};
  for (const Route& route : native_routes()) {
    const bool changes = route.verb != net::Method::get && !none.contains(route.path);
    EXPECT_EQ(!action_of(route.verb, route.path).empty(), changes) << route.path;
  }
}

class AuditLog : public testing::Test {
 protected:
  void SetUp() override {
    bench.admin("POST /v1/projects", R"({"name":"shop"})");
    bench.admin("POST /v1/projects", R"({"name":"bank"})");
    bench.admin("POST /v1/projects/bank/checks", R"({"name":"vault inventory"})");
    bench.admin("POST /v1/users", R"({"name":"ann","role":"operator","project":"shop",
        "password":"correct horse battery"})");
    ASSERT_EQ(ann.sign_in("ann", kPassword).status, 200);
  }

  const core::AuditEvent& last() const { return bench.store.audit_log().rbegin()->second; }

  Bench bench;
  TestBrowser ann{bench};
};

TEST_F(AuditLog, S4_16_WhatIsDoneRefusedOrFailsIsARow) {
  ASSERT_EQ(ann.ask("POST /v1/projects/shop/checks", R"({"name":"backup"})").status, 201);
  EXPECT_EQ(last().action, "check.create");
  EXPECT_EQ(last().object_name, "backup");
  EXPECT_EQ(last().actor, "ann");
  EXPECT_EQ(last().address, "192.0.2.1");
  EXPECT_EQ(last().outcome, AuditOutcome::done);

  ASSERT_EQ(ann.ask("DELETE /v1/projects/shop/checks/2").status, 204);
  EXPECT_EQ(last().object_name, "backup");
  EXPECT_EQ(last().object_id, "2");

  ASSERT_EQ(ann.ask("POST /v1/projects", R"({"name":"mine"})").status, 403);
  EXPECT_EQ(last().action, "project.create");
  EXPECT_EQ(last().outcome, AuditOutcome::refused);

  ASSERT_EQ(ann.ask("POST /v1/projects/shop/checks", R"({"grace":1})").status, 400);
  EXPECT_EQ(last().outcome, AuditOutcome::failed);
}

TEST_F(AuditLog, SignInsAreRowsAndSoAreRefusedOnes) {
  EXPECT_EQ(last().action, "session.create");
  EXPECT_EQ(last().actor, "ann");
  ASSERT_EQ(TestBrowser(bench).sign_in("ann", "wrong horse battery").status, 401);
  EXPECT_EQ(last().outcome, AuditOutcome::refused);
  EXPECT_EQ(last().actor, "nobody");
  EXPECT_EQ(last().object_name, "ann");
  EXPECT_THAT(last().detail, Not(HasSubstr("horse")));
}

TEST_F(AuditLog, StrangersWithoutACredentialCannotFillIt) {
  const std::size_t before = bench.store.audit_log().size();
  EXPECT_EQ(bench.ask("POST /v1/projects", R"({"name":"x"})").status, 401);
  EXPECT_EQ(bench.store.audit_log().size(), before);
}

TEST_F(AuditLog, TellsNobodyTheNameOfWhatTheyMayNotSee) {
  ASSERT_EQ(ann.ask("DELETE /v1/projects/bank/checks/1").status, 403);
  EXPECT_EQ(last().outcome, AuditOutcome::refused);
  ASSERT_EQ(ann.ask("DELETE /v1/projects/shop/checks/1").status, 404);
  EXPECT_EQ(last().outcome, AuditOutcome::failed);
  ASSERT_EQ(ann.ask("DELETE /v1/users/ann").status, 403);
  EXPECT_EQ(last().object_id, "ann") << "as it was sent, whether there is one or not";
  EXPECT_THAT(ann.ask("GET /v1/audit").body, Not(HasSubstr("vault")));
}

TEST_F(AuditLog, S4_17_CountsWhatOneHasNotSeenNorDoneOneself) {
  const auto unread = [this] { return ann.ask("GET /v1/session").json().at("unread").as_int64(); };
  EXPECT_EQ(unread(), 0);
  bench.admin("POST /v1/projects/shop/checks", R"({"name":"one"})");
  bench.admin("POST /v1/projects/bank/checks", R"({"name":"two"})");
  ann.ask("POST /v1/projects/shop/checks", R"({"name":"three"})");
  EXPECT_EQ(unread(), 1);
  EXPECT_EQ(ann.ask("POST /v1/audit/seen", R"({"up_to":1000000})").json().at("unread"), 0);
  EXPECT_EQ(unread(), 0);
  bench.open_ledger();
  EXPECT_EQ(unread(), 0) << "after a restart";
}

TEST_F(AuditLog, S4_18_ListsTheNewestFirstAndMarksWhatIsNew) {
  bench.admin("POST /v1/projects/shop/checks", R"({"name":"one"})");
  const auto events = ann.ask("GET /v1/audit?action=check.&limit=1").json().at("events").as_array();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].at("object_name"), "one");
  EXPECT_EQ(events[0].at("unseen"), true);
  EXPECT_EQ(events[0].at("project_name"), "shop");
  EXPECT_EQ(ann.ask("GET /v1/audit?outcome=nonsense").status, 400);
}

}  // namespace
}  // namespace muster::api
