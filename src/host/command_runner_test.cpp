#include "host/command_runner.h"

#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

// glibc 2.36 forgets to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

namespace muster::host {
namespace {

constexpr std::chrono::seconds kPatience{20};

std::future<Result<CommandEnd>> start(CommandRunner& runner, Command command) {
  auto promise = std::make_unique<std::promise<Result<CommandEnd>>>();
  auto end = promise->get_future();
  runner.run(std::move(command), [promise = std::move(promise)](Result<CommandEnd> result) {
    promise->set_value(std::move(result));
  });
  return end;
}

Result<CommandEnd> end_of(std::future<Result<CommandEnd>> end) {
  if (end.wait_for(kPatience) != std::future_status::ready) {
    ADD_FAILURE() << "the command has no end";
    std::abort();
  }
  return end.get();
}

Command shell(std::string script) { return {.words = {"/bin/sh", "-c", std::move(script)}}; }

// A killed process may take a moment to be gone.
bool ends_soon(int pid) {
  const FileDescriptor process(::pidfd_open(pid, 0));
  if (!process.is_open()) return true;
  pollfd wait{.fd = process.get(), .events = POLLIN, .revents = 0};
  return ::poll(&wait, 1, std::chrono::milliseconds(kPatience).count()) == 1;
}

TEST(CommandRunner, GivesStatusAndBothOutputs) {
  CommandRunner runner;
  EXPECT_EQ(end_of(start(runner, shell("echo out; echo err >&2; exit 3"))).value(),
            (CommandEnd{.status = 3, .output = "out\nerr\n"}));
  EXPECT_EQ(end_of(start(runner, shell("kill -TERM $$"))).value().status, 128 + SIGTERM);
}

TEST(CommandRunner, PassesWordsWithoutAShell) {
  CommandRunner runner;
  const std::string hostile = "$(id) `id`; \"'\n*";
  EXPECT_EQ(end_of(start(runner, {.words = {"/bin/echo", "-n", hostile}})).value().output, hostile);
}

TEST(CommandRunner, InheritsNothing) {
  CommandRunner runner;
  ::setenv("MUSTER_TEST_LEAK", "leaked", 1);
  Command command{.words = {"/usr/bin/env"}, .environment = {"A=1", "B=two words"}};
  EXPECT_EQ(end_of(start(runner, command)).value().output, "A=1\nB=two words\n");
  EXPECT_EQ(end_of(start(runner, shell("pwd; cat; ls /proc/self/fd | wc -l"))).value().output,
            "/\n4\n");
}

TEST(CommandRunner, KeepsTheEndOfALongOutput) {
  CommandRunner runner;
  Command command = shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
  command.output_bytes_max = 22;
  EXPECT_EQ(end_of(start(runner, command)).value().output, "line 19998\nline 19999\n");
}

TEST(CommandRunner, SaysWhyAProgramCannotBeRun) {
  CommandRunner runner;
  EXPECT_EQ(end_of(start(runner, {.words = {"/nowhere/x"}})).error().code, Code::not_found);
  EXPECT_EQ(end_of(start(runner, {.words = {"/etc/hostname"}})).error().code, Code::forbidden);
}

TEST(CommandRunner, KillsTheWholeGroupWhenItsTimeIsOver) {
  CommandRunner runner;
  Command command = shell("sleep 600 & echo $!; wait");
  command.timeout_ms = 200;
  const Result<CommandEnd> end = end_of(start(runner, command));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Code::timeout);
  ASSERT_TRUE(end.error().message.starts_with("stopped after 0.2 s: ")) << end.error().message;
  const std::string pid = end.error().message.substr(end.error().message.rfind(' ') + 1);
  EXPECT_TRUE(ends_soon(std::stoi(pid)));
}

TEST(CommandRunner, AnEndlessTalkerIsStoppedToo) {
  CommandRunner runner;
  Command command{.words = {"/usr/bin/yes"}, .timeout_ms = 100};
  EXPECT_EQ(end_of(start(runner, command)).error().code, Code::timeout);
}

TEST(CommandRunner, DoesNotWaitForWhatStaysInTheBackground) {
  CommandRunner runner;
  Command command = shell("sleep 600 & echo $!");
  const Result<CommandEnd> end = end_of(start(runner, command));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 0);
  EXPECT_EQ(::kill(std::stoi(end->output), SIGKILL), 0);
}

TEST(CommandRunner, RunsMoreThanItHasPlacesFor) {
  CommandRunner runner;
  std::vector<std::future<Result<CommandEnd>>> ends;
  for (std::size_t i = 0; i < 3 * kCommandsRunningMax; ++i) {
    ends.push_back(start(runner, shell("echo " + std::to_string(i))));
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    EXPECT_EQ(end_of(std::move(ends[i])).value().output, std::to_string(i) + "\n");
  }
}

TEST(CommandRunner, StoppingEndsWhatRunsAndWhatWaits) {
  std::vector<std::future<Result<CommandEnd>>> ends;
  {
    CommandRunner runner;
    for (std::size_t i = 0; i < kCommandsRunningMax + 5; ++i) {
      ends.push_back(start(runner, {.words = {"/bin/sleep", "600"}}));
    }
  }
  for (auto& end : ends) EXPECT_EQ(end_of(std::move(end)).error().code, Code::cancelled);
}

TEST(CommandRunner, RefusesWhatWouldWaitBehindTooMany) {
  CommandRunner runner;
  std::vector<std::future<Result<CommandEnd>>> ends;
  const std::size_t most = kCommandsRunningMax + kCommandsWaitingMax;
  for (std::size_t i = 0; i <= most; ++i) {
    ends.push_back(start(runner, {.words = {"/bin/sleep", "600"}}));
  }
  EXPECT_EQ(end_of(std::move(ends.back())).error().code, Code::unavailable);
}

}  // namespace
}  // namespace muster::host
