#include "cmd/config_load.h"

#include "cmd/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace muster::cmd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Error>& errors) {
  std::vector<std::string> all;
  for (const Error& error : errors) all.push_back(to_string(error));
  return all;
}

TEST(ConfigLoad, WithoutSourcesGivesTheDefaults) {
  const TemporaryDirectory dir;
  const LoadedConfig loaded =
      load_config({.flags = {{"server.data_dir", dir.path(), "--data-dir"}}});
  EXPECT_THAT(texts(loaded.errors), IsEmpty());
  Config expected;
  expected.server.data_dir = dir.path();
  expected.server.site_url = "http://127.0.0.1:8000";
  EXPECT_EQ(loaded.config, expected);
  EXPECT_EQ(loaded.file_path, "");
}

TEST(ConfigLoad, LaterSourcesWin) {
  const TemporaryDirectory dir;
  dir.write(
      "muster.toml",
      "[server]\nlisten = \"127.0.0.1:1\"\nio_threads = 1\nsite_url = \"https://a.example/\"\n");
  const LoadedConfig loaded =
      load_config({.environment = {{"MUSTER_SERVER__IO_THREADS", "2"},
                                   {"MUSTER_SERVER__LISTEN", "127.0.0.1:2"}},
                   .flags = {{"server.data_dir", dir.path(), "--data-dir"},
                             {"server.listen", "127.0.0.1:3", "--listen"}}});
  EXPECT_THAT(texts(loaded.errors), IsEmpty());
  EXPECT_EQ(loaded.config.server.listen, "127.0.0.1:3");
  EXPECT_EQ(loaded.config.server.io_threads, 2);
  EXPECT_EQ(loaded.config.server.site_url, "https://a.example");
  EXPECT_EQ(loaded.origins.at("server.listen"), "--listen");
  EXPECT_EQ(loaded.origins.at("server.io_threads"), "MUSTER_SERVER__IO_THREADS");
  EXPECT_EQ(loaded.origins.at("server.site_url"), "muster.toml:4");
  EXPECT_FALSE(loaded.origins.contains("mail.host"));
}

