// CommandRunner: runs other programs, without a shell, each for a limited time, and keeps the end
// of what they say. Owned by whoever needs it; `run` may be called from any thread and never
// blocks. One thread of its own waits for all commands; `done` runs there and must not block. It
// never retries and never logs: whoever called decides.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::host {

struct Command {
  std::vector<std::string> words;        // the program's absolute path, then its arguments
  std::vector<std::string> environment;  // "NAME=value"; nothing else is inherited
  int timeout_ms = 30'000;
  std::size_t output_bytes_max = 4'096;  // of standard output and standard error; the end is kept
};

struct CommandEnd {
  int status = 0;  // as the program said, or 128 + n when signal n ended it
  std::string output;

  friend bool operator==(const CommandEnd&, const CommandEnd&) = default;
};

// How many commands run side by side; the rest wait.
inline constexpr std::size_t kCommandsRunningMax = 16;
inline constexpr std::size_t kCommandsWaitingMax = 1'024;

class CommandRunner {
 public:
  using Done = std::move_only_function<void(Result<CommandEnd>)>;

  CommandRunner();
  CommandRunner(const CommandRunner&) = delete;
  CommandRunner& operator=(const CommandRunner&) = delete;
  // Kills what runs; whatever has not ended is answered `cancelled`.
  ~CommandRunner();

  // The program runs in `/`, in a process group of its own, reads nothing and has no open file of
  // ours. When its time is over the whole group is killed; what it has left behind in the
  // background when it ended in time is left alone. Errors given to `done`: not_found, forbidden
  // (it cannot be run), timeout (with the end of the output), unavailable (no process, no pipe, too
  // many waiting), cancelled.
  void run(Command command, Done done);

 private:
  struct Job {
    Command command;
    Done done;
  };

  void work();
  std::deque<Job> take(std::size_t jobs_max);
  bool is_stopping();
  void wake() const;

  FileDescriptor wake_up_;
  std::mutex mutex_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace muster::host
