// Time-based one-time passwords (RFC 6238) as authenticator apps have them: HMAC-SHA1, six digits,
// thirty seconds. Pure; any thread.
#pragma once

#include "base/time.h"
#include "engine/ports/entropy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::api::totp {

// 160 random bits in base32 (RFC 4226 §4 R6, RFC 4648 §6). State thread, since randomness is.
std::string new_secret(engine::Entropy& entropy);

// The code of a time step under a key of raw bytes. 6 to 8 digits.
std::string code_at(std::string_view key, std::int64_t step, int digits);

// The step whose code this is: the present one, or one to either side for clocks that differ
// (RFC 6238 §5.2). None for a wrong code; blanks in it do not matter.
std::optional<std::int64_t> matching_step(std::string_view base32_secret, std::string_view code,
                                          Time now);

// What an authenticator app reads from a QR code.
std::string uri(std::string_view base32_secret, std::string_view account);

}  // namespace muster::api::totp
