#include "api/healthchecks/badge_url.h"

#include "base/escape.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace muster::api::healthchecks {
namespace {

constexpr std::size_t kSignatureDigits = 16;
constexpr std::string_view kTwoStates = "-2";

constexpr std::array<std::pair<std::string_view, BadgeFormat>, 3> kFormats{{
    {"svg", BadgeFormat::svg},
    {"json", BadgeFormat::json},
    {"shields", BadgeFormat::shields},
}};

std::string signature_of(const Secrets& secrets, std::string_view badge_key, std::string_view tag) {
  return secrets.sign("badge", fmt::format("{}\n{}", badge_key, tag), kSignatureDigits);
}

}  // namespace

std::string_view name(BadgeFormat format) {
  switch (format) {
    case BadgeFormat::svg:
      return "svg";
    case BadgeFormat::json:
      return "json";
    case BadgeFormat::shields:
      return "shields";
  }
  return "svg";
}

std::string tag_badge_url(const Site& site, const Secrets& secrets, std::string_view badge_key,
                          std::string_view tag, core::BadgeStates states, BadgeFormat format) {
  std::string url =
      fmt::format("{}/badge/{}/{}", site.url, badge_key, signature_of(secrets, badge_key, tag));
  if (states == core::BadgeStates::two) url += kTwoStates;
  if (tag != kAllTags) url += "/" + percent_encoded(tag);
  return fmt::format("{}.{}", url, name(format));
}

std::optional<core::BadgeStates> check_signature(const Secrets& secrets, std::string_view badge_key,
                                                 std::string_view tag, std::string_view signature) {
  const bool two = signature.ends_with(kTwoStates);
  if (two) signature.remove_suffix(kTwoStates.size());
  // Hashed once more before they are compared, so that the time it takes tells nothing.
  const std::string ours = secrets.hash(signature_of(secrets, badge_key, tag));
  if (secrets.hash(signature) != ours) return std::nullopt;
  return two ? core::BadgeStates::two : core::BadgeStates::three;
}

std::optional<BadgeFile> parse_badge_file(std::string_view file) {
  const std::size_t dot = file.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  for (const auto& [text, format] : kFormats) {
    if (file.substr(dot + 1) == text) {
      return BadgeFile{.stem = std::string(file.substr(0, dot)), .format = format};
    }
  }
  return std::nullopt;
}

}  // namespace muster::api::healthchecks
