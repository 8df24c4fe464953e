// What a path names inside a project, found on the state thread.
#pragma once

#include "api/native/call.h"
#include "base/result.h"
#include "engine/state.h"

#include <string>

namespace muster::api::native {

// By its UUID, or by its slug if only one check has it (else conflict).
Result<engine::CheckSlot> find_check(const Permit& allowed, const std::string& uuid_or_slug);

// By its id or its name.
Result<core::Channel> find_contact(const Permit& allowed, const std::string& id_or_name);

}  // namespace muster::api::native
