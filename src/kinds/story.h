// Story: what a notice says to a person, before any channel gives it its own form: a headline,
// facts with labels, the end of the job's output, a link. Made on a pool thread, since it reads the
// last ping.
#pragma once

#include "kinds/channel_kind.h"

#include <string>
#include <vector>

namespace muster::kinds {

struct Fact {
  std::string label;
  std::string value;  // one line

  friend bool operator==(const Fact&, const Fact&) = default;
};

struct Story {
  std::string headline;  // "Backup is down"
  std::vector<Fact> facts;
  std::string output;  // the last lines that the job sent along; may be empty
  std::string link;    // to the check's page; may be empty

  friend bool operator==(const Story&, const Story&) = default;
};

Story tell(const Occasion& occasion);

// The story as plain text, lines ended by '\n': also what is sent in place of a template that
// cannot be filled in (F64).
std::string plain_text(const Story& story);

}  // namespace muster::kinds
