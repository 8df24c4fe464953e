#include "cmd/exec.h"

#include "cmd/ports.h"
#include "cmd/secret_file.h"
#include "cmd/temporary_directory.h"
#include "net/http_server.h"

#include <condition_variable>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kCheck = "2c7b4a2e-8a0f-4d43-9b9a-0f3a5a2d1c11";

// A server that notes what it is sent and answers as it is told.
class PingServer final : public net::Handler {
 public:
  struct Ping {
    std::string path;
    std::string query;
    std::string body;
  };

  explicit PingServer(std::vector<int> statuses = {}, std::string body_limit = "")
      : statuses_(std::move(statuses)), body_limit_(std::move(body_limit)) {
    server_ = std::move(*net::HttpServer::open({.listen = "127.0.0.1:0"}, *this));
    server_->run();
  }
  ~PingServer() override { server_->stop(); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

  net::BodyPolicy body_policy(const net::Request&) const override {
    return {.bytes_max = 10'000'000, .over = net::BodyPolicy::Over::refuse};
  }

  void handle(net::Request&& request, net::Reply reply) override {
    net::Response response{.body = "OK"};
    {
      const std::scoped_lock lock(mutex_);
      if (pings_.size() < statuses_.size()) response.status = statuses_[pings_.size()];
      pings_.push_back({request.path, request.query, request.body});
      arrived_.notify_all();
    }
    if (!body_limit_.empty()) response.headers.emplace_back("Ping-Body-Limit", body_limit_);
    std::move(reply).send(std::move(response));
  }

  std::vector<Ping> pings() {
    const std::scoped_lock lock(mutex_);
    return pings_;
  }
  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return pings_.size() >= count; });
  }

 private:
  const std::vector<int> statuses_;
  const std::string body_limit_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Ping> pings_;
  std::unique_ptr<net::HttpServer> server_;
};

// As in earnest, but without pauses between attempts.
ExecPatience impatient() {
  ExecPatience patience;
  patience.start.first_pause = {};
  patience.end.first_pause = {};
  return patience;
}

int exec(const std::string& server, std::vector<std::string> command,
         const ExecPatience& patience = impatient()) {
  KernelEntropy entropy;
  const auto status =
      run_exec({{server, "", kCheck, false}, std::move(command)}, entropy, patience);
  if (!status) {
    ADD_FAILURE() << to_string(status.error());
    return -1;
  }
  return *status;
}

TEST(Exec, ReportsStartEndAndOutputUnderOneRunId) {
  PingServer server;
  EXPECT_EQ(exec(server.url(), {"sh", "-c", "echo out; echo err >&2; exit 3"}), 3);
  const auto pings = server.pings();
  ASSERT_EQ(pings.size(), 2U);
  EXPECT_EQ(pings[0].path, "/ping/" + std::string(kCheck) + "/start");
  EXPECT_EQ(pings[0].body, "");
  EXPECT_EQ(pings[1].path, "/ping/" + std::string(kCheck) + "/3");
  EXPECT_THAT(pings[1].body, testing::AnyOf("out\nerr\n", "err\nout\n"));
  ASSERT_THAT(pings[0].query, StartsWith("rid="));
  EXPECT_TRUE(parse_uuid(pings[0].query.substr(4)));
  EXPECT_EQ(pings[0].query, pings[1].query);
}

TEST(Exec, PassesStandardOutputThroughUnchanged) {
  PingServer server;
  testing::internal::CaptureStdout();
  EXPECT_EQ(exec(server.url(), {"printf", "a\\0b\\377c\\n"}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), std::string("a\0b\377c\n", 6));
  EXPECT_EQ(server.pings().at(1).body, std::string("a\0b\377c\n", 6));
}

