#include "store/valid_text.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace muster::store {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// True if all eight bytes at `at` are between 0x01 and 0x7F.
bool eight_plain(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

std::uint8_t byte_at(std::string_view text, std::size_t index) {
  return static_cast<std::uint8_t>(text[index]);
}

// Length of the well-formed character at `at` (Unicode 15, table 3-7), 0 if there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte_at(text, at);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0) != 0x80) return 0;
  }
  const std::uint8_t second = byte_at(text, at + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second > 0x9F;
  const bool too_high = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : length;
}

// How much of `text`, from its start, is valid.
std::size_t valid_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && eight_plain(text.data() + at)) {
      at += 8;
      continue;
    }
    const std::size_t length = character_length(text, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace

std::string_view valid_text(std::string_view text, std::string& scratch) {
  std::size_t valid = valid_length(text);
  if (valid == text.size()) return text;
  scratch.clear();
  while (true) {
    scratch += text.substr(0, valid);
    if (valid == text.size()) return scratch;
    scratch += kReplacement;
    text.remove_prefix(valid + 1);
    valid = valid_length(text);
  }
}

}  // namespace muster::store
