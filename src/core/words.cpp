#include "core/words.h"

#include <algorithm>
#include <charconv>

namespace muster::core {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\v\f";

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t length = std::min(text.find_first_of(kSpaces), text.size());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t length = std::min(text.find(separator), text.size());
    pieces.push_back(text.substr(0, length));
    if (length == text.size()) return pieces;
    text.remove_prefix(length + 1);
  }
}

std::optional<int> parse_number(std::string_view digits) {
  constexpr std::size_t kDigitsMax = 9;
  if (digits.empty() || digits.size() > kDigitsMax || !std::ranges::all_of(digits, is_digit)) {
    return std::nullopt;
  }
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

}  // namespace muster::core
