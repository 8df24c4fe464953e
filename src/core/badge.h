// Badges: a small public picture (or a small JSON document) of how a check, or all checks of a tag,
// are doing (Healthchecks §2.9). They are seen by anybody, so nothing secret goes in. Pure; any
// thread.
#pragma once

#include "core/check.h"
#include "core/heartbeat.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::core {

// Whether a check that is late, but within its grace, counts as up (two states) or is told apart
// (three).
enum class BadgeStates { two, three };
enum class BadgeStatus { up, late, down };
std::string_view name(BadgeStatus status);

// How many checks of which status a badge stands for. New and paused checks count as up.
struct BadgeTally {
  std::int64_t total = 0;
  std::int64_t grace = 0;
  std::int64_t down = 0;

  void count(heartbeat::ShownStatus status);
  BadgeStatus status(BadgeStates states) const;

  friend bool operator==(const BadgeTally&, const BadgeTally&) = default;
};

// What a check's own badge says: its name, else its slug, else "check". Never its id: the ping URL
// would be public with it.
std::string_view badge_label(const CheckSpec& spec);

// True if `tags`, words between blanks, has `tag` as one of its words.
bool has_tag(std::string_view tags, std::string_view tag);

std::string badge_svg(std::string_view label, BadgeStatus status);
// {"status","total","grace","down"}
std::string badge_json(const BadgeTally& tally, BadgeStates states);
// The endpoint form of shields.io.
std::string badge_shields(std::string_view label, BadgeStatus status);

}  // namespace muster::core
