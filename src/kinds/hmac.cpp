#include "kinds/hmac.h"

#include "base/check.h"

#include <array>
#include <cstddef>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace muster::kinds {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  // OpenSSL takes a null key for "the one before".
  const std::string_view given = key.empty() ? std::string_view("") : key;
  CHECK(HMAC(EVP_sha256(), given.data(), static_cast<int>(given.size()), bytes_of(text),
             text.size(), digest.data(), &length) != nullptr);
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::string base64(std::string_view bytes) {
  // One byte more than it says: the function ends its text with NUL.
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

}  // namespace muster::kinds
