// Story: what a notice says to a person, before any channel gives it its own form: a headline,
// facts with labels, the end of the job's output, a link. Made on a pool thread, since it reads the
// last ping.
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace muster::kinds {

struct Fact {
  std::string label;
  std::string value;  // one line

  friend bool operator==(const Fact&, const Fact&) = default;
};

struct Story {
  Language language = Language::en;
  core::Direction direction = core::Direction::down;
  std::string headline;     // "Backup is down"; one line
  std::vector<Fact> facts;  // the more important first
  std::string output;       // the last lines that the job sent along; may be empty
  std::string link;         // to the check's page; may be empty

  friend bool operator==(const Story&, const Story&) = default;
};

Story tell(const Occasion& occasion, std::optional<Language> language);

// The story as plain text, lines ended by '\n': also what is sent in place of a template that
// cannot be filled in (F64).
std::string plain_text(const Story& story);

// Gives up about `excess_bytes` of what matters least: first the beginning of the output, then one
// fact after the other from the last, then the end of the headline. False when nothing is left.
bool shrink(Story& story, std::size_t excess_bytes);

// What `render` makes of the story in at most `bytes_max` bytes. The story is made smaller, not the
// rendered text, so that no markup is ever cut open. Longer only if an empty story is.
template <class Render>
std::string fitted(Story story, std::size_t bytes_max, Render render) {
  while (true) {
    std::string text = render(story);
    if (text.size() <= bytes_max || !shrink(story, text.size() - bytes_max)) return text;
  }
}

}  // namespace muster::kinds
