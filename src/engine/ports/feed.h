// Feed: where the Ledger tells what a COMMIT has changed, for people who are looking at it. Live
// pages read it; nothing that matters depends on it.
#pragma once

#include "core/alert.h"
#include "core/check.h"
#include "core/people.h"
#include "core/project.h"

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

namespace muster::engine {

struct CheckChanged {
  core::ProjectId project;
  core::Check check;  // as it is now
};

struct CheckRemoved {
  core::ProjectId project;
  core::CheckKey check = 0;
};

// More checks of a project changed at once than are worth telling one by one, or its list did.
struct ChecksChanged {
  core::ProjectId project;
};

struct AlertChanged {
  core::ProjectId project;
  core::Alert alert;
};

// Who may see what has changed: they must prove themselves again. Neither: everybody must.
struct AccessChanged {
  std::optional<core::UserId> user;
  std::optional<core::SessionId> session;
};

struct Change {
  core::ProjectKey project = 0;  // whose members may know; 0 concerns everybody
  std::variant<CheckChanged, CheckRemoved, ChecksChanged, AlertChanged, AccessChanged> what;
};

class Feed {
 public:
  Feed() = default;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  virtual ~Feed() = default;

  // How many are listening. Any thread; cheap.
  virtual std::size_t listeners() const = 0;

  // After COMMIT, on the state thread; must not block.
  virtual void publish(std::vector<Change> changes, Time now) = 0;
};

}  // namespace muster::engine
