// A UUID as 16 bytes. Version 4 wherever it is a secret or appears in a URL given to others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend bool operator==(const Uuid&, const Uuid&) = default;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// Only the canonical form: lower case, 8-4-4-4-12 (Healthchecks §2.2).
std::optional<Uuid> parse_uuid(std::string_view text);
// The same, in any letter case.
std::optional<Uuid> parse_uuid_any_case(std::string_view text);
std::string to_string(const Uuid& uuid);

// Sets the version and variant bits of RFC 9562 §5.4 in 16 random bytes.
Uuid make_uuid_v4(std::array<std::uint8_t, 16> random);

// Ids of different things do not mix: Id<Check> is not Id<Project>.
template <class T>
struct Id {
  Uuid uuid;

  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;
};

template <class T>
std::string to_string(const Id<T>& id) {
  return to_string(id.uuid);
}

}  // namespace muster

template <>
struct std::hash<muster::Uuid> {
  std::size_t operator()(const muster::Uuid& uuid) const noexcept {
    // Random bytes are their own hash.
    std::size_t half = 0;
    std::memcpy(&half, uuid.bytes.data() + 8, sizeof half);
    return half;
  }
};

template <class T>
struct std::hash<muster::Id<T>> {
  std::size_t operator()(const muster::Id<T>& id) const noexcept {
    return std::hash<muster::Uuid>{}(id.uuid);
  }
};
