#include "store/database_fixture.h"
#include "store/sample_records.h"

#include <vector>

#include <gmock/gmock.h>

namespace muster::store {
namespace {

using engine::AlertFilter;
using engine::WriteBatch;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class AlertsTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (!IsSkipped()) open_database();
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, AlertsTest, testing::Values(Engine::sqlite, Engine::postgres),
                         engine_name);

TEST_P(AlertsTest, AlertsByFilterAndPage) {
  WriteBatch batch;
  for (std::int64_t number = 1; number <= 12; ++number) {
    core::Alert alert = bare_alert(number, number % 2 == 0 ? 2 : 1, number == 12 ? 8 : 1);
    if (number % 3 == 0) alert.resolved_at = moment(50);
    batch.alerts_saved.push_back(alert);
  }
  commit(batch);
  const auto numbers = [this](const AlertFilter& filter) {
    std::vector<int> found;
    const auto alerts = reader().alerts(filter);
    EXPECT_TRUE(alerts) << alerts.error().message;
    for (const auto& alert : *alerts) found.push_back(alert.id.uuid.bytes[15]);
    return found;
  };
  using Which = AlertFilter::Which;
  EXPECT_THAT(numbers({.project = 1, .rows_max = 4}), ElementsAre(11, 10, 9, 8));
  EXPECT_THAT(numbers({.project = 1, .opened_before = moment(8), .rows_max = 4}),
              ElementsAre(7, 6, 5, 4));
  EXPECT_THAT(numbers({.project = 1, .check = 2}), ElementsAre(10, 8, 6, 4, 2));
  EXPECT_THAT(numbers({.project = 8, .check = 1}), IsEmpty());
  EXPECT_THAT(numbers({.project = 1, .which = Which::resolved}), ElementsAre(9, 6, 3));
  EXPECT_THAT(numbers({.project = 1, .check = 1, .which = Which::resolved}), ElementsAre(9, 3));
  EXPECT_THAT(numbers({.project = 1, .which = Which::open, .rows_max = 3}), ElementsAre(11, 10, 8));
  EXPECT_THAT(numbers({.project = 1, .check = 1, .which = Which::open}), ElementsAre(11, 7, 5, 1));
  EXPECT_EQ(*reader().alert({uuid_of(7, 3)}), batch.alerts_saved[2]);
  EXPECT_EQ(*reader().alert({uuid_of(7, 99)}), std::nullopt);
  EXPECT_THAT(load().open_alerts, SizeIs(8));
}

TEST_P(AlertsTest, AlertsOfOneMomentAreSpreadOverPages) {
  WriteBatch batch;
  for (std::int64_t number = 1; number <= 5; ++number) {
    batch.alerts_saved.push_back(bare_alert(number, 1, 1));
    batch.alerts_saved.back().opened_at = moment(number == 5 ? 9 : 7);
  }
  commit(batch);
  std::vector<int> found;
  AlertFilter filter{.project = 1, .rows_max = 2};
  for (int pages = 0; pages < 4; ++pages) {
    const auto alerts = reader().alerts(filter);
    ASSERT_TRUE(alerts) << alerts.error().message;
    for (const auto& alert : *alerts) found.push_back(alert.id.uuid.bytes[15]);
    if (alerts->empty()) break;
    filter.opened_before = alerts->back().opened_at;
    filter.id_before = alerts->back().id;
  }
  EXPECT_THAT(found, ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(*reader().alerts({.project = 1, .opened_before = moment(7)}), IsEmpty());
}

TEST_P(AlertsTest, AlertsOfEveryProjectThatExistsAndThoseAcknowledged) {
  core::Alert resolved = full_alert(4, 2, 2);
  resolved.resolved_at = moment(90);
  commit({.projects_saved = {bare_project(1), bare_project(2), bare_project(3)},
          .alerts_saved = {bare_alert(1, 1, 1), full_alert(2, 1, 1), bare_alert(3, 2, 2), resolved,
                           bare_alert(5, 3, 3)}});
  commit({.projects_deleted = {3}});
  const auto numbers = [this](const AlertFilter& filter) {
    std::vector<int> found;
    const auto alerts = reader().alerts(filter);
    EXPECT_TRUE(alerts) << alerts.error().message;
    for (const auto& alert : *alerts) found.push_back(alert.id.uuid.bytes[15]);
    return found;
  };
  using Which = AlertFilter::Which;
  EXPECT_THAT(numbers({}), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(numbers({.rows_max = 2}), ElementsAre(4, 3));
  EXPECT_THAT(numbers({.which = Which::open}), ElementsAre(3, 1));
  EXPECT_THAT(numbers({.which = Which::acknowledged}), ElementsAre(2));
  EXPECT_THAT(numbers({.which = Which::resolved}), ElementsAre(4));
  EXPECT_THAT(numbers({.project = 1, .which = Which::acknowledged}), ElementsAre(2));
  EXPECT_THAT(numbers({.project = 1, .check = 1, .which = Which::acknowledged}), ElementsAre(2));
  EXPECT_THAT(numbers({.project = 1, .which = Which::open}), ElementsAre(1));
  EXPECT_EQ(*reader().alert(resolved.id), resolved);
}

}  // namespace
}  // namespace muster::store
