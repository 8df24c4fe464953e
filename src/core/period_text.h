// Periods as people write them: "5 minutes", "every 5m", "1h 30m", "90s", "every day". Pure; any
// thread.
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <string_view>

namespace muster::core {

// Begins with `every`, or with a number that a unit follows; no cron or OnCalendar expression does.
bool looks_like_period(std::string_view text);

// Above zero and at most 36 500 days. Code::invalid says which form is right.
Result<seconds> parse_period(std::string_view text);

}  // namespace muster::core
