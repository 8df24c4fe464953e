// What a path names inside a project, found on the state thread.
#pragma once

#include "api/native/call.h"
#include "base/result.h"
#include "engine/state.h"

#include <string>

namespace muster::api::native {

// By its id, which is its key as people see it, by its UUID, or by its slug if only one check has
// it (else conflict). What is written like the id of a check is taken for one.
Result<engine::CheckSlot> find_check(const Permit& allowed, const std::string& name);

// By its id or its name.
Result<core::Channel> find_contact(const Permit& allowed, const std::string& id_or_name);

}  // namespace muster::api::native
