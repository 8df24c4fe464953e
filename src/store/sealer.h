// Sealer: keeps secrets unreadable in the database file and its backups. XChaCha20-Poly1305 under a
// key derived from the master key; the context (whose secret it is) is authenticated, so that a
// sealed text moved to another row does not open. The nonce is a keyed hash of context and text:
// sealing needs no randomness, never repeats a nonce for different texts, and the same secret seals
// to the same text. Immutable; any thread.
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::store {

using MasterKey = std::array<std::uint8_t, 32>;

class Sealer {
 public:
  explicit Sealer(const MasterKey& master);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  ~Sealer();  // wipes its keys

  // Printable text, never empty.
  std::string seal(std::string_view secret, std::string_view context) const;

  // corrupt when `sealed` was not made by seal() with this master key and context.
  Result<std::string> unseal(std::string_view sealed, std::string_view context) const;

  // Tells one master key from another and nothing else about it: 32 hex digits.
  std::string fingerprint() const;

 private:
  using Key = std::array<unsigned char, 32>;

  Key cipher_key_{};
  Key nonce_key_{};
  Key fingerprint_key_{};
};

}  // namespace muster::store
