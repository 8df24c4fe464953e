#include "store/key_file.h"

#include "store/database_fixture.h"
#include "store/files.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace muster::store {
namespace {

using testing::HasSubstr;

class KeyFile : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const std::string path_ = directory_.file("master.key");
};

TEST_F(KeyFile, IsMadeOncePrivateAndReadBack) {
  const auto made = open_or_create_key_file(path_, WhenMissing::create);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_NE(*made, MasterKey{});
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  EXPECT_EQ(status.st_size, 32);
  EXPECT_EQ(*open_or_create_key_file(path_, WhenMissing::create), *made);
  EXPECT_EQ(*open_or_create_key_file(path_, WhenMissing::refuse), *made);

  const TemporaryDirectory other;
  EXPECT_NE(*open_or_create_key_file(other.file("master.key"), WhenMissing::create), *made);
}

TEST_F(KeyFile, AMissingKeyIsNotReplacedByANewOne) {
  const auto refused = open_or_create_key_file(path_, WhenMissing::refuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::corrupt);
  EXPECT_THAT(refused.error().message, HasSubstr("is missing"));
  EXPECT_FALSE(exists(path_));
}

TEST_F(KeyFile, LoosePermissionsAreRefused) {
  ASSERT_TRUE(open_or_create_key_file(path_, WhenMissing::create));
  for (const mode_t mode : {0640U, 0604U, 0660U, 0620U}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    const auto refused = open_or_create_key_file(path_, WhenMissing::create);
    ASSERT_FALSE(refused) << mode;
    EXPECT_EQ(refused.error().code, Code::forbidden);
    EXPECT_THAT(refused.error().message, HasSubstr("0600"));
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0400), 0);
  EXPECT_TRUE(open_or_create_key_file(path_, WhenMissing::create));
}

TEST_F(KeyFile, AWrongLengthIsRefusedAndLeftAlone) {
  for (const std::size_t bytes : {0U, 1U, 31U, 33U, 64U}) {
    ASSERT_TRUE(write_file(path_, std::string(bytes, 'k')));
    const auto refused = open_or_create_key_file(path_, WhenMissing::create);
    ASSERT_FALSE(refused) << bytes;
    EXPECT_EQ(refused.error().code, Code::corrupt);
    EXPECT_EQ(std::filesystem::file_size(path_), bytes);
  }
}

}  // namespace
}  // namespace muster::store