TEST(Exec, SendsTheTailThatTheServerAsksFor) {
  PingServer server({}, "10");
  testing::internal::CaptureStdout();
  EXPECT_EQ(exec(server.url(), {"seq", "1", "20000"}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout().size(), 108'894U);
  EXPECT_EQ(server.pings().at(1).body, "999\n20000\n");
}

TEST(Exec, KeepsTheUsualTailWhereTheServerNamesNone) {
  PingServer server;
  testing::internal::CaptureStdout();
  EXPECT_EQ(exec(server.url(), {"seq", "1", "20000"}), 0);
  testing::internal::GetCapturedStdout();
  const std::string body = server.pings().at(1).body;
  EXPECT_EQ(body.size(), 100'000U);
  EXPECT_THAT(body, testing::EndsWith("\n19999\n20000\n"));
}

TEST(Exec, ADeadServerChangesNothingForTheJob) {
  std::string url;  // a port that nobody listens on
  {
    const PingServer gone;
    url = gone.url();
  }
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  EXPECT_EQ(exec(url, {"sh", "-c", "echo done; exit 7"}), 7);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "done\n");
  const std::string warnings = testing::internal::GetCapturedStderr();
  EXPECT_THAT(warnings, HasSubstr("muster: exec: the start was not reported: "));
  EXPECT_THAT(warnings, HasSubstr("muster: exec: exit status 7 was not reported: "));
}

// The job does not wait for the start to be told: it is what lets this start be answered.
TEST(Exec, TheJobStartsBeforeTheServerHasAnswered) {
  const TemporaryDirectory dir;
  const std::string fifo = dir / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  class Stalling final : public net::Handler {
   public:
    explicit Stalling(std::string path) : path_(std::move(path)) {}
    net::BodyPolicy body_policy(const net::Request&) const override { return {}; }
    void handle(net::Request&& request, net::Reply reply) override {
      // Opening blocks until the job has opened the other end.
      if (request.path.ends_with("/start")) heard_ = *read_file(path_);
      std::move(reply).send({.body = "OK"});
    }
    std::string heard_;

   private:
    const std::string path_;
  } handler(fifo);
  const auto server = std::move(*net::HttpServer::open({.listen = "127.0.0.1:0"}, handler));
  server->run();
  EXPECT_EQ(exec("http://127.0.0.1:" + std::to_string(server->port()),
                 {"sh", "-c", "echo started > " + fifo}),
            0);
  server->stop();
  EXPECT_EQ(handler.heard_, "started\n");
}

TEST(Exec, TriesTheEndAgainWhereThatMayHelp) {
  PingServer patient({200, 503, 429, 200});
  EXPECT_EQ(exec(patient.url(), {"true"}), 0);
  EXPECT_EQ(patient.pings().size(), 4U);

  PingServer unknown({404, 404});
  testing::internal::CaptureStderr();
  EXPECT_EQ(exec(unknown.url(), {"true"}), 0);
  EXPECT_EQ(unknown.pings().size(), 2U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("the server answered 404"));
}

TEST(Exec, ReportsACommandThatCannotBeRun) {
  PingServer server;
  testing::internal::CaptureStderr();
  EXPECT_EQ(exec(server.url(), {"/nowhere/backup.sh"}), 127);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("muster: exec: cannot run /nowhere/backup.sh: No such file"));
  EXPECT_THAT(server.pings().at(1).path, testing::EndsWith("/127"));
  EXPECT_THAT(server.pings().at(1).body, HasSubstr("cannot run /nowhere/backup.sh"));

  const TemporaryDirectory dir;
  testing::internal::CaptureStderr();
  EXPECT_EQ(exec(server.url(), {dir.write("backup.sh", "exit 0", 0600)}), 126);
  testing::internal::GetCapturedStderr();
  EXPECT_THAT(server.pings().at(3).path, testing::EndsWith("/126"));
}

TEST(Exec, TellsASignalAsShellsDo) {
  PingServer server;
  EXPECT_EQ(exec(server.url(), {"sh", "-c", "kill -KILL $$"}), 137);
  EXPECT_THAT(server.pings().at(1).path, testing::EndsWith("/137"));
}

// The words reach the program as they are: nothing splits, expands or interprets them.
TEST(Exec, UsesNoShell) {
  PingServer server;
  testing::internal::CaptureStdout();
  EXPECT_EQ(exec(server.url(), {"printf", "%s\\n", "$HOME; echo *", ""}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "$HOME; echo *\n\n");
}

// A process left in the background holds the pipe; the end is told all the same.
TEST(Exec, DoesNotWaitForWhatTheJobLeavesBehind) {
  PingServer server;
  ExecPatience patience = impatient();
  patience.drain = std::chrono::milliseconds(1);
  const TemporaryDirectory dir;
  const std::string fifo = dir / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  // The one left behind waits at the fifo until this test lets it go.
  EXPECT_EQ(exec(server.url(), {"sh", "-c", "(read -r line < \"$0\") & echo done", fifo}, patience),
            0);
  EXPECT_EQ(server.pings().at(1).body, "done\n");
  dir.write("fifo", "go\n");
}

// In a child process of its own, since the signal is sent to the process.
TEST(Exec, HandsSignalsOnToTheJob) {
  PingServer server;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    KernelEntropy entropy;
    const auto status =
        run_exec({{server.url(), "", kCheck, false},
                  {"sh", "-c", "trap 'exit 42' TERM; kill -TERM $PPID; while :; do :; done"}},
                 entropy, impatient());
    ::_exit(status ? *status : 99);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 42);
  server.wait_for(2);
  EXPECT_THAT(server.pings().at(1).path, testing::EndsWith("/42"));
}

TEST(PingClient, RefusesWhatItCannotSend) {
  const struct {
    PingTarget target;
    std::string_view where;
  } cases[] = {
      {{"muster.example.org", "", kCheck, false}, "--server"},
      {{"http://h", "", "nightly", false}, "--ping-key"},
      {{"http://h", "k/../x", "nightly", false}, "--ping-key"},
      {{"http://h", "k", "Nightly Backup", false}, "check"},
      {{"http://h", "k", "", false}, "check"},
  };
  for (const auto& [target, where] : cases) {
    const auto client = PingClient::open(target);
    ASSERT_FALSE(client) << where;
    EXPECT_EQ(client.error().where, where);
  }
}

TEST(PingClient, SendsEveryForm) {
  PingServer server;
  const struct {
    PingTarget target;
    PingCall call;
    std::string path;
    std::string query;
  } cases[] = {
      {{server.url() + "/", "", "2C7B4A2E-8A0F-4D43-9B9A-0F3A5A2D1C11", false},
       {"", {}, ""},
       "/ping/" + std::string(kCheck),
       ""},
      {{server.url(), "key", "nightly", true},
       {"log", {}, "text"},
       "/ping/key/nightly/log",
       "create=1"},
      {{server.url(), "key", "nightly", true},
       {"255", parse_uuid(kCheck), ""},
       "/ping/key/nightly/255",
       "create=1&rid=" + std::string(kCheck)},
  };
  for (const auto& [target, call, path, query] : cases) {
    const auto client = PingClient::open(target);
    ASSERT_TRUE(client);
    const auto receipt = (*client)->send(call, {});
    ASSERT_TRUE(receipt) << to_string(receipt.error());
    EXPECT_EQ(receipt->answer, "OK");
    EXPECT_EQ(server.pings().back().path, path);
    EXPECT_EQ(server.pings().back().query, query);
    EXPECT_EQ(server.pings().back().body, call.body);
  }
}

}  // namespace
}  // namespace muster::cmd
