// The few things that the parsers of schedules do with text: words, numbers, letter case (ASCII
// only). Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace muster::core {

// The stretches between spaces, tabs and line ends.
std::vector<std::string_view> split_words(std::string_view text);

// The pieces between separators, empty ones included: one more than there are separators.
std::vector<std::string_view> split_at(std::string_view text, char separator);

// Decimal digits and nothing else, up to 999 999 999.
std::optional<int> parse_number(std::string_view digits);

bool is_digit(char c);
bool is_letter(char c);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace muster::core
