#include "store/sealer.h"

#include "base/check.h"

#include <cstddef>
#include <optional>
#include <vector>

#include <sodium.h>

namespace muster::store {
namespace {

// In front of every sealed text, so that another way of sealing can be told from this one.
constexpr std::string_view kVersion = "x1:";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int kEncoding = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
constexpr char kKeyPurpose[crypto_kdf_CONTEXTBYTES + 1] = "mustseal";

using Bytes = std::vector<unsigned char>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64(const Bytes& bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kEncoding), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kEncoding);
  text.pop_back();  // the NUL that it ends with
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  Bytes bytes(text.size() + 1);  // never a null pointer
  std::size_t length = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                        nullptr, kEncoding) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

// Hashes the length of the context too, so that no two pairs run together.
void make_nonce(unsigned char* nonce, const std::array<unsigned char, 32>& key,
                std::string_view secret, std::string_view context) {
  crypto_generichash_state state;
  const std::uint64_t context_bytes = context.size();
  crypto_generichash_init(&state, key.data(), key.size(), kNonceBytes);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&context_bytes),
                            sizeof context_bytes);
  crypto_generichash_update(&state, bytes_of(context), context.size());
  crypto_generichash_update(&state, bytes_of(secret), secret.size());
  crypto_generichash_final(&state, nonce, kNonceBytes);
}

}  // namespace

Sealer::Sealer(const MasterKey& master) {
  CHECK(sodium_init() >= 0);
  std::uint64_t purpose = 1;
  for (Key* key : {&cipher_key_, &nonce_key_, &fingerprint_key_}) {
    crypto_kdf_derive_from_key(key->data(), key->size(), purpose++, kKeyPurpose, master.data());
  }
}

Sealer::~Sealer() {
  for (Key* key : {&cipher_key_, &nonce_key_, &fingerprint_key_}) {
    sodium_memzero(key->data(), key->size());
  }
}

std::string Sealer::seal(std::string_view secret, std::string_view context) const {
  Bytes sealed(kNonceBytes + secret.size() + kTagBytes);
  make_nonce(sealed.data(), nonce_key_, secret, context);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceBytes, nullptr, bytes_of(secret),
                                             secret.size(), bytes_of(context), context.size(),
                                             nullptr, sealed.data(), cipher_key_.data());
  return std::string(kVersion) + to_base64(sealed);
}

Result<std::string> Sealer::unseal(std::string_view sealed, std::string_view context) const {
  if (!sealed.starts_with(kVersion)) return fail(Code::corrupt, "is not a sealed text");
  const auto bytes = from_base64(sealed.substr(kVersion.size()));
  if (!bytes || bytes->size() < kNonceBytes + kTagBytes) {
    return fail(Code::corrupt, "is not a sealed text");
  }
  std::string secret(bytes->size() - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(secret.data()), nullptr, nullptr,
          bytes->data() + kNonceBytes, bytes->size() - kNonceBytes, bytes_of(context),
          context.size(), bytes->data(), cipher_key_.data()) != 0) {
    return fail(Code::corrupt, "does not open with this master key in this place");
  }
  return secret;
}

std::string Sealer::fingerprint() const {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), nullptr, 0, fingerprint_key_.data(),
                     fingerprint_key_.size());
  std::string text(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

}  // namespace muster::store
