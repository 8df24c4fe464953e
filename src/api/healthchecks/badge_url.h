// The addresses of tag badges. A badge key alone opens nothing: each tag's URL carries a signature
// that only the server can make, so nobody can ask for tags they were not given (Healthchecks
// §2.9).
#pragma once

#include "api/services.h"
#include "core/badge.h"

#include <optional>
#include <string>
#include <string_view>

namespace muster::api::healthchecks {

// The tag that stands for all checks of a project.
inline constexpr std::string_view kAllTags = "*";

enum class BadgeFormat { svg, json, shields };
std::string_view name(BadgeFormat format);

// "https://muster.example.org/badge/<badge key>/<signature>-2/<tag>.svg"
std::string tag_badge_url(const Site& site, const Secrets& secrets, std::string_view badge_key,
                          std::string_view tag, core::BadgeStates states, BadgeFormat format);

// The states that a signature asks for; none when it does not belong to this tag.
std::optional<core::BadgeStates> check_signature(const Secrets& secrets, std::string_view badge_key,
                                                 std::string_view tag, std::string_view signature);

// The name of a picture, "<stem>.<format>".
struct BadgeFile {
  std::string stem;
  BadgeFormat format = BadgeFormat::svg;
};
std::optional<BadgeFile> parse_badge_file(std::string_view file);

}  // namespace muster::api::healthchecks
