// `muster schedule next`: when does this schedule come next? The same engine as the server's. Pure.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "cmd/commands.h"

#include <string>
#include <vector>

namespace muster::cmd {

// ISO 8601 with the offset of the zone; fewer than asked when there are no more. `now` stands for
// an `after` that is not given. Errors: invalid; `where` is expression, zone or after.
Result<std::vector<std::string>> schedule_next(const ScheduleNext& command, Time now);

}  // namespace muster::cmd
