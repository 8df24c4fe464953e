#include "cmd/settings.h"

#include "base/codec.h"
#include "cmd/config.h"

#include <set>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

std::set<std::string> keys_of_config() {
  std::set<std::string> keys;
  const auto config = parse_json(encode(Config{}));
  for (const auto& section : config->as_object()) {
    for (const auto& member : section.value().as_object()) {
      keys.insert(std::string(section.key()) + "." + std::string(member.key()));
    }
  }
  return keys;
}

TEST(Settings, DescribeEveryMemberOfConfigAndNothingElse) {
  std::set<std::string> described;
  for (const Setting& setting : all_settings()) {
    EXPECT_TRUE(described.emplace(setting.key).second) << setting.key << " stands there twice";
    EXPECT_FALSE(setting.meaning.empty()) << setting.key;
  }
  EXPECT_EQ(described, keys_of_config());
}

TEST(Settings, FlagsAreUniqueAndAnswerToTheEnvironmentName) {
  std::set<std::string_view> flags;
  for (const Setting& setting : all_settings()) {
    if (!setting.flag.empty()) EXPECT_TRUE(flags.insert(setting.flag).second) << setting.flag;
  }
  EXPECT_EQ(environment_name("webhooks.allow_private"), "MUSTER_WEBHOOKS__ALLOW_PRIVATE");
  EXPECT_EQ(environment_name("server.listen"), "MUSTER_SERVER__LISTEN");
}

TEST(Settings, TextTakesTheTypeOfTheSetting) {
  const struct {
    std::string_view text;
    boost::json::value like;
    std::string_view json;
  } cases[] = {
      {"8000", "", R"("8000")"},
      {"8000", 1, "8000"},
      {"-1", 1, "-1"},
      {"8000x", 1, R"("8000x")"},
      {"99999999999999999999", 1, R"("99999999999999999999")"},
      {"true", false, "true"},
      {"false", true, "false"},
      {"yes", false, R"("yes")"},
      {"", boost::json::array(), "[]"},
      {" 10.0.0.0/8 , ::1,", boost::json::array(), R"(["10.0.0.0/8","::1"])"},
  };
  for (const auto& [text, like, json] : cases) {
    EXPECT_EQ(boost::json::serialize(typed_value(text, like)), json) << text;
  }
}

}  // namespace
}  // namespace muster::cmd
