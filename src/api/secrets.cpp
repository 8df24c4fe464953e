#include "api/services.h"

#include <fmt/format.h>
#include <sodium.h>

namespace muster::api {
namespace {

using Digest = std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES>;

// HMAC-SHA256 (RFC 2104) over the parts, one after the other.
Digest authenticate(const std::array<std::uint8_t, 32>& key,
                    std::initializer_list<std::string_view> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (const std::string_view part : parts) {
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                  part.size());
  }
  Digest digest;
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

std::string to_hex(const Digest& digest) {
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  return hex;
}

}  // namespace

std::string Secrets::hash(std::string_view secret) const {
  return to_hex(authenticate(server_key_, {secret}));
}

std::string Secrets::sign(std::string_view purpose, std::string_view text,
                          std::size_t hex_digits) const {
  return to_hex(authenticate(server_key_, {purpose, "\n", text})).substr(0, hex_digits);
}

}  // namespace muster::api
