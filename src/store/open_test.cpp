#include "store/open.h"

#include "store/database_fixture.h"
#include "store/files.h"
#include "store/sample_records.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::store {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class OpenTest : public DatabaseTest {};

INSTANTIATE_TEST_SUITE_P(Engines, OpenTest, testing::Values(Engine::sqlite, Engine::postgres),
                         engine_name);

TEST_P(OpenTest, TheDataDirectoryAndItsFilesArePrivate) {
  open_database();
  struct stat status{};
  ASSERT_EQ(::stat(options().data_dir.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
  for (const auto& entry : std::filesystem::directory_iterator(options().data_dir)) {
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U) << entry.path();
  }
}

TEST_P(OpenTest, ASecondServerOnTheDirectoryIsRefusedAndToldByWhom) {
  open_database();
  const auto second = open(options());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_THAT(second.error().message,
              AllOf(HasSubstr("another server"), HasSubstr(std::to_string(::getpid()))));
  commit({.projects_saved = {full_project(1)}});  // the first one goes on
  close_database();
  open_database();
  EXPECT_EQ(load().projects.size(), 1U);
}

TEST_P(OpenTest, ASecondServerOnTheDatabaseIsRefusedUntilTheFirstIsGone) {
  open_database();
  OpenOptions elsewhere = options();
  if (postgres()) elsewhere.data_dir = directory_.file("standby");
  const auto second = open(elsewhere);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_THAT(second.error().message, HasSubstr("another server holds this"));

  const auto reader = open_reader(elsewhere);  // a standby may read
  ASSERT_TRUE(reader) << to_string(reader.error());
  commit({.pings = {full_ping(1, 1, 0)}});
  EXPECT_EQ(*(*reader)->ping(1), full_ping(1, 1, 0));

  close_database();
  if (postgres()) {
    ASSERT_TRUE(make_directory(elsewhere.data_dir));
    std::filesystem::copy(options().data_dir + "/master.key", elsewhere.data_dir + "/master.key");
  }
  elsewhere.lock_wait = seconds(5);
  const auto takeover = open(elsewhere);
  EXPECT_TRUE(takeover) << to_string(takeover.error());
}

TEST_P(OpenTest, ANewerSchemaIsRefusedWithBothVersions) {
  open_database();
  commit({.projects_saved = {full_project(1)}});
  close_database();
  ASSERT_TRUE(sql("INSERT INTO schema_migrations VALUES (99, 'x', 'x')"));
  const auto refused = open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_THAT(refused.error().message,
              AllOf(HasSubstr("99"), HasSubstr(std::to_string(schema_version())),
                    HasSubstr("install the newer program")));
  ASSERT_TRUE(sql("DELETE FROM schema_migrations WHERE version = 99"));
  open_database();
  EXPECT_THAT(load().projects, ElementsAre(full_project(1)));
}

TEST_P(OpenTest, AnAlteredMigrationIsRefused) {
  open_database();
  close_database();
  ASSERT_TRUE(sql("UPDATE schema_migrations SET checksum = 'other'"));
  const auto refused = open(options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::corrupt);
}

TEST_P(OpenTest, AMissingOrForeignMasterKeyIsRefused) {
  open_database();
  close_database();
  const std::string key = options().data_dir + "/master.key";
  std::filesystem::rename(key, key + ".away");
  const auto missing = open(options());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::corrupt);
  EXPECT_THAT(missing.error().message, HasSubstr("missing"));
  EXPECT_FALSE(exists(key));

  ASSERT_TRUE(write_file(key, std::string(32, 'k')));
  const auto foreign = open(options());
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, Code::corrupt);
  EXPECT_THAT(foreign.error().message, HasSubstr("is not the master key"));

  std::filesystem::rename(key + ".away", key);
  open_database();
}

TEST(Open, UnknownUrlsAreRefusedWithoutRepeatingThem) {
  const TemporaryDirectory directory;
  for (const char* url : {"mysql://root:hunter2@db/x", "sqlite:///hunter2", "/var/hunter2.db"}) {
    const auto refused = open({.data_dir = directory.path(), .database_url = url});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_EQ(refused.error().where, "database.url");
    EXPECT_THAT(refused.error().message,
                AllOf(HasSubstr("postgresql://"), HasSubstr("sqlite"), Not(HasSubstr("hunter2"))));
  }
  EXPECT_EQ(open({.data_dir = ""}).error().where, "data_dir");
}

TEST(Open, AnUnreachableServerIsUnavailableAndThePasswordStaysSecret) {
  const TemporaryDirectory directory;
  const auto refused = open({.data_dir = directory.path(),
                             .database_url = "postgresql://muster:hunter2@127.0.0.1:1/muster"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_THAT(to_string(refused.error()), Not(HasSubstr("hunter2")));
}

TEST(Open, ADataDirectoryThatIsAFileIsRefused) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(write_file(directory.file("data"), ""));
  EXPECT_EQ(open({.data_dir = directory.file("data")}).error().code, Code::conflict);
}

class PostgresTest : public DatabaseTest {
 protected:
  void cut_connections() {
    const auto cut =
        sql("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    ASSERT_TRUE(cut) << cut.error().message;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, PostgresTest, testing::Values(Engine::postgres), engine_name);

TEST_P(PostgresTest, ALostConnectionFailsTheCommitAndLoadRecovers) {
  open_database();
  commit({.projects_saved = {full_project(1)}});
  for (int round = 0; round < 3; ++round) {
    cut_connections();
    const auto lost = store().commit({.projects_saved = {full_project(2)}});
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Code::unavailable);
    EXPECT_THAT(load().projects, ElementsAre(full_project(1)));
    EXPECT_TRUE(reader().ping_database());
  }
  commit({.projects_saved = {full_project(2)}});
  EXPECT_EQ(load().projects.size(), 2U);
}

TEST_P(PostgresTest, WhoLostTheLockToAnotherServerCannotComeBack) {
  open_database();
  commit({.projects_saved = {full_project(1)}});
  cut_connections();
  OpenOptions elsewhere = options();
  elsewhere.data_dir = directory_.file("other");
  elsewhere.lock_wait = seconds(5);
  ASSERT_TRUE(make_directory(elsewhere.data_dir));
  std::filesystem::copy(options().data_dir + "/master.key", elsewhere.data_dir + "/master.key");
  auto other = open(elsewhere);
  ASSERT_TRUE(other) << to_string(other.error());

  EXPECT_EQ(store().commit({.projects_saved = {full_project(2)}}).error().code, Code::unavailable);
  const auto fenced = store().load();
  ASSERT_FALSE(fenced);
  EXPECT_EQ(fenced.error().code, Code::conflict);
  EXPECT_EQ(other->store->load()->projects.size(), 1U);
}

TEST_P(PostgresTest, AFailedStatementLeavesTheConnectionUsable) {
  open_database();
  ASSERT_TRUE(sql("ALTER TABLE projects RENAME TO hidden"));
  EXPECT_FALSE(store().commit({.projects_saved = {full_project(1)}}));
  EXPECT_FALSE(store().load());
  ASSERT_TRUE(sql("ALTER TABLE hidden RENAME TO projects"));
  EXPECT_TRUE(load().projects.empty());
  commit({.projects_saved = {full_project(1)}});
}

TEST_P(PostgresTest, AReaderNeedsASchemaOfItsOwnVersion) {
  const auto early = open_reader(options());
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, Code::conflict);
  open_database();
  EXPECT_TRUE(open_reader(options()));
}

}  // namespace
}  // namespace muster::store
