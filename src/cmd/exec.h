// `muster exec`: runs a command and reports its start, its end, its exit status and the tail of its
// output. The job comes first: it starts at once, its streams pass through unchanged, and no
// trouble with the server stops or delays it.
#pragma once

#include "base/result.h"
#include "cmd/commands.h"
#include "cmd/ping_client.h"
#include "engine/ports/entropy.h"

#include <chrono>

namespace muster::cmd {

struct ExecPatience {
  // The start is told while the job runs; the end waits for that, so both together end in 20 s.
  PingPatience start{2, std::chrono::milliseconds(2'200), std::chrono::milliseconds(500)};
  PingPatience end{3, std::chrono::milliseconds(4'000), std::chrono::milliseconds(1'000)};
  // How long output is waited for after the end of the job, from processes that it left behind.
  std::chrono::milliseconds drain{2'000};
};

// The exit status to end with: the job's own; 127 when there is no such command, 126 when it cannot
// be run. Warnings about pings that did not arrive go to standard error. Errors: what
// PingClient::open refuses, before anything is started.
Result<int> run_exec(const ExecCommand& command, engine::Entropy& entropy,
                     const ExecPatience& patience = {});

}  // namespace muster::cmd
