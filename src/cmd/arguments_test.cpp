#include "cmd/arguments.h"

#include <cstdlib>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Words = std::vector<std::string>;

Words split(const std::string& line) {
  std::istringstream stream(line);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Arguments parsed(const Words& words) {
  auto result = parse_arguments(words);
  if (!result) {
    ADD_FAILURE() << to_string(result.error());
    return {};
  }
  return std::get<Arguments>(*result);
}
Arguments parsed(const std::string& line) { return parsed(split(line)); }

TEST(Arguments, ServerTakesItsFlagsOnEitherSide) {
  const std::vector<FlagValue> expected{{"server.data_dir", "D", "--data-dir"},
                                        {"server.listen", "127.0.0.1:1", "--listen"}};
  for (const char* line :
       {"server --data-dir D --listen 127.0.0.1:1", "--data-dir D --listen 127.0.0.1:1 server",
        "server --data-dir=D --listen=127.0.0.1:1"}) {
    const Arguments arguments = parsed(line);
    EXPECT_EQ(arguments.command, Command(ServerCommand{})) << line;
    EXPECT_THAT(arguments.flags, testing::UnorderedElementsAreArray(expected)) << line;
  }
}

TEST(Arguments, FlagsBecomeSettings) {
  const Arguments arguments = parsed(
      "server --config F --trusted-proxies 10.0.0.0/8,::1 --ping-body-limit 5 "
      "--webhooks-allow-private --database postgresql://db/x");
  EXPECT_EQ(arguments.config_path, "F");
  EXPECT_THAT(arguments.flags,
              testing::UnorderedElementsAre(
                  FlagValue{"server.trusted_proxies", "10.0.0.0/8,::1", "--trusted-proxies"},
                  FlagValue{"server.ping_body_limit", "5", "--ping-body-limit"},
                  FlagValue{"webhooks.allow_private", "true", "--webhooks-allow-private"},
                  FlagValue{"database.url", "postgresql://db/x", "--database"}));
}

TEST(Arguments, AdminProjectCreate) {
  for (const char* line : {"admin --data-dir D project create nightly --json",
                           "admin project create nightly --json --data-dir D",
                           "admin project create --json nightly --data-dir D"}) {
    const Arguments arguments = parsed(line);
    EXPECT_EQ(arguments.command, Command(AdminCommand(ProjectCreate{"nightly"}))) << line;
    EXPECT_TRUE(arguments.json);
    EXPECT_THAT(arguments.flags, ElementsAre(FlagValue{"server.data_dir", "D", "--data-dir"}));
  }
}

TEST(Arguments, AdminChannelCreateKeepsItsConfigApartFromTheFile) {
  const Arguments arguments =
      parsed({"admin", "--config", "muster.toml", "channel", "create", "--project", "p", "--kind",
              "webhook", "--name", "n", "--config", R"({"url_down":"http://x/[a,b]"})", "--json"});
  EXPECT_EQ(arguments.config_path, "muster.toml");
  EXPECT_EQ(arguments.command, Command(AdminCommand(ChannelCreate{
                                   "p", "webhook", "n", R"({"url_down":"http://x/[a,b]"})"})));
}

TEST(Arguments, AdminUserAndCheckCreate) {
  EXPECT_EQ(
      parsed("admin user create ada --role admin --email a@b.example --password-stdin").command,
      Command(AdminCommand(UserCreate{"ada", "a@b.example", "admin", "", true})));
  EXPECT_EQ(parsed("admin user password ada").command, Command(AdminCommand(UserPassword{"ada"})));
  const Arguments check =
      parsed({"admin", "check", "create", "--project", "p", "--name", "n", "--schedule",
              "0 6 * * 1-5", "--tz", "Europe/Berlin", "--grace", "60", "--channels", "*"});
  EXPECT_EQ(check.command, Command(AdminCommand(CheckCreate{.project = "p",
                                                            .name = "n",
                                                            .schedule = "0 6 * * 1-5",
                                                            .zone = "Europe/Berlin",
                                                            .grace = 60,
                                                            .channels = "*"})));
}

// What stands behind `--` belongs to the job, to the letter.
TEST(Arguments, ExecLeavesTheCommandUntouched) {
  const Words command{"sh", "-c", "[ -f x ]", "[a,b]", "--json", "--", "", "--help", "-h"};
  Words words{"exec", "--server", "http://h", "--ping-key", "k", "slug", "--create", "--"};
  words.insert(words.end(), command.begin(), command.end());
  const Arguments arguments = parsed(words);
  EXPECT_EQ(arguments.command, Command(ExecCommand{{"http://h", "k", "slug", true}, command}));
  EXPECT_FALSE(arguments.json);
}

TEST(Arguments, ExecAndPingTakeServerAndKeyFromTheEnvironment) {
  ASSERT_EQ(::setenv("MUSTER_URL", "http://from-env", 1), 0);
  ASSERT_EQ(::setenv("MUSTER_PING_KEY", "key-from-env", 1), 0);
  const Arguments exec = parsed("exec slug -- true");
  const Arguments ping = parsed("ping slug --ping-key other --fail");
  ::unsetenv("MUSTER_URL");
  ::unsetenv("MUSTER_PING_KEY");
  EXPECT_EQ(exec.command,
            Command(ExecCommand{{"http://from-env", "key-from-env", "slug", false}, {"true"}}));
  EXPECT_EQ(ping.command,
            Command(PingCommand{{"http://from-env", "other", "slug", false}, "fail", ""}));
}

TEST(Arguments, PingSignals) {
  const struct {
    const char* flag;
    const char* signal;
  } cases[] = {{"", ""},         {"--start", "start"},     {"--fail", "fail"},
               {"--log", "log"}, {"--exit-status 7", "7"}, {"--exit-status=0", "0"}};
  for (const auto& [flag, signal] : cases) {
    const Arguments arguments = parsed("ping --server http://h c --body - " + std::string(flag));
    EXPECT_EQ(arguments.command, Command(PingCommand{{"http://h", "", "c", false}, signal, "-"}));
  }
}

TEST(Arguments, ScheduleNext) {
  const Arguments arguments = parsed({"schedule", "next", "*/5 * * * *", "--zone", "Asia/Shanghai",
                                      "--after", "2026-01-01T00:00:00Z", "--count", "3", "--json"});
  EXPECT_EQ(arguments.command,
            Command(ScheduleNext{"*/5 * * * *", "Asia/Shanghai", "2026-01-01T00:00:00Z", 3}));
  EXPECT_TRUE(arguments.json);
}

TEST(Arguments, SmallCommands) {
  EXPECT_EQ(parsed("doctor --online").command, Command(DoctorCommand{true}));
  EXPECT_EQ(parsed("config show --origin").command, Command(ConfigShow{true}));
  EXPECT_EQ(parsed("config defaults").command, Command(ConfigDefaults{}));
  EXPECT_EQ(parsed("backup F --data-dir D").command, Command(BackupCommand{"F"}));
  EXPECT_EQ(parsed("restore F --replace").command, Command(RestoreCommand{"F", true}));
  EXPECT_EQ(parsed("openapi").command, Command(OpenapiCommand{}));
  EXPECT_EQ(parsed("version --json").command, Command(VersionCommand{}));
}

TEST(Arguments, MistakesAreRefusedWithTheCommandTheyConcern) {
  const struct {
    const char* line;
    const char* where;
    const char* message;
  } cases[] = {
      {"", "", "(see muster --help)"},
      {"serve", "", "unknown command \"serve\" (see muster --help)"},
      {"admin projekt create", "admin", "unknown command \"projekt\" (see muster admin --help)"},
      {"server --listne x", "server", "--listne"},
      {"server --listen", "server", "--listen"},
      {"server extra", "server", "extra"},
      {"admin", "admin", "(see muster admin --help)"},
      {"admin project create", "admin project create", "name"},
      {"admin user create a --role root", "admin user create", "--role"},
      {"admin channel create --kind webhook --name n --config {}", "admin channel create",
       "--project"},
      {"admin check create --project p --name n --timeout 1 --schedule x", "admin check create",
       "--timeout"},
      {"exec --server http://h c", "exec", "after --"},
      {"exec c -- true", "exec", "--server"},
      {"server -- true", "server", "only `muster exec`"},
      {"ping --server http://h c --start --fail", "ping", "--fail"},
      {"ping --server http://h c --exit-status 256", "ping", "--exit-status"},
      {"schedule next", "schedule next", "expression"},
      {"schedule next x --count 0", "schedule next", "--count"},
      {"backup", "backup", "file"},
  };
  for (const auto& [line, where, message] : cases) {
    const auto result = parse_arguments(split(line));
    ASSERT_FALSE(result) << line;
    EXPECT_EQ(result.error().where, where) << line;
    EXPECT_THAT(result.error().message, HasSubstr(message)) << line;
    EXPECT_FALSE(result.error().message.contains('\n')) << line;
  }
}

TEST(Arguments, EveryCommandExplainsItself) {
  for (const char* line : {"",
                           "server",
                           "admin",
                           "admin user",
                           "admin user create",
                           "admin project",
                           "admin project create",
                           "admin project show",
                           "admin channel",
                           "admin channel create",
                           "admin check",
                           "admin check create",
                           "exec",
                           "ping",
                           "schedule",
                           "schedule next",
                           "doctor",
                           "config",
                           "config show",
                           "config defaults",
                           "backup",
                           "restore",
                           "openapi",
                           "version"}) {
    const auto result = parse_arguments(split(std::string(line) + " --help"));
    ASSERT_TRUE(result) << line;
    const auto* help = std::get_if<HelpText>(&*result);
    ASSERT_NE(help, nullptr) << line;
    EXPECT_THAT(help->text, HasSubstr("Usage: muster")) << line;
  }
  const auto version = parse_arguments(Words{"--version"});
  ASSERT_TRUE(version);
  EXPECT_THAT(std::get<HelpText>(*version).text, testing::StartsWith("muster 0."));
}

}  // namespace
}  // namespace muster::cmd
