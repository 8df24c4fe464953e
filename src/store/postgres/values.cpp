#include "store/postgres/connection.h"
#include "store/valid_text.h"

#include <charconv>
#include <iterator>

namespace muster::store {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

}  // namespace

void PgParameters::clear() {
  text_.clear();
  spans_.clear();
}

void PgParameters::null() { spans_.push_back({Form::null, 0, {}}); }

void PgParameters::boolean(bool value) {
  spans_.push_back({Form::text, text_.size(), {}});
  text_ += value ? 't' : 'f';
  text_ += '\0';
}

void PgParameters::integer(std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  spans_.push_back({Form::text, text_.size(), {}});
  text_.append(std::begin(digits), end);
  text_ += '\0';
}

void PgParameters::text(std::string_view value) {
  spans_.push_back({Form::text, text_.size(), {}});
  text_ += valid_text(value, scratch_);
  text_ += '\0';
}

void PgParameters::bytes(std::string_view value) { spans_.push_back({Form::binary, 0, value}); }

bool PgRow::null() {
  if (PQgetisnull(result_, 0, column_) == 0) return false;
  ++column_;
  return true;
}

std::optional<std::string_view> PgRow::text() {
  const int column = column_++;
  if (PQgetisnull(result_, 0, column) != 0) return std::nullopt;
  return std::string_view(PQgetvalue(result_, 0, column),
                          static_cast<std::size_t>(PQgetlength(result_, 0, column)));
}

std::optional<bool> PgRow::boolean() {
  const auto value = text();
  if (value == "t") return true;
  if (value == "f") return false;
  return std::nullopt;
}

std::optional<std::int64_t> PgRow::integer() {
  const auto digits = text();
  if (!digits) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

// BYTEA comes as \x and two digits a byte.
std::optional<std::string_view> PgRow::bytes() {
  const auto hex = text();
  if (!hex || !hex->starts_with("\\x") || hex->size() % 2 != 0) return std::nullopt;
  bytes_.clear();
  bytes_.reserve(hex->size() / 2);
  for (std::size_t at = 2; at < hex->size(); at += 2) {
    const int high = hex_value((*hex)[at]);
    const int low = hex_value((*hex)[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes_ += static_cast<char>(high << 4 | low);
  }
  return bytes_;
}

}  // namespace muster::store
