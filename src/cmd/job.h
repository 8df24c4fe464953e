// Job: the child process of `muster exec`. Started without a shell, with our standard input; its
// output comes through pipes. Without a terminal it leads a process group of its own, so that a
// signal reaches all of it. Owned by one call of run_exec, used on its thread.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"
#include "cmd/signals.h"

#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace muster::cmd {

class Job {
 public:
  // Errors: not_found (no such command), forbidden (it cannot be run), unavailable (no process, no
  // pipe).
  static Result<std::unique_ptr<Job>> start(const std::vector<std::string>& command,
                                            const SignalQueue& signals);
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  FileDescriptor take_output() { return std::move(output_); }
  FileDescriptor take_errors() { return std::move(errors_); }

  // Until it has ended, hands on to it every signal that comes. Its exit status, or 128 + n when
  // signal n ended it.
  int wait(SignalQueue& signals);

 private:
  Job() = default;
  void forward(Signal signal) const;

  pid_t pid_ = -1;
  bool leads_group_ = false;
  FileDescriptor ended_;  // a pidfd
  FileDescriptor output_;
  FileDescriptor errors_;
};

}  // namespace muster::cmd
