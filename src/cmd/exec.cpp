#include "cmd/exec.h"

#include "base/check.h"
#include "cmd/job.h"
#include "cmd/output_pump.h"
#include "cmd/output_tail.h"
#include "cmd/signals.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <future>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

constexpr int kNoSuchCommand = 127;
constexpr int kCannotRun = 126;

// However much the server would take, a wrapper stays small.
constexpr std::uint64_t kTailBytesMax = 16 * 1024 * 1024;

void warn(std::string_view message) { fmt::print(stderr, "muster: exec: {}\n", message); }

// The job from its start to its end. Its exit status.
int run_job(const std::vector<std::string>& command, SignalQueue& signals, OutputTail& tail,
            const ExecPatience& patience) {
  auto job = Job::start(command, signals);
  if (!job) {
    const std::string why = "cannot run " + to_string(job.error());
    warn(why);
    tail.append("muster: exec: " + why + "\n");
    return job.error().code == Code::not_found ? kNoSuchCommand : kCannotRun;
  }
  FileDescriptor stop(::eventfd(0, EFD_CLOEXEC));
  CHECK(stop.is_open());
  OutputPump pump({(*job)->take_output(), STDOUT_FILENO}, {(*job)->take_errors(), STDERR_FILENO},
                  std::move(stop), tail);
  const int status = (*job)->wait(signals);
  pump.finish(patience.drain);
  return status;
}

}  // namespace

Result<int> run_exec(const ExecCommand& command, engine::Entropy& entropy,
                     const ExecPatience& patience) {
  // Before the first thread, so that no thread takes a signal that is meant for the job.
  SignalQueue signals = TRY(SignalQueue::open({SIGTERM, SIGINT, SIGHUP}));
  const auto client = TRY(PingClient::open(command.target));
  const Uuid rid = entropy.uuid_v4();
  OutputTail tail(limits::kPingBodyBytesDefault);

  auto started = std::async(std::launch::async, [&] {
    auto receipt = client->send({.signal = "start", .rid = rid, .body = {}}, patience.start);
    if (receipt) {
      const auto limit = receipt->body_limit.value_or(limits::kPingBodyBytesDefault);
      tail.set_limit(std::min(limit, kTailBytesMax));
    }
    return receipt;
  });
  const int status = run_job(command.command, signals, tail, patience);
  // The server must hear of the end after the start, or it would wait for this run again.
  if (const auto receipt = started.get(); !receipt) {
    warn("the start was not reported: " + to_string(receipt.error()));
  }
  const auto ended = client->send(
      {.signal = std::to_string(status), .rid = rid, .body = tail.text()}, patience.end);
  if (!ended) {
    warn(fmt::format("exit status {} was not reported: {}", status, to_string(ended.error())));
  }
  return status;
}

}  // namespace muster::cmd
