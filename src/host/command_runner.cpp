#include "host/command_runner.h"

#include "base/check.h"
#include "host/child.h"

#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>

namespace muster::host {
namespace {

struct Running {
  std::unique_ptr<Child> child;
  CommandRunner::Done done;
};

// In the order of `running`, three for each, behind the one that wakes us.
std::vector<pollfd> places(int wake_up, const std::vector<Running>& running) {
  std::vector<pollfd> waits{{.fd = wake_up, .events = POLLIN, .revents = 0}};
  for (const Running& one : running) {
    for (const int place : {one.child->ended(), one.child->output(), one.child->time_over()}) {
      waits.push_back({.fd = place, .events = POLLIN, .revents = 0});
    }
  }
  return waits;
}

// Acts on what poll found. What has ended is answered and leaves the list.
void attend(std::vector<Running>& running, const std::vector<pollfd>& waits) {
  std::vector<Running> still;
  for (std::size_t i = 0; i < running.size(); ++i) {
    Running& one = running[i];
    const bool ended = waits[3 * i + 1].revents != 0;
    if (waits[3 * i + 2].revents != 0) one.child->read_output();
    if (waits[3 * i + 3].revents != 0 && !ended) one.child->kill_for_time();
    if (ended) {
      one.done(one.child->reap());
    } else {
      still.push_back(std::move(one));
    }
  }
  running = std::move(still);
}

}  // namespace

CommandRunner::CommandRunner() : wake_up_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  CHECK(wake_up_.is_open());
  thread_ = std::thread([this] { work(); });
}

CommandRunner::~CommandRunner() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void CommandRunner::run(Command command, Done done) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() < kCommandsWaitingMax) {
      waiting_.push_back({std::move(command), std::move(done)});
    }
  }
  if (done) {
    done(fail(Code::unavailable, "too many commands are waiting to be run"));
  } else {
    wake();
  }
}

void CommandRunner::work() {
  std::vector<Running> running;
  while (!is_stopping()) {
    for (Job& job : take(kCommandsRunningMax - running.size())) {
      if (auto child = Child::start(job.command)) {
        running.push_back({std::move(*child), std::move(job.done)});
      } else {
        job.done(std::unexpected(std::move(child).error()));
      }
    }
    std::vector<pollfd> waits = places(wake_up_.get(), running);
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    std::uint64_t calls = 0;
    if (waits[0].revents != 0) CHECK(::read(wake_up_.get(), &calls, sizeof calls) > 0);
    attend(running, waits);
  }
  for (const Running& one : running) one.child->kill_group();
  for (Running& one : running) {
    const Result<CommandEnd> end = one.child->reap();
    one.done(fail(Code::cancelled, end ? "the server is stopping" : end.error().message));
  }
  for (Job& job : take(kCommandsWaitingMax)) {
    job.done(fail(Code::cancelled, "the server is stopping"));
  }
}

std::deque<CommandRunner::Job> CommandRunner::take(std::size_t jobs_max) {
  const std::scoped_lock lock(mutex_);
  std::deque<Job> taken;
  while (!waiting_.empty() && taken.size() < jobs_max) {
    taken.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return taken;
}

bool CommandRunner::is_stopping() {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

void CommandRunner::wake() const {
  const std::uint64_t one = 1;
  CHECK(::write(wake_up_.get(), &one, sizeof one) == sizeof one);
}

}  // namespace muster::host
