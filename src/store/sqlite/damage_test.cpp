#include "store/database_fixture.h"
#include "store/files.h"
#include "store/open.h"
#include "store/sample_records.h"
#include "store/sqlite/checksum_vfs.h"
#include "store/sqlite/data_file.h"
#include "store/sqlite/database.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <random>

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// SQLite's file layer calls the C library's fdatasync, and finds this one.
std::atomic<int> syncs_until_failure{-1};

}  // namespace

extern "C" int fdatasync(int descriptor) {
  if (syncs_until_failure >= 0 && syncs_until_failure-- == 0) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

namespace muster::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kReadAll = 64 * 1024 * 1024;

class SqliteDamage : public testing::Test {
 protected:
  void TearDown() override { syncs_until_failure = -1; }

  OpenOptions options() const { return {.data_dir = directory_.path(), .reader_connections = 1}; }

  // A database with some content, stopped in good order.
  void fill() {
    auto opened = open(options());
    ASSERT_TRUE(opened) << to_string(opened.error());
    engine::WriteBatch batch;
    for (std::int64_t row = 1; row <= 2'000; ++row) {
      batch.pings.push_back(full_ping(row, 1, row - 1));
    }
    batch.checks_saved = {full_check(1, 1)};
    ASSERT_TRUE(opened->store->commit(batch));
  }

  std::string content() const { return *read_file(files_.database, kReadAll); }
  void put(const std::string& content) const { ASSERT_TRUE(write_file(files_.database, content)); }

  TemporaryDirectory directory_;
  DataFiles files_{directory_.path()};
};

TEST_F(SqliteDamage, DamagedAndForeignFilesAreRefusedAndLeftUntouched) {
  fill();
  const std::string good = content();
  std::string foreign = good;
  foreign[68] = 'X';
  std::string other_pages = good;
  other_pages[16] = 0x20;
  struct Case {
    std::string name;
    std::string content;
    std::string says;
  };
  const std::vector<Case> cases{
      {"empty", "", "is empty"},
      {"one byte", "S", "is not a database"},
      {"text", std::string(10'000, 'x'), "is not a database"},
      {"header only", good.substr(0, 100), "is cut off"},
      {"one page", good.substr(0, kPageBytes), "is cut off"},
      {"half", good.substr(0, good.size() / 2), "is cut off"},
      {"one byte short", good.substr(0, good.size() - 1), "is cut off"},
      {"zeros", std::string(good.size(), '\0'), "is not a database"},
      {"another program's", foreign, "another program"},
      {"other page size", other_pages, "another program"},
      {"first page damaged", good.substr(0, 200) + "damage" + good.substr(206), "checksum"},
      {"first page elsewhere",
       good.substr(0, kPageBytes) + good.substr(0, good.size() - kPageBytes), "checksum"}};
  for (const Case& row : cases) {
    put(row.content);
    const auto refused = open(options());
    ASSERT_FALSE(refused) << row.name;
    EXPECT_EQ(refused.error().code, Code::corrupt) << row.name;
    EXPECT_THAT(refused.error().message, AllOf(HasSubstr(row.says), HasSubstr("restore a backup")))
        << row.name;
    EXPECT_EQ(refused.error().where, files_.database) << row.name;
    EXPECT_EQ(content(), row.content) << row.name;
  }
  put(good);
  const auto opened = open(options());
  EXPECT_TRUE(opened) << to_string(opened.error());
}

TEST_F(SqliteDamage, AMissingLogOrDatabaseIsRefused) {
  fill();
  ASSERT_TRUE(exists(files_.log));
  std::filesystem::rename(files_.log, files_.log + ".away");
  const auto no_log = open(options());
  ASSERT_FALSE(no_log);
  EXPECT_EQ(no_log.error().code, Code::corrupt);
  EXPECT_EQ(no_log.error().where, files_.log);
  ASSERT_TRUE(write_file(files_.log, ""));  // as the message says
  EXPECT_TRUE(open(options()));

  std::filesystem::rename(files_.database, files_.database + ".away");
  ASSERT_TRUE(write_file(files_.log, "something"));
  const auto no_database = open(options());
  ASSERT_FALSE(no_database);
  EXPECT_THAT(no_database.error().message, HasSubstr("is missing"));
  EXPECT_FALSE(exists(files_.database));
}

TEST_F(SqliteDamage, LeftoversOfAFirstStartThatWasKilledAreCleared) {
  ASSERT_TRUE(write_file(files_.database + ".new", "half a database"));
  ASSERT_TRUE(write_file(files_.database + ".new-journal", "x"));
  ASSERT_TRUE(write_file(files_.log, ""));
  EXPECT_TRUE(open(options()));
}

TEST_F(SqliteDamage, EveryFlippedBitIsNoticed) {
  fill();
  const std::string good = content();
  std::mt19937_64 random(1);
  int noticed = 0;
  constexpr int kFlips = 200;
  for (int i = 0; i < kFlips; ++i) {
    std::string flipped = good;
    const std::size_t bit = random() % (good.size() * 8);
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    put(flipped);
    const auto database = SqliteDatabase::open(files_.database, Access::read);
    const auto read =
        database ? (*database)->rows("PRAGMA integrity_check") : fail(Code::corrupt, "");
    noticed += !read || read->front().front() != "ok" ? 1 : 0;
  }
  EXPECT_EQ(noticed, kFlips);
}

TEST_F(SqliteDamage, DamageUnderARunningServerIsAnErrorNotData) {
  fill();
  auto opened = open(options());
  ASSERT_TRUE(opened);
  std::string damaged = content();
  for (std::size_t page = 1; page * kPageBytes < damaged.size(); ++page) {
    damaged[page * kPageBytes + 2'000] ^= 1;
  }
  {
    const auto database = std::filesystem::file_size(files_.database);
    ASSERT_EQ(database, damaged.size());
    FILE* const file = std::fopen(files_.database.c_str(), "r+");
    ASSERT_EQ(std::fwrite(damaged.data(), 1, damaged.size(), file), damaged.size());
    std::fclose(file);
  }
  const auto refused = opened->reader->ping(1'000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::corrupt);
  EXPECT_THAT(refused.error().message, HasSubstr("checksum"));
}

TEST_F(SqliteDamage, AFailedSyncOfTheLogEndsTheProcess) {
  auto opened = open(options());
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->store->commit({.pings = {full_ping(1, 1, 0)}}));
  syncs_until_failure = 0;
  const auto failed = opened->store->commit({.pings = {full_ping(2, 1, 1)}});
  ASSERT_FALSE(failed);
  EXPECT_TRUE(must_exit(failed.error()));
  EXPECT_THAT(failed.error().message, HasSubstr("sync"));
}

TEST_F(SqliteDamage, AFailedSyncInACheckpointEndsTheProcessToo) {
  auto opened = open(options());
  ASSERT_TRUE(opened);
  engine::WriteBatch batch;
  for (std::int64_t row = 1; row <= 2'000; ++row) batch.pings.push_back(full_ping(row, 1, 0));
  for (auto& ping : batch.pings) ping.ping.body.assign(8'000, 'b');
  syncs_until_failure = 1;  // the commit's own sync is good, the checkpoint's is not
  const auto failed = opened->store->commit(batch);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(must_exit(failed.error()));
}

TEST_F(SqliteDamage, AFullDiskRefusesWritesUntilThereIsSpace) {
  auto opened = open(options());
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->store->commit({.pings = {full_ping(1, 1, 0)}}));
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  // SQLite was built to use one of these; a function of four parameters serves as the one of three
  // too.
  using Write = ssize_t (*)(int, const void*, std::size_t, off_t);
  constexpr Write kNoSpace = [](int, const void*, std::size_t, off_t) -> ssize_t {
    errno = ENOSPC;
    return -1;
  };
  constexpr std::array kCalls{"write", "pwrite", "pwrite64"};
  for (const char* call : kCalls) {
    vfs->xSetSystemCall(vfs, call, reinterpret_cast<sqlite3_syscall_ptr>(kNoSpace));
  }
  const auto full = opened->store->commit({.pings = {full_ping(2, 1, 1)}});
  const auto read = opened->reader->ping(1);
  for (const char* call : kCalls) vfs->xSetSystemCall(vfs, call, nullptr);

  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Code::unavailable);
  EXPECT_THAT(full.error().message, HasSubstr("disk full"));
  EXPECT_FALSE(must_exit(full.error()));
  EXPECT_TRUE(read);
  EXPECT_EQ(opened->store->load()->last_ping_row, 1);
  EXPECT_TRUE(opened->store->commit({.pings = {full_ping(2, 1, 1)}}));
  EXPECT_EQ(opened->store->load()->last_ping_row, 2);
}

TEST(PageChecksum, KnowsContentAndPlace) {
  const std::string page(kPageBytes - kChecksumBytes, 'p');
  std::string changed = page;
  changed.back() = 'q';
  EXPECT_EQ(page_checksum(page, 0), page_checksum(page, 0));
  EXPECT_NE(page_checksum(page, 0), page_checksum(changed, 0));
  EXPECT_NE(page_checksum(page, 0), page_checksum(page, kPageBytes));
}

}  // namespace
}  // namespace muster::store
