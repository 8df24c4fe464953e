#include "engine/ports/entropy.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <bit>

namespace muster::engine {

Uuid Entropy::uuid_v4() {
  std::array<std::uint8_t, 16> random{};
  fill(random);
  return make_uuid_v4(random);
}

std::string Entropy::text(std::size_t length, std::string_view alphabet) {
  CHECK(alphabet.size() >= 2 && alphabet.size() <= 64);
  // Bytes are cut to the next power of two and those beyond the alphabet drawn again: no bias.
  const auto mask = static_cast<std::uint8_t>(std::bit_ceil(alphabet.size()) - 1);
  std::string text;
  text.reserve(length);
  while (text.size() < length) {
    std::array<std::uint8_t, 32> random{};
    fill(random);
    for (const std::uint8_t byte : random) {
      const std::size_t index = byte & mask;
      if (index < alphabet.size() && text.size() < length) text += alphabet[index];
    }
  }
  return text;
}

double Entropy::symmetric_unit() {
  std::array<std::uint8_t, 4> random{};
  fill(random);
  const auto value = std::bit_cast<std::uint32_t>(random);
  return 2.0 * static_cast<double>(value) / static_cast<double>(~std::uint32_t{0}) - 1.0;
}

}  // namespace muster::engine
