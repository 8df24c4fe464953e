#include "cmd/job.h"

#include "base/check.h"
#include "host/spawn_error.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

// glibc 2.36 forgets to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

namespace muster::cmd {
namespace {

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};

// Only our end is non-blocking: the job expects an ordinary pipe.
Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(Code::unavailable, std::generic_category().message(errno), "pipe");
  }
  Pipe made{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return made;
}

// What posix_spawn is told: the two pipes, and signals as they were before we came.
class SpawnPlan {
 public:
  SpawnPlan(const Pipe& output, const Pipe& errors, const SignalQueue& signals, bool leads_group) {
    CHECK(::posix_spawn_file_actions_init(&actions_) == 0);
    CHECK(::posix_spawnattr_init(&attributes_) == 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output.write_end.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors.write_end.get(), STDERR_FILENO);
    sigset_t defaults;
    sigemptyset(&defaults);
    if (signals.pipe_signal_was_default()) sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    ::posix_spawnattr_setsigmask(&attributes_, &signals.mask_before());
    int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (leads_group) flags |= POSIX_SPAWN_SETPGROUP;  // with the default, 0: a new one
    ::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  int spawn(pid_t& pid, const std::vector<std::string>& command) const {
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    return ::posix_spawnp(&pid, words[0], &actions_, &attributes_, words.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

Result<std::unique_ptr<Job>> Job::start(const std::vector<std::string>& command,
                                        const SignalQueue& signals) {
  CHECK(!command.empty());
  Pipe output = TRY(make_pipe());
  Pipe errors = TRY(make_pipe());
  std::unique_ptr<Job> job(new Job);
  // On a terminal the job must stay in the foreground group, or reading would stop it.
  job->leads_group_ = ::isatty(STDIN_FILENO) == 0;
  const SpawnPlan plan(output, errors, signals, job->leads_group_);
  if (const int number = plan.spawn(job->pid_, command); number != 0) {
    return std::unexpected(host::spawn_error(number, command[0]));
  }
  job->ended_ = FileDescriptor(::pidfd_open(job->pid_, 0));
  CHECK(job->ended_.is_open());
  job->output_ = std::move(output.read_end);
  job->errors_ = std::move(errors.read_end);
  return job;
}

int Job::wait(SignalQueue& signals) {
  for (;;) {
    std::array<pollfd, 2> waits{
        pollfd{.fd = ended_.get(), .events = POLLIN, .revents = 0},
        pollfd{.fd = signals.descriptor(), .events = POLLIN, .revents = 0},
    };
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[1].revents != 0) {
      if (const auto signal = signals.take()) forward(*signal);
    }
    if (waits[0].revents == 0) continue;
    int status = 0;
    CHECK(::waitpid(pid_, &status, 0) == pid_);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
}

void Job::forward(Signal signal) const {
  if (leads_group_) {
    ::kill(-pid_, signal.number);
  } else if (!signal.from_terminal) {  // the terminal has told the whole group already
    ::kill(pid_, signal.number);
  }
}

}  // namespace muster::cmd
