#include "store/store.h"

#include "base/limits.h"
#include "store/database_fixture.h"
#include "store/sample_records.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <gmock/gmock.h>

namespace muster::store {
namespace {

using engine::PingRow;
using engine::WriteBatch;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class StoreTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (!IsSkipped()) open_database();
  }

  void reopen() {
    close_database();
    open_database();
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, testing::Values(Engine::sqlite, Engine::postgres),
                         engine_name);

PingRow without_body(PingRow row) {
  row.ping.body.clear();
  return row;
}

std::vector<std::int64_t> rows_of(const std::vector<PingRow>& pings) {
  std::vector<std::int64_t> rows;
  for (const PingRow& ping : pings) rows.push_back(ping.row);
  return rows;
}

TEST_P(StoreTest, FreshDatabaseIsEmpty) {
  const auto snapshot = load();
  EXPECT_EQ(snapshot.meta, engine::Meta{});
  EXPECT_THAT(snapshot.projects, IsEmpty());
  EXPECT_THAT(snapshot.checks, IsEmpty());
  EXPECT_EQ(snapshot.last_ping_row, 0);
  EXPECT_EQ(snapshot.first_ping_row, 0);
  EXPECT_EQ(snapshot.last_transition_row, 0);
  EXPECT_TRUE(reader().ping_database());
  EXPECT_EQ(opened_.schema_version, schema_version());
}

TEST_P(StoreTest, EveryRecordComesBackAsItWasAfterReopening) {
  const core::Alert open_alert = bare_alert(1, 3, 1);
  const WriteBatch batch{
      .projects_saved = {bare_project(1), full_project(2)},
      .keys_saved = {bare_key(1), full_key(2, 2)},
      .users_saved = {bare_user(1), full_user(2)},
      .memberships_saved = {bare_membership(bare_user(1).id, 1),
                            full_membership(bare_user(1).id, 2)},
      .sessions_saved = {bare_session(1, bare_user(1).id), full_session(2, full_user(2).id)},
      .tokens_saved = {bare_token(1, bare_user(1).id), full_token(2, full_user(2).id, 2)},
      .channels_saved = {bare_channel(1), full_channel(2, 2)},
      .checks_saved = {bare_check(1), full_check(2, 2)},
      .pings = {bare_ping(11, 1, 0), full_ping(12, 2, 9)},
      .transitions = {full_transition(21, 2)},
      .alerts_saved = {open_alert, full_alert(2, 3, 1)},
      .deliveries_saved = {bare_delivery(1)},
      .meta = engine::Meta{moment(5), 10, moment(6), moment(7)}};
  commit(batch);
  reopen();
  const auto snapshot = load();
  EXPECT_EQ(snapshot.meta, batch.meta);
  EXPECT_EQ(snapshot.projects, batch.projects_saved);
  EXPECT_EQ(snapshot.keys, batch.keys_saved);
  EXPECT_EQ(snapshot.users, batch.users_saved);
  EXPECT_EQ(snapshot.memberships, batch.memberships_saved);
  EXPECT_EQ(snapshot.sessions, batch.sessions_saved);
  EXPECT_EQ(snapshot.tokens, batch.tokens_saved);
  EXPECT_EQ(snapshot.channels, batch.channels_saved);
  ASSERT_THAT(snapshot.checks, SizeIs(2));
  EXPECT_EQ(snapshot.checks[0], batch.checks_saved[0]);
  EXPECT_TRUE(same(snapshot.checks[1], batch.checks_saved[1]));
  EXPECT_THAT(snapshot.unfolded, ElementsAre(batch.pings[0], without_body(batch.pings[1])));
  EXPECT_THAT(snapshot.open_alerts, ElementsAre(open_alert, full_alert(2, 3, 1)));
  EXPECT_EQ(snapshot.deliveries, batch.deliveries_saved);
  EXPECT_EQ(snapshot.first_ping_row, 11);
  EXPECT_EQ(snapshot.last_ping_row, 12);
  EXPECT_EQ(snapshot.last_transition_row, 21);
}

TEST_P(StoreTest, EveryKindOfScheduleAndEnumComesBack) {
  std::vector<core::Check> checks;
  const auto add = [&checks](core::Schedule schedule, core::Status status) {
    core::Check check = bare_check(static_cast<std::int64_t>(checks.size()) + 1);
    check.spec.schedule = std::move(schedule);
    check.state.status = status;
    checks.push_back(check);
  };
  const auto zone = core::Zone::find("America/New_York");
  ASSERT_TRUE(zone);
  add(core::Schedule::period(seconds(60)), core::Status::fresh);
  add(*core::Schedule::parse("0 3 * * *", core::Zone::utc()), core::Status::up);
  add(*core::Schedule::parse("Mon..Fri 12:00\nSat 13:00", *zone), core::Status::down);
  add(core::Schedule::period(seconds(31'536'000)), core::Status::paused);
  commit({.checks_saved = checks});
  EXPECT_EQ(load().checks, checks);
}

TEST_P(StoreTest, SavingAgainReplacesEverything) {
  core::Project project = full_project(1);
  core::Channel channel = full_channel(1, 1);
  core::Check check = full_check(1, 1);
  core::User user = full_user(1);
  commit({.projects_saved = {project},
          .users_saved = {user},
          .memberships_saved = {full_membership(user.id, 1)},
          .sessions_saved = {full_session(1, user.id)},
          .tokens_saved = {full_token(1, user.id, 1)},
          .channels_saved = {channel},
          .checks_saved = {check}});
  project = bare_project(1);
  channel = bare_channel(1);
  check = bare_check(1);
  user = bare_user(1);
  commit({.projects_saved = {full_project(1), project},  // the last one counts
          .users_saved = {user},
          .memberships_saved = {bare_membership(user.id, 1)},
          .sessions_saved = {bare_session(1, user.id)},
          .tokens_saved = {bare_token(1, user.id)},
          .channels_saved = {channel},
          .checks_saved = {check}});
  const auto snapshot = load();
  EXPECT_THAT(snapshot.projects, ElementsAre(project));
  EXPECT_THAT(snapshot.channels, ElementsAre(channel));
  EXPECT_THAT(snapshot.checks, ElementsAre(check));
  EXPECT_THAT(snapshot.users, ElementsAre(user));
  EXPECT_THAT(snapshot.memberships, ElementsAre(bare_membership(user.id, 1)));
  EXPECT_THAT(snapshot.sessions, ElementsAre(bare_session(1, user.id)));
  EXPECT_THAT(snapshot.tokens, ElementsAre(bare_token(1, user.id)));
}

TEST_P(StoreTest, StateChangesNothingButState) {
  core::Check check = full_check(1, 1);
  check.state = {};
  commit({.checks_saved = {check, bare_check(2)}});
  core::CheckState early;
  early.pings = 1;
  commit({.states = {{1, early}, {1, full_state()}, {99, early}}});
  check.state = full_state();
  const auto checks = load().checks;
  ASSERT_THAT(checks, SizeIs(2));
  EXPECT_TRUE(same(checks[0], check));
  EXPECT_EQ(checks[1], bare_check(2));
}

TEST_P(StoreTest, DeletesWhatWasAskedFor) {
  commit({.projects_saved = {full_project(1)},
          .keys_saved = {full_key(1, 1), full_key(2, 1)},
          .users_saved = {full_user(1), full_user(2)},
          .memberships_saved = {full_membership(full_user(2).id, 1),
                                full_membership(full_user(2).id, 2)},
          .sessions_saved = {full_session(1, full_user(2).id), full_session(2, full_user(2).id)},
          .tokens_saved = {full_token(1, full_user(2).id, 1), full_token(2, full_user(2).id, 1)},
          .channels_saved = {full_channel(1, 1), full_channel(2, 1)},
          .checks_saved = {full_check(1, 1), full_check(2, 1)}});
  commit({.keys_deleted = {{uuid_of(2, 1)}},
          .users_deleted = {{uuid_of(3, 1)}},
          .memberships_deleted = {{full_user(2).id, 2}},
          .sessions_deleted = {{uuid_of(11, 1)}},
          .tokens_deleted = {{uuid_of(12, 1)}},
          .channels_deleted = {1},
          .checks_saved = {full_check(3, 1)},
          .checks_deleted = {1, 3}});  // 3 was made and deleted within one batch
  const auto snapshot = load();
  EXPECT_THAT(snapshot.projects, SizeIs(1));
  EXPECT_THAT(snapshot.keys, ElementsAre(full_key(2, 1)));
  EXPECT_THAT(snapshot.users, ElementsAre(full_user(2)));
  EXPECT_THAT(snapshot.memberships, ElementsAre(full_membership(full_user(2).id, 1)));
  EXPECT_THAT(snapshot.sessions, ElementsAre(full_session(2, full_user(2).id)));
  EXPECT_THAT(snapshot.tokens, ElementsAre(full_token(2, full_user(2).id, 1)));
  EXPECT_THAT(snapshot.channels, ElementsAre(full_channel(2, 1)));
  ASSERT_THAT(snapshot.checks, SizeIs(1));
  EXPECT_EQ(snapshot.checks[0].key, 2);
}

TEST_P(StoreTest, DeletingAProjectDeletesWhatItOwnsAndKeepsHistory) {
  commit({.projects_saved = {full_project(1), full_project(2)},
          .keys_saved = {full_key(1, 1), full_key(2, 2)},
          .users_saved = {full_user(1)},
          .memberships_saved = {full_membership(full_user(1).id, 1),
                                full_membership(full_user(1).id, 2)},
          .tokens_saved = {full_token(1, full_user(1).id, 1), full_token(2, full_user(1).id, 2)},
          .channels_saved = {full_channel(1, 1), full_channel(2, 2)},
          .checks_saved = {full_check(1, 1), full_check(2, 2)},
          .pings = {full_ping(1, 1, 0)},
          .transitions = {full_transition(1, 1)},
          .deliveries_saved = {bare_delivery(1)}});
  commit({.projects_deleted = {1}});
  const auto snapshot = load();
  EXPECT_THAT(snapshot.projects, ElementsAre(full_project(2)));
  EXPECT_THAT(snapshot.keys, ElementsAre(full_key(2, 2)));
  EXPECT_THAT(snapshot.users, ElementsAre(full_user(1)));
  EXPECT_THAT(snapshot.memberships, ElementsAre(full_membership(full_user(1).id, 2)));
  EXPECT_THAT(snapshot.tokens, ElementsAre(full_token(2, full_user(1).id, 2)));
  EXPECT_THAT(snapshot.channels, ElementsAre(full_channel(2, 2)));
  ASSERT_THAT(snapshot.checks, SizeIs(1));
  EXPECT_EQ(snapshot.checks[0].project, 2);
  EXPECT_THAT(snapshot.unfolded, SizeIs(1));
  EXPECT_THAT(snapshot.deliveries, SizeIs(1));
  EXPECT_EQ(snapshot.last_transition_row, 1);
}

TEST_P(StoreTest, DeletingAUserDeletesWhatIsTheirs) {
  const core::UserId gone = full_user(1).id;
  const core::UserId other = full_user(2).id;
  commit({.users_saved = {full_user(1), full_user(2)},
          .memberships_saved = {full_membership(gone, 1), full_membership(other, 1)},
          .sessions_saved = {full_session(1, gone), full_session(2, other)},
          .tokens_saved = {full_token(1, gone, 1), full_token(2, other, 1)}});
  commit({.users_deleted = {gone}});
  const auto snapshot = load();
  EXPECT_THAT(snapshot.users, ElementsAre(full_user(2)));
  EXPECT_THAT(snapshot.memberships, ElementsAre(full_membership(other, 1)));
  EXPECT_THAT(snapshot.sessions, ElementsAre(full_session(2, other)));
  EXPECT_THAT(snapshot.tokens, ElementsAre(full_token(2, other, 1)));
}

TEST_P(StoreTest, UnfoldedAreTheRowsAfterTheFoldInOrder) {
  WriteBatch batch;
  for (std::int64_t row = 1; row <= 10; ++row) batch.pings.push_back(bare_ping(row, 1, row - 1));
  std::swap(batch.pings[2], batch.pings[7]);
  batch.meta = engine::Meta{.alive_at = moment(1), .folded_row = 7};
  commit(batch);
  const auto snapshot = load();
  EXPECT_EQ(rows_of(snapshot.unfolded), (std::vector<std::int64_t>{8, 9, 10}));
  EXPECT_EQ(snapshot.first_ping_row, 1);
  EXPECT_EQ(snapshot.last_ping_row, 10);
}

TEST_P(StoreTest, CommitIsAllOrNothing) {
  commit({.pings = {full_ping(1, 1, 0)}});
  const auto refused = store().commit(
      {.projects_saved = {full_project(1)}, .pings = {bare_ping(2, 1, 1), full_ping(1, 1, 0)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::bug);
  const auto snapshot = load();
  EXPECT_THAT(snapshot.projects, IsEmpty());
  EXPECT_EQ(snapshot.last_ping_row, 1);
  commit({.pings = {full_ping(2, 1, 1)}});
  EXPECT_EQ(load().last_ping_row, 2);
}

TEST_P(StoreTest, HostileTextsAreKeptOrRepairedAlike) {
  struct Case {
    std::string given;
    std::string kept;
  };
  const std::string bad = "\xEF\xBF\xBD";
  const std::vector<Case> cases{
      {"'; DROP TABLE pings; --", "'; DROP TABLE pings; --"},
      {"\\x41\\101 \"{a,b}\" NULL", "\\x41\\101 \"{a,b}\" NULL"},
      {std::string("a\0b", 3), "a" + bad + "b"},
      {"\xFF\xC0\x80", bad + bad + bad},
      {"\xED\xA0\x80", bad + bad + bad},  // a surrogate
      {"long enough to be read eight by eight \xE2\x82",
       "long enough to be read eight by eight " + bad + bad},
      {"\xF0\x9F\x9A\x80 \xE2\x82\xAC \xC3\xBC", "\xF0\x9F\x9A\x80 \xE2\x82\xAC \xC3\xBC"},
      {"\t\r\n\x01\x7F", "\t\r\n\x01\x7F"}};
  WriteBatch batch;
  for (const Case& row : cases) {
    const auto number = static_cast<std::int64_t>(batch.pings.size()) + 1;
    batch.pings.push_back(bare_ping(number, 1, 0));
    batch.pings.back().ping.user_agent = row.given;
    batch.projects_saved.push_back(bare_project(number));
    batch.projects_saved.back().name = row.given;
  }
  commit(batch);
  const auto snapshot = load();
  ASSERT_THAT(snapshot.unfolded, SizeIs(cases.size()));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(snapshot.unfolded[i].ping.user_agent, cases[i].kept);
    EXPECT_EQ(snapshot.projects[i].name, cases[i].kept);
  }
}

TEST_P(StoreTest, BodiesAreBytes) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  std::string large(limits::kPingBodyBytesDefault, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 7);
  WriteBatch batch;
  for (const std::string& body : {every_byte, large, std::string(1, '\0'), std::string()}) {
    const auto row = static_cast<std::int64_t>(batch.pings.size()) + 1;
    batch.pings.push_back(bare_ping(row, 1, 0));
    batch.pings.back().ping.body = body;
    batch.pings.back().body_bytes = static_cast<std::int64_t>(body.size());
  }
  commit(batch);
  for (const PingRow& saved : batch.pings) {
    const auto found = reader().ping(saved.row);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_TRUE(*found == saved) << saved.row;
  }
  const auto missing = reader().ping(99);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::not_found);
}

