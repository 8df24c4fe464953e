#include "store/migrations.h"

#include "store/database_fixture.h"
#include "store/sqlite/database.h"
#include "store/statements.h"

#include <set>

#include <gmock/gmock.h>

namespace muster::store {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class MigrationsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = SqliteDatabase::open(directory_.file("test.db"), Access::create);
    ASSERT_TRUE(database);
    database_ = *std::move(database);
  }

  std::string schema() {
    std::string text;
    const auto rows = database_->rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
    EXPECT_TRUE(rows);
    for (const auto& row : *rows) text += row[0] + " " + row[1] + ": " + row[2] + "\n";
    return text;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<SqliteDatabase> database_;
};

constexpr std::array kFiles{
    EmbeddedFile{"0001_a.postgres.sql", "CREATE TABLE only_postgres (x BYTEA);"},
    EmbeddedFile{"0001_a.sql", "CREATE TABLE a (x BIGINT);"},
    EmbeddedFile{"0001_a.sqlite.sql", "CREATE TABLE only_sqlite (x BLOB);"},
    EmbeddedFile{"0002_b.sql", "ALTER TABLE a ADD COLUMN y BIGINT; CREATE TABLE b (x BIGINT);"}};

TEST(Migrations, JoinTheSharedFileAndTheEnginesOwn) {
  const auto list = migrations(Engine::postgres, kFiles);
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0].version, 1);
  EXPECT_EQ(list[0].text, "CREATE TABLE a (x BIGINT);CREATE TABLE only_postgres (x BYTEA);");
  EXPECT_EQ(list[1].version, 2);
  EXPECT_THAT(list[0].checksum, SizeIs(64));
  EXPECT_NE(list[0].checksum, migrations(Engine::sqlite, kFiles)[0].checksum);
  EXPECT_EQ(list[1].checksum, migrations(Engine::sqlite, kFiles)[1].checksum);
}

// The oldest schema must stay what it was: databases carry these.
TEST(Migrations, PublishedOnesHaveNotChanged) {
  for (const Engine engine : {Engine::sqlite, Engine::postgres}) {
    const auto list = migrations(engine);
    ASSERT_FALSE(list.empty());
    EXPECT_THAT(list[0].text, HasSubstr("CREATE TABLE projects"));
    EXPECT_THAT(list[0].text, HasSubstr("CREATE TABLE ping_bodies"));
  }
}

TEST_F(MigrationsTest, FreshAndMigratedSchemasAreEqual) {
  const auto all = migrations(Engine::sqlite, kFiles);
  ASSERT_TRUE(migrate(*database_, std::span(all).first(1)));
  ASSERT_TRUE(migrate(*database_, all));
  ASSERT_TRUE(migrate(*database_, all));  // nothing left to do
  const std::string migrated = schema();
  EXPECT_EQ(*check_schema(*database_, all), 2);

  database_ = *SqliteDatabase::open(directory_.file("fresh.db"), Access::create);
  ASSERT_TRUE(migrate(*database_, all));
  EXPECT_EQ(schema(), migrated);
}

TEST_F(MigrationsTest, OursMigrateStepByStepToTheSameSchema) {
  const auto all = migrations(Engine::sqlite);
  for (std::size_t count = 1; count <= all.size(); ++count) {
    ASSERT_TRUE(migrate(*database_, std::span(all).first(count)));
  }
  const std::string migrated = schema();
  database_ = *SqliteDatabase::open(directory_.file("fresh.db"), Access::create);
  ASSERT_TRUE(migrate(*database_, all));
  EXPECT_EQ(schema(), migrated);
}

