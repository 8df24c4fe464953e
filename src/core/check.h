// A heartbeat Check: what is expected (CheckSpec, which people edit) and what has been seen
// (CheckState, which only heartbeat.h steps). Values; owned by the engine's State on the state
// thread.
#pragma once

#include "base/limits.h"
#include "base/time.h"
#include "base/uuid.h"
#include "core/schedule.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::core {

struct Project;
struct Channel;
struct Check;
using CheckId = Id<Check>;
using ProjectId = Id<Project>;
using ChannelId = Id<Channel>;

// Rows refer to each other by small numbers. That of a check is also the name that people see in
// links: unlike its id, which is part of its ping URL, it is no secret. The others never leave the
// program.
using CheckKey = std::int64_t;
using ProjectKey = std::int64_t;
using ChannelKey = std::int64_t;

// Keyword filters (Healthchecks §2.3 step 3). Words are comma-separated, case-sensitive substrings.
struct Filters {
  std::string start_words;
  std::string success_words;
  std::string failure_words;
  bool subject = false;       // mail pings: look in the subject
  bool mail_body = false;     // mail pings: look in the body
  bool http_body = false;     // HTTP pings: the body decides, whatever the URL says
  bool default_fail = false;  // no hit: fail, else ignore

  friend bool operator==(const Filters&, const Filters&) = default;
};

enum class Methods { any, post_only };
enum class Resume { on_ping, by_hand };  // by_hand: a paused check ignores pings ("sticky")

struct CheckSpec {
  std::string name;
  std::string slug;
  std::string tags;  // separated by spaces
  std::string description;
  Schedule schedule = Schedule::period(seconds(86'400));
  seconds grace{3'600};  // after the expected time; also the longest run unless run_limit is set
  // Beyond Healthchecks, each off by default:
  std::optional<seconds>
      start_limit;  // the start (or the end) must arrive this long after the expected time
  std::optional<seconds> run_limit;  // a run may last this long
  std::int32_t failures_before_down = 1;
  std::int32_t successes_before_up = 1;
  Methods methods = Methods::any;
  Resume resume = Resume::on_ping;
  std::shared_ptr<const Filters> filters;  // none for most checks, which keeps them small
  std::vector<ChannelKey> channels;        // sorted

  friend bool operator==(const CheckSpec&, const CheckSpec&) = default;
};

enum class Status { fresh, up, down, paused };  // stored; "new" on the wire is `fresh`

// A run that has started and not ended. Without an id (rid) there is one anonymous run at most.
struct Run {
  std::optional<Uuid> rid;
  Time started_at;
  bool supervised = true;  // false: no longer awaited, remembered only to time its end

  friend bool operator==(const Run&, const Run&) = default;
};

struct CheckState {
  Status status = Status::fresh;
  std::optional<Time> last_ping;  // the last success or failure
  std::optional<Duration> last_duration;
  std::vector<Run> runs;  // in the order in which they started
  std::int32_t failures_in_row = 0;
  std::int32_t successes_in_row = 0;
  std::int64_t pings = 0;     // how many rows the ping log has had for this check
  std::int64_t last_row = 0;  // row of the newest of them in the ping log, 0 for none
  Duration blackout{0};       // by how much the present deadline was extended for our own absence

  friend bool operator==(const CheckState&, const CheckState&) = default;
};

struct Check {
  CheckKey key = 0;
  ProjectKey project = 0;
  CheckId id;
  Uuid badge_id;  // public, unlike `id`
  Time created_at;
  CheckSpec spec;
  CheckState state;

  friend bool operator==(const Check&, const Check&) = default;
};

}  // namespace muster::core