TEST_P(StoreTest, PingsFollowTheirChainUntilRetentionCutIt) {
  WriteBatch batch;  // odd rows belong to check 1, even ones to check 2
  for (std::int64_t row = 1; row <= 20; ++row) {
    batch.pings.push_back(full_ping(row, row % 2 == 1 ? 1 : 2, std::max<std::int64_t>(row - 2, 0)));
  }
  commit(batch);
  const auto page = reader().pings(19, 4);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(rows_of(*page), (std::vector<std::int64_t>{19, 17, 15, 13}));
  EXPECT_EQ(page->front(), without_body(batch.pings[18]));
  EXPECT_EQ(rows_of(*reader().pings(19, 100)),
            (std::vector<std::int64_t>{19, 17, 15, 13, 11, 9, 7, 5, 3, 1}));
  EXPECT_THAT(*reader().pings(0, 100), IsEmpty());
  EXPECT_THAT(*reader().pings(19, 0), IsEmpty());

  commit({.ping_trim = engine::PingTrim{.up_to_row = 12, .before = moment(1'000)}});
  EXPECT_EQ(rows_of(*reader().pings(19, 100)), (std::vector<std::int64_t>{19, 17, 15, 13}));
  EXPECT_EQ(load().first_ping_row, 13);
}

TEST_P(StoreTest, TrimIsBoundedAndTakesBodiesAlong) {
  constexpr auto kStep = static_cast<std::int64_t>(limits::kRetentionRowsPerStep);
  WriteBatch batch;
  for (std::int64_t row = 1; row <= kStep + 200; ++row) {
    batch.pings.push_back(full_ping(row, 1, row - 1));
  }
  commit(batch);
  const engine::PingTrim not_yet{.up_to_row = kStep + 200, .before = moment(1)};
  commit({.ping_trim = not_yet});
  EXPECT_EQ(load().first_ping_row, 1);

  const engine::PingTrim trim{.up_to_row = kStep + 200, .before = moment(1'000'000)};
  commit({.ping_trim = trim});
  EXPECT_EQ(store().rows_trimmed(), kStep);
  EXPECT_EQ(load().first_ping_row, kStep + 1);
  const auto bodies = sql("SELECT min(row) FROM ping_bodies");
  ASSERT_TRUE(bodies) << bodies.error().message;
  EXPECT_EQ(bodies->at(0).at(0), std::to_string(kStep + 1));

  const engine::PingTrim by_age{.up_to_row = kStep + 200, .before = moment(kStep + 51)};
  commit({.ping_trim = by_age});
  EXPECT_EQ(load().first_ping_row, kStep + 51);

  // The newest row stays for ever, so that its number is not given out again.
  commit({.ping_trim = trim});
  commit({.ping_trim = trim});
  EXPECT_EQ(load().first_ping_row, kStep + 200);
  EXPECT_EQ(load().last_ping_row, kStep + 200);
}

TEST_P(StoreTest, SettledHistoryIsDeletedOldestFirstAndBounded) {
  constexpr auto kStep = static_cast<std::int64_t>(limits::kRetentionRowsPerStep);
  WriteBatch batch;
  for (std::int64_t row = 1; row <= kStep + 10; ++row) {
    batch.transitions.push_back(full_transition(row, 1));
    core::Alert alert = bare_alert(row, 1, 1);
    alert.resolved_at = moment(row);
    batch.alerts_saved.push_back(alert);
    core::Delivery delivery = full_delivery(row, alert.id);
    delivery.settled_at = moment(row);
    batch.deliveries_saved.push_back(delivery);
  }
  batch.deliveries_saved.back().settled_at.reset();
  batch.deliveries_saved.back().state = core::DeliveryState::pending;
  batch.alerts_saved.push_back(bare_alert(9'000, 1, 1));  // still open
  commit(batch);
  const auto count = [this](const std::string& table) {
    return sql("SELECT count(*) FROM " + table)->at(0).at(0);
  };
  commit({.settled_before = moment(1'000'000)});
  EXPECT_EQ(count("transitions"), "10");
  EXPECT_EQ(count("deliveries"), "10");
  EXPECT_EQ(count("alerts"), "11");
  commit({.settled_before = moment(kStep + 6)});
  EXPECT_EQ(count("transitions"), "5");
  EXPECT_EQ(count("deliveries"), "5");
  EXPECT_EQ(count("alerts"), "6");
  commit({.settled_before = moment(1'000'000)});
  EXPECT_EQ(count("transitions"), "1");  // the newest stays
  EXPECT_EQ(count("deliveries"), "1");   // pending
  EXPECT_EQ(count("alerts"), "2");       // one is open, one has the pending delivery
  EXPECT_EQ(load().last_transition_row, kStep + 10);
}

TEST_P(StoreTest, PendingDeliveriesComeInTheOrderInWhichTheyWereMade) {
  const auto pending = [](std::int64_t number) {
    core::Delivery delivery = full_delivery(number, {uuid_of(7, 1)});
    delivery.state = core::DeliveryState::pending;
    delivery.settled_at.reset();
    return delivery;
  };
  const auto numbers = [this] {
    std::vector<int> found;
    for (const auto& delivery : load().deliveries) found.push_back(delivery.id.uuid.bytes[15]);
    return found;
  };
  commit({.deliveries_saved = {pending(9), pending(3), pending(7)}});
  commit({.deliveries_saved = {pending(1)}});
  EXPECT_THAT(numbers(), ElementsAre(9, 3, 7, 1));
  core::Delivery tried = pending(9);
  tried.attempts = 4;
  core::Delivery sent = pending(1);
  sent.state = core::DeliveryState::sent;
  sent.settled_at = moment(9);
  commit({.deliveries_saved = {tried, sent, pending(2)}});
  EXPECT_THAT(numbers(), ElementsAre(9, 3, 7, 2));
  EXPECT_EQ(load().deliveries.front(), tried);
  EXPECT_THAT(*reader().deliveries({uuid_of(7, 1)}), SizeIs(5));
  EXPECT_THAT(*reader().deliveries({uuid_of(7, 2)}), IsEmpty());
}

TEST_P(StoreTest, TransitionsOfACheckByTime) {
  WriteBatch batch;
  for (std::int64_t row = 1; row <= 9; ++row) {
    batch.transitions.push_back(full_transition(row, row == 5 ? 2 : 1));
  }
  commit(batch);
  const auto found = reader().transitions(1, moment(3), moment(8), 3);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_THAT(*found,
              ElementsAre(full_transition(7, 1), full_transition(6, 1), full_transition(4, 1)));
  EXPECT_THAT(*reader().transitions(1, moment(3), moment(8), 100), SizeIs(4));
  EXPECT_THAT(*reader().transitions(3, moment(0), moment(100), 100), IsEmpty());
}

TEST_P(StoreTest, TheKeyOfADeletedCheckIsRememberedByItsHistory) {
  commit({.checks_saved = {bare_check(4)}});
  EXPECT_EQ(load().last_check, 4);
  commit({.checks_saved = {bare_check(9)},
          .transitions = {full_transition(1, 9)},
          .alerts_saved = {bare_alert(1, 11, 1)}});
  commit({.checks_deleted = {9}});
  EXPECT_EQ(load().last_check, 11);
}

TEST_P(StoreTest, ManyStatesAndBodiesInOneCommit) {
  constexpr std::int64_t kCount = 4'096;
  WriteBatch batch;
  for (std::int64_t key = 1; key <= kCount; ++key) batch.checks_saved.push_back(bare_check(key));
  commit(batch);
  batch = {};
  for (std::int64_t key = 1; key <= kCount; ++key) {
    batch.states.push_back({key, full_state()});
    batch.pings.push_back(full_ping(key, key, 0));
    batch.pings.back().ping.body.assign(4'096, static_cast<char>(key));
  }
  commit(batch);
  const auto checks = load().checks;
  ASSERT_THAT(checks, SizeIs(kCount));
  EXPECT_TRUE(std::ranges::all_of(checks, [](const auto& c) { return c.state == full_state(); }));
  EXPECT_EQ(reader().ping(kCount)->ping.body, batch.pings.back().ping.body);
}

TEST_P(StoreTest, ConfigurationIsSealedAtRestAndBoundToItsChannel) {
  commit({.channels_saved = {full_channel(1, 1), full_channel(2, 1)}});
  const auto stored = sql("SELECT config FROM channels");
  ASSERT_TRUE(stored) << stored.error().message;
  for (const auto& row : *stored)
    EXPECT_THAT(row.front(), testing::Not(testing::HasSubstr("s3cret")));

  close_database();
  ASSERT_TRUE(
      sql("UPDATE channels SET config = (SELECT other.config FROM channels AS other "
          "WHERE other.key <> channels.key)"));
  open_database();
  const auto swapped = store().load();
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().code, Code::corrupt);
  EXPECT_THAT(swapped.error().message,
              testing::HasSubstr(to_string(core::ChannelId{uuid_of(4, 1)})));
  EXPECT_THAT(swapped.error().message, testing::Not(testing::HasSubstr("s3cret")));
}

TEST_P(StoreTest, CodeSecretsAreSealedAtRestAndBoundToTheirUser) {
  commit({.users_saved = {full_user(1), full_user(2), bare_user(3)}});
  const auto stored = sql("SELECT totp_secret FROM users ORDER BY id");
  ASSERT_TRUE(stored) << stored.error().message;
  ASSERT_THAT(*stored, SizeIs(3));
  EXPECT_NE(stored->at(0), stored->at(1));
  for (const auto& row : *stored) {
    EXPECT_THAT(row.front(), testing::Not(testing::HasSubstr("S3CRET")));
  }
  close_database();
  ASSERT_TRUE(
      sql("UPDATE users SET totp_secret = (SELECT other.totp_secret FROM users AS other "
          "WHERE other.id <> users.id AND other.totp_secret <> '') WHERE totp_secret <> ''"));
  open_database();
  const auto swapped = store().load();
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().code, Code::corrupt);
  EXPECT_EQ(swapped.error().where, "users.totp_secret");
}

TEST_P(StoreTest, MalformedValuesAreNamed) {
  struct Case {
    std::string damage;
    std::string where;
  };
  const std::vector<Case> cases{{"UPDATE checks SET status = 'sideways'", "status"},
                                {"UPDATE checks SET runs = '1;2'", "runs"},
                                {"UPDATE checks SET id = 'none'", "id"},
                                {"UPDATE checks SET period_s = NULL", "checks"},
                                {"UPDATE checks SET start_words = NULL", "checks"},
                                {"UPDATE checks SET expression = 'x', period_s = 60", "checks"}};
  for (const Case& row : cases) {
    commit({.checks_saved = {full_check(1, 1), bare_check(2)}});
    close_database();
    ASSERT_TRUE(sql(row.damage)) << row.damage;
    open_database();
    const auto loaded = store().load();
    ASSERT_FALSE(loaded) << row.damage;
    EXPECT_EQ(loaded.error().code, Code::corrupt) << row.damage;
    EXPECT_EQ(loaded.error().where, row.where) << row.damage;
  }
}

TEST_P(StoreTest, ReaderServesManyThreadsAtOnce) {
  commit({.pings = {full_ping(1, 1, 0)}});
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([this, &good] {
        for (int n = 0; n < 50; ++n) good += reader().ping(1).has_value() ? 1 : 0;
      });
    }
    for (std::int64_t row = 2; row < 50; ++row) commit({.pings = {full_ping(row, 1, row - 1)}});
  }
  EXPECT_EQ(good, 400);
}

}  // namespace
}  // namespace muster::store
