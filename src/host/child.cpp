#include "host/child.h"

#include "base/check.h"
#include "host/spawn_error.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

// glibc 2.36 forgets to say so itself.
extern "C" {
#include <sys/pidfd.h>
}

namespace muster::host {
namespace {

std::unexpected<Error> system_failure(Code code, int number, std::string where) {
  return fail(code, std::generic_category().message(number), std::move(where));
}

// posix_spawn wants char* and changes nothing.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

// What posix_spawn is told: no input, one pipe for both outputs, no other file, a group of its own,
// and signals as any program expects them.
class SpawnPlan {
 public:
  explicit SpawnPlan(int output) {
    CHECK(::posix_spawn_file_actions_init(&actions_) == 0);
    CHECK(::posix_spawnattr_init(&attributes_) == 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    ::posix_spawn_file_actions_addchdir_np(&actions_, "/");
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    // With the default group, 0: a new one.
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  int spawn(pid_t& pid, const Command& command) const {
    const std::vector<char*> words = pointers(command.words);
    const std::vector<char*> environment = pointers(command.environment);
    return ::posix_spawn(&pid, words[0], &actions_, &attributes_, words.data(), environment.data());
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

Result<FileDescriptor> timer(int timeout_ms) {
  FileDescriptor made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!made.is_open()) return system_failure(Code::unavailable, errno, "timer");
  itimerspec when{};
  when.it_value.tv_sec = timeout_ms / 1'000;
  when.it_value.tv_nsec = timeout_ms % 1'000 * 1'000'000L;
  CHECK(::timerfd_settime(made.get(), 0, &when, nullptr) == 0);
  return made;
}

}  // namespace

Result<std::unique_ptr<Child>> Child::start(const Command& command) {
  CHECK(!command.words.empty() && command.timeout_ms > 0);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return system_failure(Code::unavailable, errno, "pipe");
  }
  std::unique_ptr<Child> child(new Child);
  child->output_ = FileDescriptor(ends[0]);
  const FileDescriptor its_end(ends[1]);
  // Only our end is non-blocking: the program expects an ordinary pipe.
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  child->time_over_ = TRY(timer(command.timeout_ms));
  child->timeout_ms_ = command.timeout_ms;
  child->output_bytes_max_ = command.output_bytes_max;
  const SpawnPlan plan(its_end.get());
  if (const int number = plan.spawn(child->pid_, command); number != 0) {
    return std::unexpected(spawn_error(number, command.words[0]));
  }
  child->ended_ = FileDescriptor(::pidfd_open(child->pid_, 0));
  if (!child->ended_.is_open()) {
    const int number = errno;
    child->kill_group();
    ::waitpid(child->pid_, nullptr, 0);
    return system_failure(Code::unavailable, number, "pidfd");
  }
  return child;
}

void Child::read_output() {
  std::array<char, 16'384> buffer{};
  // A bound for each turn: a program that never stops talking is still killed in time.
  for (int turn = 0; turn < 16 && output_.is_open(); ++turn) {
    const ssize_t got = ::read(output_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return output_.reset();
    kept_.append(buffer.data(), static_cast<std::size_t>(got));
    if (kept_.size() > output_bytes_max_) kept_.erase(0, kept_.size() - output_bytes_max_);
  }
}

void Child::kill_group() const { ::kill(-pid_, SIGKILL); }

void Child::kill_for_time() {
  killed_for_time_ = true;
  time_over_.reset();
  kill_group();
}

Result<CommandEnd> Child::reap() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0) CHECK(errno == EINTR);
  read_output();
  if (killed_for_time_) {
    return fail(Code::timeout, fmt::format("stopped after {} s{}{}", timeout_ms_ / 1'000.0,
                                           kept_.empty() ? "" : ": ", kept_));
  }
  return CommandEnd{.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
                    .output = std::move(kept_)};
}

}  // namespace muster::host
