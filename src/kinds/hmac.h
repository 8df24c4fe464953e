// HMAC-SHA256 (RFC 2104) and the forms in which services want it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace muster::kinds {

// The 32 bytes. Either may be empty.
std::string hmac_sha256(std::string_view key, std::string_view text);

std::string hex(std::string_view bytes);
// RFC 4648 §4, with padding.
std::string base64(std::string_view bytes);

}  // namespace muster::kinds
