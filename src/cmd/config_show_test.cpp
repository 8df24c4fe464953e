#include "cmd/config_show.h"

#include "base/codec.h"
#include "cmd/temporary_directory.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ConfigShow, TheReferenceSetsExactlyTheDefaults) {
  std::istringstream lines(config_reference());
  std::string active;
  for (std::string line; std::getline(lines, line);) {
    const bool setting = line.starts_with('#') && !line.starts_with("# ");
    active += (setting ? line.substr(1) : line) + "\n";
  }
  const TemporaryDirectory dir;
  const LoadedConfig loaded = load_config({.file_path = dir.write("reference.toml", active)});
  EXPECT_TRUE(loaded.errors.empty()) << active;
  EXPECT_EQ(loaded.origins.size(), 25U);
  Config expected;
  expected.server.site_url = "http://127.0.0.1:8000";
  EXPECT_EQ(loaded.config, expected);

  const LoadedConfig untouched =
      load_config({.file_path = dir.write("as_is.toml", config_reference())});
  EXPECT_TRUE(untouched.errors.empty());
  EXPECT_TRUE(untouched.origins.empty());
}

TEST(ConfigShow, SaysWhereEachValueComesFromAndNoSecret) {
  const TemporaryDirectory dir;
  const std::string file = dir.write("muster.toml",
                                     "[server]\nmetrics_token = \"hunter2\"\n[database]\n"
                                     "url = \"postgresql://muster:hunter2@db.example/muster\"\n");
  const LoadedConfig loaded =
      load_config({.file_path = file, .flags = {{"server.listen", "127.0.0.1:9", "--listen"}}});
  ASSERT_TRUE(loaded.errors.empty());
  const std::string text = show_config(loaded, Origins::show);
  EXPECT_THAT(text, HasSubstr("server.listen = \"127.0.0.1:9\""));
  EXPECT_THAT(text, HasSubstr("# --listen\n"));
  EXPECT_THAT(text, HasSubstr("server.metrics_token = \"(set)\""));
  EXPECT_THAT(text, HasSubstr("\"postgresql://muster:***@db.example/muster\""));
  EXPECT_THAT(text, HasSubstr("# muster.toml:2\n"));
  EXPECT_THAT(text, HasSubstr("# default\n"));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(show_config(loaded, Origins::hide), Not(HasSubstr("# ")));

  const std::string json = show_config_json(loaded);
  EXPECT_TRUE(parse_json(json)) << json;
  EXPECT_THAT(json, HasSubstr(R"("server.listen":{"value":"127.0.0.1:9","origin":"--listen"})"));
  EXPECT_THAT(json, Not(HasSubstr("hunter2")));
}

TEST(ConfigShow, LeavesPasswordsOutOfUrls) {
  const struct {
    std::string_view url;
    std::string_view shown;
  } cases[] = {
      {"", ""},
      {"sqlite", "sqlite"},
      {"postgresql://db/muster", "postgresql://db/muster"},
      {"postgresql://muster@db/muster", "postgresql://muster@db/muster"},
      {"postgresql://muster:p@db:5432/muster", "postgresql://muster:***@db:5432/muster"},
      {"postgresql://muster:p@ss@db/muster", "postgresql://muster:***@db/muster"},
      {"postgresql://db:5432/muster?user=a&password=p", "postgresql://db:5432/muster?***"},
      {"postgresql://db:5432/muster?sslmode=require",
       "postgresql://db:5432/muster?sslmode=require"},
  };
  for (const auto& [url, shown] : cases) EXPECT_EQ(without_password(url), shown);
}

}  // namespace
}  // namespace muster::cmd
