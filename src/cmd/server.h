// `muster server`: the wiring of the server, which reads like its parts list, and the life of the
// process: start, signals, orderly stop.
#pragma once

#include "base/result.h"
#include "cmd/config_load.h"

namespace muster::cmd {

// Runs until SIGTERM or SIGINT, then returns the exit status: 0, or 74 when the database can no
// longer be trusted. Errors: what kept it from starting.
Result<int> run_server(const LoadedConfig& loaded);

}  // namespace muster::cmd
