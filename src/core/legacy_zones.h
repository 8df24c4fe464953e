// Time-zone names that the time-zone database keeps for old configurations only, and the names that
// replaced them (its file `backward`). A pure lookup; any thread.
#pragma once

#include <string_view>

namespace muster::core {

// The present name of a legacy zone (Healthchecks §2.6), any other name unchanged.
std::string_view present_zone_name(std::string_view name);

}  // namespace muster::core
