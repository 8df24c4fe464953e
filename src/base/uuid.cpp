#include "base/uuid.h"

namespace muster {
namespace {

constexpr std::size_t kTextLength = 36;
constexpr std::string_view kLowerHex = "0123456789abcdef";

constexpr bool is_hyphen_position(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  Uuid uuid;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < kTextLength; ++i) {
    if (is_hyphen_position(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return std::nullopt;
    auto& byte = uuid.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(nibble % 2 == 0 ? value << 4 : byte | value);
    ++nibble;
  }
  return uuid;
}

std::optional<Uuid> parse_uuid_any_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return parse_uuid(lower);
}

std::string to_string(const Uuid& uuid) {
  std::string text;
  text.reserve(kTextLength);
  for (const std::uint8_t byte : uuid.bytes) {
    if (is_hyphen_position(text.size())) text += '-';
    text += kLowerHex[byte >> 4];
    text += kLowerHex[byte & 0xF];
  }
  return text;
}

Uuid make_uuid_v4(std::array<std::uint8_t, 16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0F) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3F) | 0x80);
  return Uuid{random};
}

}  // namespace muster
