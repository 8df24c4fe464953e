#include "store/backup.h"

#include "store/database_fixture.h"
#include "store/files.h"
#include "store/open.h"
#include "store/sample_records.h"

#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace muster::store {
namespace {

using testing::ElementsAre;

class BackupTest : public testing::Test {
 protected:
  static Opened open_at(const std::string& data_dir) {
    auto opened = open({.data_dir = data_dir, .reader_connections = 1});
    EXPECT_TRUE(opened) << to_string(opened.error());
    return opened ? *std::move(opened) : Opened{};
  }

  TemporaryDirectory directory_;
  const std::string data_ = directory_.file("data");
  const std::string copy_ = directory_.file("copy.db");
};

TEST_F(BackupTest, ARestoredBackupIsTheDatabaseAtThatMoment) {
  Opened opened = open_at(data_);
  ASSERT_TRUE(opened.store->commit({.projects_saved = {full_project(1)},
                                    .channels_saved = {full_channel(1, 1)},
                                    .pings = {full_ping(1, 1, 0)}}));
  const auto backed_up = backup_sqlite(data_, copy_);  // beside the running server
  ASSERT_TRUE(backed_up) << to_string(backed_up.error());
  ASSERT_TRUE(opened.store->commit({.projects_saved = {full_project(2)}}));
  for (const std::string& path : {copy_, copy_ + ".key"}) {
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U) << path;
  }

  const std::string other = directory_.file("other");
  const auto restored = restore_sqlite(copy_, other, Existing::refuse);
  ASSERT_TRUE(restored) << to_string(restored.error());
  Opened copy = open_at(other);
  const auto snapshot = copy.store->load();
  ASSERT_TRUE(snapshot) << to_string(snapshot.error());
  EXPECT_THAT(snapshot->projects, ElementsAre(full_project(1)));
  EXPECT_THAT(snapshot->channels, ElementsAre(full_channel(1, 1)));
  EXPECT_EQ(*copy.reader->ping(1), full_ping(1, 1, 0));
  ASSERT_TRUE(copy.store->commit({.projects_saved = {full_project(3)}}));

  // Nothing but the two files of the backup lies where it was made.
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre("data", "copy.db", "copy.db.key", "other"));
}

TEST_F(BackupTest, UnderFullWriteLoadTheCopyIsAPrefix) {
  Opened opened = open_at(data_);
  std::jthread writer([&opened](const std::stop_token& stop) {
    for (std::int64_t row = 1; !stop.stop_requested(); ++row) {
      ASSERT_TRUE(opened.store->commit({.pings = {full_ping(row, 1, row - 1)}}));
    }
  });
  for (int round = 0; round < 3; ++round) {
    const std::string copy = directory_.file("copy" + std::to_string(round));
    const auto backed_up = backup_sqlite(data_, copy);
    ASSERT_TRUE(backed_up) << to_string(backed_up.error());
    const std::string other = directory_.file("other" + std::to_string(round));
    ASSERT_TRUE(restore_sqlite(copy, other, Existing::refuse));
    const auto snapshot = open_at(other).store->load();
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(snapshot->unfolded.size(), static_cast<std::size_t>(snapshot->last_ping_row));
  }
}

TEST_F(BackupTest, RestoreRefusesAServerAtWorkAndADatabaseUnlessTold) {
  {
    Opened opened = open_at(data_);
    ASSERT_TRUE(opened.store->commit({.projects_saved = {full_project(1)}}));
    ASSERT_TRUE(backup_sqlite(data_, copy_));
    ASSERT_TRUE(opened.store->commit({.projects_saved = {full_project(2)}}));
    const auto busy = restore_sqlite(copy_, data_, Existing::replace);
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, Code::conflict);
  }
  const auto occupied = restore_sqlite(copy_, data_, Existing::refuse);
  ASSERT_FALSE(occupied);
  EXPECT_EQ(occupied.error().code, Code::conflict);
  EXPECT_EQ(open_at(data_).store->load()->projects.size(), 2U);

  const auto replaced = restore_sqlite(copy_, data_, Existing::replace);
  ASSERT_TRUE(replaced) << to_string(replaced.error());
  EXPECT_TRUE(exists(data_ + "/muster.db.replaced"));
  EXPECT_EQ(open_at(data_).store->load()->projects.size(), 1U);
}

TEST_F(BackupTest, AnUnfinishedRestoreIsCompletedByTheNext) {
  ASSERT_TRUE(open_at(data_).store->commit({.projects_saved = {full_project(1)}}));
  ASSERT_TRUE(backup_sqlite(data_, copy_));
  const std::string other = directory_.file("other");
  ASSERT_TRUE(open_at(other).store->commit({.projects_saved = {full_project(2)}}));
  // As a crash leaves it after the old database was moved aside and the new key was written.
  ASSERT_TRUE(write_file(other + "/muster.restoring", ""));
  std::filesystem::rename(other + "/muster.db", other + "/muster.db.replaced");
  std::filesystem::rename(other + "/master.key", other + "/master.key.replaced");
  std::filesystem::copy(copy_ + ".key", other + "/master.key");
  const std::string old_key = *read_file(other + "/master.key.replaced", 64);
  const auto refused = open({.data_dir = other});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);

  const auto completed = restore_sqlite(copy_, other, Existing::refuse);
  ASSERT_TRUE(completed) << to_string(completed.error());
  EXPECT_THAT(open_at(other).store->load()->projects, ElementsAre(full_project(1)));
  EXPECT_EQ(*read_file(other + "/master.key.replaced", 64), old_key);
}

TEST_F(BackupTest, ADamagedBackupChangesNothing) {
  ASSERT_TRUE(open_at(data_).store->commit({.projects_saved = {full_project(1)}}));
  ASSERT_TRUE(backup_sqlite(data_, copy_));
  const std::string good = *read_file(copy_, 16 * 1024 * 1024);
  for (const std::size_t at : {std::size_t{500}, good.size() / 2 + 10, good.size() - 100}) {
    std::string bad = good;
    bad[at] ^= 4;
    ASSERT_TRUE(write_file(copy_, bad));
    const auto refused = restore_sqlite(copy_, data_, Existing::replace);
    ASSERT_FALSE(refused) << at;
    EXPECT_EQ(refused.error().code, Code::corrupt) << at;
    EXPECT_EQ(open_at(data_).store->load()->projects.size(), 1U);
  }
  ASSERT_TRUE(write_file(copy_, good));
  ASSERT_TRUE(remove_file(copy_ + ".key"));
  EXPECT_FALSE(restore_sqlite(copy_, data_, Existing::replace));
  EXPECT_EQ(restore_sqlite(copy_ + "x", data_, Existing::replace).error().code, Code::not_found);
}

TEST_F(BackupTest, AnExistingFileIsNotOverwritten) {
  open_at(data_);
  ASSERT_TRUE(write_file(copy_, "precious"));
  const auto refused = backup_sqlite(data_, copy_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(*read_file(copy_, 100), "precious");
  EXPECT_EQ(backup_sqlite(directory_.file("none"), directory_.file("x")).error().code,
            Code::not_found);
}

}  // namespace
}  // namespace muster::store
