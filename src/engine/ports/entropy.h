// Randomness: from the kernel in cmd, from a seed in tests. Used on the state thread.
#pragma once

#include "base/uuid.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace muster::engine {

class Entropy {
 public:
  Entropy() = default;
  Entropy(const Entropy&) = delete;
  Entropy& operator=(const Entropy&) = delete;
  virtual ~Entropy() = default;

  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  Uuid uuid_v4();
  // `length` characters, each drawn evenly from `alphabet` (2–64 characters).
  std::string text(std::size_t length, std::string_view alphabet);
  // Evenly from [-1, 1].
  double symmetric_unit();
};

}  // namespace muster::engine
