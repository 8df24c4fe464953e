#include "api/native/new_secrets.h"

#include <cstddef>
#include <string_view>

namespace muster::api::native {
namespace {

constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kApiKeyRandomChars = 28;
constexpr std::size_t kTokenRandomChars = 40;
constexpr std::size_t kSessionChars = 43;
constexpr std::string_view kReadable = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t kPasswordChars = 16;

NewSecret make(engine::Entropy& entropy, const Secrets& secrets, std::string_view prefix,
               std::size_t random_chars) {
  std::string text = std::string(prefix) + entropy.text(random_chars, kLettersAndDigits);
  std::string hash = secrets.hash(text);
  return {.text = std::move(text), .hash = std::move(hash)};
}

}  // namespace

NewSecret new_api_key(engine::Entropy& entropy, const Secrets& secrets, core::KeyAccess access) {
  const bool full = access == core::KeyAccess::read_write;
  return make(entropy, secrets, full ? "hcw_" : "hcr_", kApiKeyRandomChars);
}

NewSecret new_user_token(engine::Entropy& entropy, const Secrets& secrets) {
  return make(entropy, secrets, "mst_", kTokenRandomChars);
}

NewSecret new_session_token(engine::Entropy& entropy, const Secrets& secrets) {
  return make(entropy, secrets, "", kSessionChars);
}

std::string new_password(engine::Entropy& entropy) {
  return entropy.text(kPasswordChars, kReadable);
}

}  // namespace muster::api::native
