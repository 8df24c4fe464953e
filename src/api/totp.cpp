#include "api/totp.h"

#include "base/check.h"
#include "base/escape.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace muster::api::totp {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kSecretChars = 32;  // five bits each: 160
constexpr std::int64_t kStepSeconds = 30;
constexpr int kDigits = 6;

std::int64_t step_of(Time now) {
  return std::chrono::floor<seconds>(now.time_since_epoch()).count() / kStepSeconds;
}

// The bytes of a secret that new_secret made.
std::string key_of(std::string_view base32_secret) {
  std::string key;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : base32_secret) {
    bits = bits << 5 | static_cast<std::uint32_t>(kBase32.find(c) & 0x1F);
    count += 5;
    if (count >= 8) {
      count -= 8;
      key += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return key;
}

}  // namespace

std::string new_secret(engine::Entropy& entropy) { return entropy.text(kSecretChars, kBase32); }

std::string code_at(std::string_view key, std::int64_t step, int digits) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<unsigned char>(step >> (8 * i) & 0xFF);
  }
  std::array<unsigned char, 20> mac{};
  unsigned int length = 0;
  CHECK(::HMAC(::EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(),
               counter.size(), mac.data(), &length) != nullptr);
  CHECK(length == mac.size());
  // Dynamic truncation (RFC 4226 §5.3).
  const std::size_t at = mac.back() & 0x0FU;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | mac.at(at + i);
  number &= 0x7FFF'FFFF;
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

std::optional<std::int64_t> matching_step(std::string_view base32_secret, std::string_view code,
                                          Time now) {
  std::string digits;
  std::ranges::copy_if(code, std::back_inserter(digits), [](char c) { return c != ' '; });
  if (digits.size() != kDigits) return std::nullopt;
  const std::string key = key_of(base32_secret);
  const std::int64_t present = step_of(now);
  for (const std::int64_t step : {present, present - 1, present + 1}) {
    const std::string expected = code_at(key, step, kDigits);
    if (sodium_memcmp(expected.data(), digits.data(), kDigits) == 0) return step;
  }
  return std::nullopt;
}

std::string uri(std::string_view base32_secret, std::string_view account) {
  return fmt::format(
      "otpauth://totp/Muster:{}?secret={}&issuer=Muster&algorithm=SHA1&digits={}&period={}",
      percent_encoded(account), base32_secret, kDigits, kStepSeconds);
}

}  // namespace muster::api::totp