TEST(ConfigLoad, ReadsEveryTypeFromEverySource) {
  const TemporaryDirectory dir;
  const std::string file = dir.write(
      "other.toml",
      "webhooks.allow_private = true\n[server]\ntrusted_proxies = [\"10.0.0.0/8\"]\n[log]\n"
      "format = \"json\"\n");
  const LoadedConfig loaded =
      load_config({.file_path = file,
                   .environment = {{"MUSTER_BLACKOUT__EXTEND_DEADLINES", "false"},
                                   {"MUSTER_LOG__LEVEL", "debug"},
                                   {"MUSTER_SERVER__PING_BODY_LIMIT", "10000"},
                                   {"MUSTER_URL", "http://elsewhere"},
                                   {"MUSTER_PING_KEY", "secret"},
                                   {"MUSTER_TEST_POSTGRES", "postgresql://x"}}});
  EXPECT_THAT(texts(loaded.errors), IsEmpty());
  EXPECT_TRUE(loaded.config.webhooks.allow_private);
  EXPECT_FALSE(loaded.config.blackout.extend_deadlines);
  EXPECT_EQ(loaded.config.log.format, LogFormat::json);
  EXPECT_EQ(loaded.config.log.level, LogLevel::debug);
  EXPECT_EQ(loaded.config.server.ping_body_limit, 10'000U);
  EXPECT_THAT(loaded.config.server.trusted_proxies, ElementsAre("10.0.0.0/8"));
}

// F77: each kind of mistake, with the place where it stands.
TEST(ConfigLoad, F77_EveryMistakeNamesKeyAndPlace) {
  const struct {
    std::string_view toml;
    std::string_view error;
  } cases[] = {
      {"[server]\nlisten = \"x\"", R"(server.listen: expected host:port, got "x" (muster.toml:2))"},
      {"[server]\nlisten = 8000",
       R"(server.listen: expected a text in quotes, got 8000 (muster.toml:2))"},
      {"[server]\nlisen = \"x\"",
       R"(server.lisen: unknown field; did you mean "server.listen"? (muster.toml:2))"},
      {"[sever]\nlisten = \"x\"",
       R"(sever.listen: unknown field; did you mean "server.listen"? (muster.toml:2))"},
      {"[server]\n\nio_threads = \"two\"",
       R"(server.io_threads: expected a whole number, got "two" (muster.toml:3))"},
      {"[server]\nio_threads = 65",
       "server.io_threads: expected a whole number from 0 to 64, got 65 (muster.toml:2)"},
      {"[server]\nping_body_limit = -1",
       "server.ping_body_limit: expected a whole number from 0 to"},
      {"[server]\nping_body_limit = 67108865",
       "server.ping_body_limit: expected a whole number from 0 to 67108864, got 67108865"},
      {"[server]\ntrusted_proxies = [\"10.0.0.1/8\"]", "server.trusted_proxies: "},
      {"[server]\ntrusted_proxies = \"10.0.0.0/8\"",
       "server.trusted_proxies: expected a list, got \"10.0.0.0/8\" (muster.toml:2)"},
      {"[server]\nsite_url = \"muster.example.org\"",
       R"(server.site_url: expected http://host or https://host, got "muster.example.org")"},
      {"[server]\ndata_dir = \"\"", "server.data_dir: expected a directory, got \"\""},
      {"[server]\ntls_certificate = \"/nowhere/c.pem\"",
       "server.tls_key: expected a file: certificate and key are set together or not at all"},
      {"[server]\nmetrics_token_file = \"/nowhere/token\"",
       "server.metrics_token_file: /nowhere/token: cannot be read: No such file"},
      {"[database]\nurl = \"mysql://root:hunter2@db/x\"",
       "database.url: expected \"sqlite\" or postgresql://USER@HOST/NAME (muster.toml:2)"},
      {"[mail]\nport = 70000", "mail.port: expected a whole number from 0 to 65535, got 70000"},
      {"[mail]\nport = 0", "mail.port: expected a whole number from 1 to 65535, got 0"},
      {"[mail]\nsecurity = \"ssl\"",
       R"(mail.security: expected one of "none", "starttls", "tls", got "ssl" (muster.toml:2))"},
      {"[mail]\nhost = \"mx.example.org\"", "mail.from: expected an address such as"},
      {"[mail]\nhost = \"mx.example.org:25\"\nfrom = \"a@b.example\"",
       "mail.host: expected a host name, with the port in mail.port"},
      {"[mail]\nfrom = \"Watch <watch@example.org>\"", "mail.from: expected an address such as"},
      {"[mail]\nhost = \"mx\"\nfrom = \"a@b.example\"\nusername = \"a\"",
       "mail.password_file: expected a value: name and password are set together"},
      {"[webhooks]\nallow_private = \"yes\"",
       R"(webhooks.allow_private: expected true or false, got "yes" (muster.toml:2))"},
      {"[retention]\npings_days = 0",
       "retention.pings_days: expected a whole number from 1 to 36500, got 0 (muster.toml:2)"},
      {"[log]\nlevel = \"loud\"", R"(log.level: expected one of "debug", "info", "warn", "error")"},
      {"[server]\nlisten = 2026-01-01", "muster.toml:2: server.listen: expected a text"},
      {"[server\nlisten = \"x\"", "muster.toml:1: "},
      {"server = 1",
       "server: unknown field; `muster config defaults` lists them all (muster.toml:1)"},
  };
  for (const auto& [toml, error] : cases) {
    const TemporaryDirectory dir;
    const std::string file = dir.write("muster.toml", toml);
    const auto errors = texts(load_config({.file_path = file}).errors);
    ASSERT_FALSE(errors.empty()) << toml;
    EXPECT_THAT(errors, testing::Contains(HasSubstr(std::string(error)))) << toml;
    for (const std::string& one : errors) EXPECT_THAT(one, testing::Not(HasSubstr("hunter2")));
  }
}

TEST(ConfigLoad, F77_MistakesInEnvironmentAndFlagsNameThem) {
  const LoadedConfig loaded = load_config(
      {.environment = {{"MUSTER_SERVER__LISEN", "x"}, {"MUSTER_SERVER__IO_THREADS", "many"}},
       .flags = {{"server.listen", "x", "--listen"}}});
  EXPECT_THAT(
      texts(loaded.errors),
      ElementsAre(
          R"(MUSTER_SERVER__LISEN: unknown field; )"
          R"(did you mean "MUSTER_SERVER__LISTEN"? (environment))",
          R"(server.io_threads: expected a whole number, got "many" (MUSTER_SERVER__IO_THREADS))",
          R"(server.listen: expected host:port, got "x" (--listen))"));
}

TEST(ConfigLoad, F77_EveryMistakeIsToldAtOnce) {
  const TemporaryDirectory dir;
  const std::string file =
      dir.write("muster.toml",
                "[server]\nlisten = \"x\"\nio_threads = 100\n[log]\nlevel = \"loud\"\nx = 1\n");
  EXPECT_EQ(load_config({.file_path = file}).errors.size(), 4U);
}

TEST(ConfigLoad, F77_AFileThatCannotBeReadIsAnError) {
  const TemporaryDirectory dir;
  EXPECT_THAT(texts(load_config({.file_path = dir / "absent.toml"}).errors),
              ElementsAre(HasSubstr("absent.toml: cannot be read: No such file")));
  EXPECT_THAT(texts(load_config({.file_path = dir.path()}).errors),
              ElementsAre(HasSubstr("cannot be read: Is a directory")));
}

TEST(ConfigLoad, F77_ASecretThatEverybodyMayReadIsRefused) {
  const TemporaryDirectory dir;
  const std::string secret = dir.write("password", "hunter2\n", 0644);
  const std::string toml =
      "[mail]\nhost = \"mx\"\nfrom = \"a@b.example\"\nusername = \"a\"\npassword_file = \"" +
      secret + "\"\n";
  const std::string file = dir.write("muster.toml", toml, 0644);
  EXPECT_THAT(texts(load_config({.file_path = file}).errors),
              ElementsAre(HasSubstr("mail.password_file: " + secret +
                                    ": everybody may read this secret; chmod 600")));
  ASSERT_EQ(::chmod(secret.c_str(), 0640), 0);
  EXPECT_THAT(texts(load_config({.file_path = file}).errors), IsEmpty());

  const std::string token = dir.write("token.toml", "server.metrics_token = \"hunter2\"\n", 0644);
  EXPECT_THAT(
      texts(load_config({.file_path = token}).errors),
      ElementsAre(HasSubstr("server.metrics_token: a secret stands in a file that everybody")));
  ASSERT_EQ(::chmod(token.c_str(), 0600), 0);
  EXPECT_THAT(texts(load_config({.file_path = token}).errors), IsEmpty());
}

TEST(ConfigLoad, FillsInTheSiteUrl) {
  const struct {
    std::string_view listen;
    std::string_view url;
  } cases[] = {{"127.0.0.1:8000", "http://127.0.0.1:8000"},
               {":8000", "http://localhost:8000"},
               {"0.0.0.0:80", "http://localhost:80"},
               {"[::1]:8000", "http://[::1]:8000"}};
  for (const auto& [listen, url] : cases) {
    const LoadedConfig loaded =
        load_config({.flags = {{"server.listen", std::string(listen), "--listen"}}});
    EXPECT_EQ(loaded.config.server.site_url, url);
  }
}

}  // namespace
}  // namespace muster::cmd
