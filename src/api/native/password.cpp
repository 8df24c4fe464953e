#include "api/native/password.h"

#include "base/limits.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::api::native {

Result<void> check_password(std::string_view password, std::string where) {
  // Characters are not counted exactly here: a byte more or less does not make a password strong.
  if (password.size() >= limits::kPasswordCharsMin &&
      password.size() <= limits::kPasswordBytesMax) {
    return {};
  }
  return fail(Code::invalid,
              fmt::format("expected {} to {} characters", limits::kPasswordCharsMin,
                          limits::kPasswordBytesMax),
              std::move(where));
}

Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const bool hashed =
      sodium_init() >= 0 &&
      crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) == 0;
  if (!hashed) return fail(Code::unavailable, "not enough memory to hash a password");
  return std::string(hash.data());
}

bool matches_password(std::string_view hash, std::string_view password) {
  const std::string compared(hash.empty() ? kNobodysHash : hash);
  const bool matches =
      sodium_init() >= 0 &&
      crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
  return matches && !hash.empty();
}

}  // namespace muster::api::native
