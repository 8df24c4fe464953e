// Unique keys: how the holder of a read-only key names a check whose UUID is kept from them (§2.5).
// A unique key is a hash of the UUID, so it is found by hashing the ids of a project one after the
// other, on the io thread.
#pragma once

#include "api/healthchecks/call.h"
#include "core/check.h"

#include <functional>
#include <string>
#include <string_view>

namespace muster::api::healthchecks {

// Hex SHA-1 of the first half of the id.
std::string unique_key(const core::CheckId& id);

bool looks_like_unique_key(std::string_view text);

// Names a check in a call that only reads: by UUID or by unique key.
struct ReadTarget {
  Claim claim;
  core::CheckId id;
};
using TargetFound = std::move_only_function<void(CorsReply reply, ReadTarget target)>;

// Reads the key of the call and calls `found`, on the io thread. Refuses the call where there is no
// such check; whether the key may see it is for `found` to ask.
void find_target(const Services& services, Call call, TargetFound found);

}  // namespace muster::api::healthchecks