// What version 1 knew of people is still true in version 2.
TEST_F(MigrationsTest, OldRolesAndTokensAreCarriedOver) {
  const auto all = migrations(Engine::sqlite);
  ASSERT_TRUE(migrate(*database_, std::span(all).first(1)));
  ASSERT_TRUE(
      database_->script("INSERT INTO users VALUES "
                        "('a', 'ada', 'ada@example.org', 'admin', NULL, 'pw', 'hash a', 1, 10), "
                        "('b', 'bob', '', 'operator', 7, '', 'hash b', 1, 11), "
                        "('c', 'cy', '', 'viewer', 8, '', '', 0, 12), "
                        "('d', 'dee', '', 'operator', NULL, '', '', 1, 13);"
                        "INSERT INTO projects VALUES (7, 'p', 'seven', 'k', 'b', 1)"));
  ASSERT_TRUE(migrate(*database_, std::span(all).first(2)));
  using Rows = std::vector<std::vector<std::string>>;
  EXPECT_EQ(*database_->rows("SELECT id, name, email, admin, password_hash, enabled, created_at "
                             "FROM users ORDER BY id"),
            (Rows{{"a", "ada", "ada@example.org", "1", "pw", "1", "10"},
                  {"b", "bob", "", "0", "", "1", "11"},
                  {"c", "cy", "", "0", "", "0", "12"},
                  {"d", "dee", "", "0", "", "1", "13"}}));
  EXPECT_EQ(*database_->rows("SELECT * FROM memberships ORDER BY user_id"),
            (Rows{{"b", "7", "operator", "0", "0"}, {"c", "8", "viewer", "0", "0"}}));
  EXPECT_EQ(
      *database_->rows("SELECT id, user_id, access, hash, created_at FROM api_tokens "
                       "WHERE project IS NULL AND expires_at IS NULL ORDER BY id"),
      (Rows{{"a", "a", "read_write", "hash a", "10"}, {"b", "b", "read_write", "hash b", "11"}}));
  EXPECT_EQ(*database_->rows("SELECT key, enabled FROM projects"), (Rows{{"7", "1"}}));
}

TEST_F(MigrationsTest, AFailedOneLeavesNothingAndRunsAgain) {
  auto all = migrations(Engine::sqlite, kFiles);
  const std::string good = all[1].text;
  all[1].text = "CREATE TABLE half (x BIGINT); CREATE TABLE a (x BIGINT);";
  const auto failed = migrate(*database_, all);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("migration 2"));
  EXPECT_THAT(schema(), testing::Not(HasSubstr("half")));
  all[1].text = good;
  EXPECT_TRUE(migrate(*database_, all));
}

TEST_F(MigrationsTest, NewerAndAlteredDatabasesAreRefusedUntouched) {
  const auto all = migrations(Engine::sqlite, kFiles);
  ASSERT_TRUE(migrate(*database_, all));
  const auto newer = migrate(*database_, std::span(all).first(1));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, Code::conflict);
  auto altered = all;
  altered[0].checksum[0] = altered[0].checksum[0] == '0' ? '1' : '0';
  const auto refused = migrate(*database_, altered);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::corrupt);
}

// History may be large: nothing may read through the whole of it.
TEST_F(MigrationsTest, NoStatementScansHistory) {
  ASSERT_TRUE(migrate(*database_, migrations(Engine::sqlite)));
  for (const StatementText& entry : statements(Role::writer)) {
    const auto plan = database_->rows("EXPLAIN QUERY PLAN " + entry.text);
    if (!plan) continue;  // BEGIN and its like have none
    for (const auto& step : *plan) {
      const std::string& detail = step.back();
      for (const char* table : {"pings", "ping_bodies", "transitions", "alerts", "deliveries"}) {
        // Two indexes hold only what is open or pending.
        const bool part = detail.contains("alerts_open") || detail.contains("deliveries_pending");
        EXPECT_FALSE(detail.starts_with(std::string("SCAN ") + table) && !part)
            << detail << " in " << entry.text;
      }
    }
  }
}

TEST(Statements, EveryOneHasItsText) {
  std::set<Statement> found;
  for (const StatementText& entry : statements(Role::writer)) {
    EXPECT_FALSE(entry.text.empty());
    EXPECT_TRUE(found.insert(entry.statement).second) << entry.text;
  }
  EXPECT_EQ(found.size(), kStatements);
}

}  // namespace
}  // namespace muster::store
