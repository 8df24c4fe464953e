// What creating and updating have in common: the fields of a body, and how they are put on a check
// on the state thread.
#pragma once

#include "core/check_rules.h"
#include "engine/transaction.h"

#include <boost/json/object.hpp>

namespace muster::api::healthchecks {

// Errors: invalid, "json validation error: grace is too small" (Healthchecks §2.6).
Result<core::CheckChange> read_change(const boost::json::object& body);

// The spec after the change, with the channels of the project looked up. Errors: invalid, for
// channels.
Result<core::CheckSpec> changed_spec(const engine::State& state, core::ProjectKey project,
                                     const core::CheckChange& change, core::CheckSpec spec,
                                     int version);

}  // namespace muster::api::healthchecks
