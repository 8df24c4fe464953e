#include "store/postgres/arrays.h"

#include <charconv>
#include <iterator>

namespace muster::store {

std::size_t PgArrays::bytes() const {
  std::size_t total = 0;
  for (const std::string& array : arrays_) total += array.size();
  return total;
}

void PgArrays::move_to(RowWriter& parameters) {
  for (std::string& array : arrays_) {
    if (array.empty()) array += '{';
    array += '}';
    parameters.text(array);
    array.clear();
  }
}

std::string& PgArrays::next_element() {
  std::string& array = arrays_.at(column_++);
  array += array.empty() ? '{' : ',';
  return array;
}

void PgArrays::null() { next_element() += "NULL"; }
void PgArrays::boolean(bool value) { next_element() += value ? 't' : 'f'; }

void PgArrays::integer(std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  next_element().append(std::begin(digits), end);
}

void PgArrays::text(std::string_view value) {
  std::string& array = next_element();
  array += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') array += '\\';
    array += c;
  }
  array += '"';
}

void PgArrays::bytes(std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string& array = next_element();
  array += "\"\\\\x";
  for (const char c : value) {
    const auto byte = static_cast<std::uint8_t>(c);
    array += kHex[byte >> 4];
    array += kHex[byte & 0xF];
  }
  array += '"';
}

}  // namespace muster::store
