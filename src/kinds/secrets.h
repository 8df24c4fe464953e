// What people may see of a channel's configuration, and how an update that cannot show them keeps
// what they were not shown. Works on JSON alone: which members are secret, the kind says. Pure; any
// thread.
#pragma once

#include "base/result.h"
#include "engine/ports/channel_kinds.h"
#include "kinds/channel_kind.h"

#include <span>
#include <string>
#include <string_view>

namespace muster::kinds {

// Errors: corrupt, when `config_json` is no JSON object.
Result<engine::PublicConfig> without_secrets(std::span<const Secret> secrets,
                                             std::string_view config_json);

// The update, with the stored values of the secrets that it does not mention, and without those
// that it gives as "" or null. Errors: invalid at "/<secret>" when the update changes where a kept
// secret goes to (the default counts as a place of its own); invalid when the update is no object.
Result<std::string> with_kept_secrets(std::span<const Secret> secrets, std::string_view stored_json,
                                      std::string_view update_json);

}  // namespace muster::kinds
