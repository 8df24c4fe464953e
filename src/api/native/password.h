// Passwords as they are kept: Argon2id with the parameters in the text (libsodium). Takes a tenth
// of a second and 64 MiB by design: pool threads only.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace muster::api::native {

// invalid: too short to withstand guessing (limits::kPasswordCharsMin), or too long. unavailable:
// out of memory.
Result<void> check_password(std::string_view password);
Result<std::string> hash_password(std::string_view password);

}  // namespace muster::api::native
