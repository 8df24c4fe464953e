// Child: one running command of the CommandRunner, with all that can be waited for: its end, its
// output and the end of its time. Used on the runner's thread alone.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "host/command_runner.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include <sys/types.h>

namespace muster::host {

class Child {
 public:
  // Errors: as CommandRunner::run says.
  static Result<std::unique_ptr<Child>> start(const Command& command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() = default;

  // What becomes readable when there is something to do; -1 for nothing.
  int ended() const { return ended_.get(); }
  int output() const { return output_.get(); }
  int time_over() const { return time_over_.get(); }

  // Takes in what can be read at once.
  void read_output();
  // The whole group, at once.
  void kill_group() const;
  void kill_for_time();
  // Once it has ended, or blocks until it has.
  Result<CommandEnd> reap();

 private:
  Child() = default;

  pid_t pid_ = -1;
  FileDescriptor ended_;      // a pidfd
  FileDescriptor output_;     // both streams through one pipe
  FileDescriptor time_over_;  // a timerfd
  std::size_t output_bytes_max_ = 0;
  std::string kept_;
  int timeout_ms_ = 0;
  bool killed_for_time_ = false;
};

}  // namespace muster::host
