// Slugs: the readable part of a ping URL. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace muster::core {

// At most limits::kSlugChars of [a-z0-9_-]; empty is allowed and means "none" (Healthchecks §2.6).
bool is_slug(std::string_view text);

// The slug that API versions 1 and 2 make of a name: letters lose their accents, become lower-case,
// what is not ASCII then falls away, blanks and hyphens become one hyphen. May be empty. "Database
// Bäckup" → "database-backup".
std::string slug_of(std::string_view name);

}  // namespace muster::core
