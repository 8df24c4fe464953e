// Passwords as they are kept: Argon2id with the parameters in the text (libsodium). Takes a tenth
// of a second and 64 MiB by design: pool threads only.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace muster::api::native {

// invalid: too short to withstand guessing (limits::kPasswordCharsMin), or too long. unavailable:
// out of memory.
Result<void> check_password(std::string_view password, std::string where = "/password");
Result<std::string> hash_password(std::string_view password);

// Of no password that anybody knows, with the parameters of hash_password.
inline constexpr std::string_view kNobodysHash =
    "$argon2id$v=19$m=65536,t=2,p=1$8oSHBZ8rEFK7jFutJQRItg"
    "$YoSjIBdXVXYjCVeDHquHm3qfnY9Iq8gb00XmFqHfteM";
// Takes as long for nobody's hash (empty) as for anybody's.
bool matches_password(std::string_view hash, std::string_view password);

}  // namespace muster::api::native
