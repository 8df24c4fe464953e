// How each C++ type stands in a column: encode() writes it, decode() reads it back and says whether
// the column held such a value. Pure functions over row.h.
#pragma once

#include "base/time.h"
#include "base/uuid.h"
#include "core/check.h"
#include "store/enum_text.h"
#include "store/row.h"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::store {

// Lists have one text form: keys "1,2,3"; runs "<started_at>,<0|1>,<rid or nothing>;…".
std::string keys_text(const std::vector<std::int64_t>& keys);
std::optional<std::vector<std::int64_t>> parse_keys(std::string_view text);
std::string runs_text(const std::vector<core::Run>& runs);
std::optional<std::vector<core::Run>> parse_runs(std::string_view text);

// The 36 characters of a UUID, without an allocation.
struct UuidText {
  explicit UuidText(const Uuid& uuid);
  std::string_view view() const { return {characters, sizeof characters}; }

  char characters[36];
};

inline void encode(RowWriter& row, bool value) { row.boolean(value); }
inline void encode(RowWriter& row, std::int64_t value) { row.integer(value); }
inline void encode(RowWriter& row, std::int32_t value) { row.integer(value); }
inline void encode(RowWriter& row, const std::string& value) { row.text(value); }
inline void encode(RowWriter& row, Time value) { row.integer(to_micros(value)); }
inline void encode(RowWriter& row, Duration value) { row.integer(value.count()); }
inline void encode(RowWriter& row, seconds value) { row.integer(value.count()); }
inline void encode(RowWriter& row, const Uuid& value) { row.text(UuidText(value).view()); }
template <class T>
void encode(RowWriter& row, const Id<T>& value) {
  encode(row, value.uuid);
}
template <StoredEnum E>
void encode(RowWriter& row, E value) {
  row.text(enum_text(value));
}
inline void encode(RowWriter& row, const std::vector<std::int64_t>& keys) {
  row.text(keys_text(keys));
}
inline void encode(RowWriter& row, const std::vector<core::Run>& runs) {
  row.text(runs_text(runs));
}
template <class T>
void encode(RowWriter& row, const std::optional<T>& value) {
  if (value) {
    encode(row, *value);
  } else {
    row.null();
  }
}

// Assigns what `found` holds, if it holds anything.
template <class T, class Found>
bool take(T& value, std::optional<Found>&& found) {
  if (!found) return false;
  value = T(*std::move(found));
  return true;
}

inline bool decode(RowReader& row, bool& value) { return take(value, row.boolean()); }
inline bool decode(RowReader& row, std::int64_t& value) { return take(value, row.integer()); }
inline bool decode(RowReader& row, std::int32_t& value) {
  const auto found = row.integer();
  if (!found || !std::in_range<std::int32_t>(*found)) return false;
  value = static_cast<std::int32_t>(*found);
  return true;
}
inline bool decode(RowReader& row, std::string& value) { return take(value, row.text()); }
inline bool decode(RowReader& row, Duration& value) { return take(value, row.integer()); }
inline bool decode(RowReader& row, seconds& value) { return take(value, row.integer()); }
inline bool decode(RowReader& row, Time& value) {
  Duration since_epoch{};
  if (!decode(row, since_epoch)) return false;
  value = Time(since_epoch);
  return true;
}
inline bool decode(RowReader& row, Uuid& value) {
  const auto text = row.text();
  return text && take(value, parse_uuid(*text));
}
template <class T>
bool decode(RowReader& row, Id<T>& value) {
  return decode(row, value.uuid);
}
template <StoredEnum E>
bool decode(RowReader& row, E& value) {
  const auto text = row.text();
  return text && take(value, enum_value<E>(*text));
}
inline bool decode(RowReader& row, std::vector<std::int64_t>& keys) {
  const auto text = row.text();
  return text && take(keys, parse_keys(*text));
}
inline bool decode(RowReader& row, std::vector<core::Run>& runs) {
  const auto text = row.text();
  return text && take(runs, parse_runs(*text));
}
template <class T>
bool decode(RowReader& row, std::optional<T>& value) {
  if (row.null()) {
    value.reset();
    return true;
  }
  return decode(row, value.emplace());
}

}  // namespace muster::store
