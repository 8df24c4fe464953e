#include "store/database_fixture.h"

#include <gmock/gmock.h>

namespace muster::store {
namespace {

using core::AuditEvent;
using core::AuditOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

AuditEvent event(std::int64_t row, std::optional<core::ProjectKey> project, std::string user) {
  return {.row = row,
          .at = from_micros(row * 1'000'000),
          .user_id = user,
          .actor = user + "'s name",
          .address = "192.0.2.1",
          .action = row % 2 == 0 ? "check.update" : "session.create",
          .object_kind = "check",
          .object_id = "17",
          .object_name = "backup 'nightly' \xE5\xA4\x87\xE4\xBB\xBD",
          .project = project,
          .outcome = row % 3 == 0 ? AuditOutcome::refused : AuditOutcome::done,
          .detail = "grace 60 -> 120"};
}

class AuditLog : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    open_database();
    for (std::int64_t row = 1; row <= 6; ++row) {
      const auto project = row <= 4 ? std::optional<core::ProjectKey>(row % 2) : std::nullopt;
      commit({.audit = {event(row, project, row == 6 ? "u2" : "u1")}});
    }
  }

  std::vector<std::int64_t> rows(const engine::AuditFilter& filter) {
    const auto events = reader().audit(filter);
    EXPECT_TRUE(events) << to_string(events.error());
    std::vector<std::int64_t> found;
    for (const AuditEvent& one : *events) found.push_back(one.row);
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, AuditLog, testing::Values(Engine::sqlite, Engine::postgres),
                         engine_name);

TEST_P(AuditLog, S4_19_IsReadByTimeUserKindAndOutcome) {
  EXPECT_THAT(rows({.everything = true}), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(rows({.everything = true, .project = 1}), ElementsAre(3, 1));
  EXPECT_THAT(rows({.everything = true, .user_id = "u2"}), ElementsAre(6));
  EXPECT_THAT(rows({.everything = true, .project = 1, .user_id = "u2"}), IsEmpty());
  EXPECT_THAT(rows({.everything = true, .action = "check.update"}), ElementsAre(6, 4, 2));
  EXPECT_THAT(rows({.everything = true, .action = "session."}), ElementsAre(5, 3, 1));
  EXPECT_THAT(rows({.everything = true, .action = "check"}), IsEmpty());
  EXPECT_THAT(rows({.everything = true, .outcome = AuditOutcome::refused}), ElementsAre(6, 3));
  EXPECT_THAT(
      rows({.everything = true, .from = from_micros(2'000'000), .to = from_micros(4'000'000)}),
      ElementsAre(3, 2));
  EXPECT_THAT(rows({.everything = true, .row_before = 4, .rows_max = 2}), ElementsAre(3, 2));
  EXPECT_EQ(reader().audit({.everything = true})->at(5), event(1, 1, "u1"));
}

TEST_P(AuditLog, APageIsFullEvenWhereOthersActedInBetween) {
  commit({.audit = {event(7, 1, "u2"), event(8, 1, "u2")}});
  EXPECT_THAT(rows({.everything = true, .project = 1, .user_id = "u1", .rows_max = 2}),
              ElementsAre(3, 1));
}

TEST_P(AuditLog, ShowsWhatHappenedInOnesProjectsAndWhatOneDidOneself) {
  EXPECT_THAT(rows({.projects = {1}, .own_user_id = "u2"}), ElementsAre(6, 3, 1));
  EXPECT_THAT(rows({.projects = {0, 1}, .own_user_id = "u3"}), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(rows({.own_user_id = "u3"}), IsEmpty());
}

TEST_P(AuditLog, RemembersWhoHasSeenWhat) {
  const core::UserId user{Uuid{{7}}};
  commit({.audit_seen = {{.user = user, .row = 3}}});
  commit({.audit_seen = {{.user = user, .row = 5}}});
  EXPECT_THAT(load().audit_seen, ElementsAre(engine::AuditSeen{.user = user, .row = 5}));
  const auto recent = load().recent_audit;
  ASSERT_EQ(recent.size(), 6U);
  EXPECT_EQ(recent.back(), (engine::AuditMark{.row = 6, .user_id = "u2"}));
  EXPECT_EQ(recent.front(), (engine::AuditMark{.row = 1, .user_id = "u1", .project = 1}));
}

TEST_P(AuditLog, TheChainHoldsAndGoesOnAfterAStart) {
  EXPECT_EQ(verify_audit(options()), 6);
  close_database();
  open_database();
  load();
  commit({.audit = {event(7, 1, "u1")}});
  EXPECT_EQ(verify_audit(options()), 7);
}

TEST_P(AuditLog, AnyChangeBreaksTheChainAndIsNamed) {
  struct Case {
    std::string change;
    std::string says;
  };
  const std::vector<Case> cases{
      {"UPDATE audit SET detail = 'nothing happened' WHERE row = 3", "audit row 3"},
      {"UPDATE audit SET outcome = 'done' WHERE row = 6", "audit row 6"},
      {"UPDATE audit SET at = at + 1 WHERE row = 1", "audit row 1"},
      {"DELETE FROM audit WHERE row = 4", "audit row 5"},
  };
  for (const Case& c : cases) {
    ASSERT_TRUE(sql("CREATE TABLE kept AS SELECT * FROM audit")) << c.change;
    ASSERT_TRUE(sql(c.change));
    const auto verified = verify_audit(options());
    ASSERT_FALSE(verified) << c.change;
    EXPECT_THAT(verified.error().where, HasSubstr(c.says)) << c.change;
    ASSERT_TRUE(sql("DELETE FROM audit"));
    ASSERT_TRUE(sql("INSERT INTO audit SELECT * FROM kept"));
    ASSERT_TRUE(sql("DROP TABLE kept"));
  }
  EXPECT_EQ(verify_audit(options()), 6);
}

TEST_P(AuditLog, RetentionTakesTheOldestAndTheChainStillHolds) {
  commit({.settled_before = from_micros(4'000'000)});
  EXPECT_THAT(rows({.everything = true}), ElementsAre(6, 5, 4));
  EXPECT_EQ(verify_audit(options()), 3);
}

TEST_P(AuditLog, WhatACommitRefusedIsNoPartOfTheChain) {
  ASSERT_FALSE(store().commit({.audit = {event(7, 1, "u1"), event(7, 1, "u1")}}));
  load();
  commit({.audit = {event(7, 1, "u1")}});
  EXPECT_EQ(verify_audit(options()), 7);
}

}  // namespace
}  // namespace muster::store
