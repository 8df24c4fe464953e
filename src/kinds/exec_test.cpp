#include "kinds/exec.h"

#include "kinds/all.h"
#include "kinds/testing/posted.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

host::Command command(const engine::Notice& notice) {
  FakeReader reader;
  const SenderSettings settings{.site_url = "https://muster.example"};
  LastPing last_ping(reader, notice);
  Result<Errand> errand =
      kExec.prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  if (!errand) {
    ADD_FAILURE() << to_string(errand.error());
    return {};
  }
  return std::get<ExecErrand>(errand->way).command;
}

std::string variable(const host::Command& command, std::string_view name) {
  for (const std::string& line : command.environment) {
    if (line.starts_with(name) && line.substr(name.size()).starts_with('=')) {
      return line.substr(name.size() + 1);
    }
  }
  return "(absent)";
}

TEST(ExecConfig, SaysWhichFieldIsWrong) {
  std::string many = R"({"command":["/bin/true")";
  for (int i = 0; i < 64; ++i) many += R"(,"x")";
  expect_refusals(
      "exec", {{R"({})", "/command"},
               {R"({"command":[]})", "/command"},
               {R"({"command":"/bin/true"})", "/command"},
               {R"({"command":["notify"]})", "/command/0"},
               {R"({"command":["./notify"]})", "/command/0"},
               {R"({"command":[""]})", "/command/0"},
               {R"({"command":["/bin/true",1]})", "/command/1"},
               {R"({"command":["/bin/true",")" + std::string(4'097, 'x') + R"("]})", "/command/1"},
               {many + "]}", "/command"},
               {R"({"command":["/bin/true"],"shell":true})", "/shell"}});
}

TEST(Exec, IsForAdministratorsOnly) {
  const ChannelTable table;
  for (const std::string_view kind : table.names()) {
    EXPECT_EQ(table.needs_admin(kind), kind == "exec") << kind;
  }
  EXPECT_FALSE(table.needs_admin("no such kind"));
}

TEST(Exec, SaysEverythingInTheEnvironmentAndNothingInTheWords) {
  engine::Notice notice =
      sample_notice(Direction::down, "exec", R"({"command":["/usr/bin/notify","$STATUS"]})");
  notice.delivery.attempts = 2;
  const host::Command made = command(notice);
  EXPECT_EQ(made.words, (std::vector<std::string>{"/usr/bin/notify", "$STATUS"}));
  EXPECT_EQ(made.timeout_ms, 30'000);
  EXPECT_EQ(variable(made, "MUSTER_STATUS"), "down");
  EXPECT_EQ(variable(made, "MUSTER_TEST"), "");
  EXPECT_EQ(variable(made, "MUSTER_CHECK"), "Nightly \"backup\"");
  EXPECT_EQ(variable(made, "MUSTER_SLUG"), "nightly-backup");
  EXPECT_EQ(variable(made, "MUSTER_TAGS"), "prod db");
  EXPECT_EQ(variable(made, "MUSTER_DESCRIPTION"), "");
  EXPECT_EQ(variable(made, "MUSTER_PROJECT"), "Shop");
  EXPECT_EQ(variable(made, "MUSTER_REASON"), "timeout");
  EXPECT_EQ(variable(made, "MUSTER_SINCE"), "2026-03-02T03:00:00+00:00");
  EXPECT_EQ(variable(made, "MUSTER_SCHEDULE"), "cron 0 3 * * * in Europe/Berlin, grace 1 hour");
  EXPECT_EQ(variable(made, "MUSTER_LAST_PING"), "2026-03-01T02:00:05+00:00");
  EXPECT_EQ(variable(made, "MUSTER_EXIT_STATUS"), "0");
  EXPECT_EQ(variable(made, "MUSTER_DURATION"), "95");
  EXPECT_EQ(variable(made, "MUSTER_OUTPUT"), "copied 3 files\nall \"done\"");
  EXPECT_EQ(variable(made, "MUSTER_LINK"),
            "https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7");
  EXPECT_EQ(variable(made, "MUSTER_HEADLINE"), "Nightly \"backup\" is down");
  EXPECT_TRUE(variable(made, "MUSTER_TEXT").starts_with("Nightly \"backup\" is down\n\nProject:"));
  EXPECT_EQ(variable(made, "MUSTER_DELIVERY"), "aaaaaaaa-0000-4000-8000-000000000001");
  EXPECT_EQ(variable(made, "MUSTER_ATTEMPT"), "3");
}

TEST(Exec, TheEnvironmentHoldsNothingElse) {
  const host::Command made =
      command(hostile_notice("exec", R"({"command":["/bin/true"],"language":"zh"})"));
  EXPECT_TRUE(variable(made, "MUSTER_HEADLINE").starts_with("告警：<script>"));
  EXPECT_EQ(variable(made, "MUSTER_CHECK"), kHostileName);
  const auto ours = std::ranges::count_if(
      made.environment, [](const std::string& line) { return line.starts_with("MUSTER_"); });
  EXPECT_EQ(static_cast<std::size_t>(ours) + 2, made.environment.size());
  EXPECT_NE(variable(made, "PATH"), "(absent)");
  EXPECT_EQ(variable(made, "LANG"), "C.UTF-8");
  for (const std::string& line : made.environment) {
    EXPECT_FALSE(line.contains("11111111-2222")) << "the id of the check is a secret: " << line;
  }
}

TEST(Exec, ANameWithNulDoesNotEndItsVariable) {
  engine::Notice notice = sample_notice(Direction::up, "exec", R"({"command":["/bin/true"]})");
  notice.check.spec.name = std::string("a\0b", 3);
  EXPECT_EQ(variable(command(notice), "MUSTER_CHECK"), "ab");
}

TEST(Exec, TheExitStatusDecides) {
  EXPECT_EQ(judge_exec({.status = 0, .output = ""}),
            (core::Attempt{Taken::yes, "exit status 0", std::nullopt}));
  EXPECT_EQ(judge_exec({.status = 0, .output = "sent\nto 3\n"}),
            (core::Attempt{Taken::yes, "exit status 0: sent to 3", std::nullopt}));
  EXPECT_EQ(judge_exec({.status = 1, .output = "no network"}),
            (core::Attempt{Taken::not_now, "exit status 1: no network", std::nullopt}));
  EXPECT_EQ(judge_exec({.status = 137, .output = ""}).taken, Taken::not_now);
  EXPECT_LE(judge_exec({.status = 0, .output = std::string(5'000, 'x')}).answer.size(), 500U);
}

}  // namespace
}  // namespace muster::kinds
