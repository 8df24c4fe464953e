// How enums are written in the database. These words are stored for good: add, never change.
#pragma once

#include "core/alert.h"
#include "core/audit.h"
#include "core/check.h"
#include "core/heartbeat.h"
#include "core/people.h"
#include "core/ping.h"
#include "core/project.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace muster::store {

// Specialised with `words`, in the order of the enumerators.
template <class E>
struct EnumText;

template <class E>
concept StoredEnum = requires { EnumText<E>::words; };

template <>
struct EnumText<core::PingKind> {
  static constexpr std::array<std::string_view, 5> words{"success", "start", "fail", "log",
                                                         "ignored"};
};
template <>
struct EnumText<core::Scheme> {
  static constexpr std::array<std::string_view, 3> words{"http", "https", "email"};
};
template <>
struct EnumText<core::Methods> {
  static constexpr std::array<std::string_view, 2> words{"any", "post_only"};
};
template <>
struct EnumText<core::Resume> {
  static constexpr std::array<std::string_view, 2> words{"on_ping", "by_hand"};
};
template <>
struct EnumText<core::Status> {
  static constexpr std::array<std::string_view, 4> words{"new", "up", "down", "paused"};
};
template <>
struct EnumText<core::KeyAccess> {
  static constexpr std::array<std::string_view, 2> words{"read_write", "read_only"};
};
template <>
struct EnumText<core::Role> {
  static constexpr std::array<std::string_view, 2> words{"operator", "viewer"};
};
template <>
struct EnumText<core::AuditOutcome> {
  static constexpr std::array<std::string_view, 3> words{"done", "refused", "failed"};
};
template <>
struct EnumText<core::Theme> {
  static constexpr std::array<std::string_view, 3> words{"system", "light", "dark"};
};
template <>
struct EnumText<core::heartbeat::Reason> {
  static constexpr std::array<std::string_view, 5> words{"none", "fail", "timeout", "missed_start",
                                                         "overrun"};
};
template <>
struct EnumText<core::Direction> {
  static constexpr std::array<std::string_view, 2> words{"down", "up"};
};
template <>
struct EnumText<core::DeliveryState> {
  static constexpr std::array<std::string_view, 4> words{"pending", "sent", "failed", "dropped"};
};

template <StoredEnum E>
constexpr std::string_view enum_text(E value) {
  return EnumText<E>::words.at(static_cast<std::size_t>(value));
}

template <StoredEnum E>
constexpr std::optional<E> enum_value(std::string_view text) {
  const auto& words = EnumText<E>::words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace muster::store
