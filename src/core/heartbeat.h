// The heartbeat state machine: (check, event, now) → new state and what became of it. The reference
// is Healthchecks §2.3; where a check asks for more (start_limit, run_limit, tolerances,
// overlapping runs) the rule is said at the function. Pure; every function is total.
#pragma once

#include "core/check.h"
#include "core/ping.h"

#include <optional>
#include <string_view>

namespace muster::core::heartbeat {

// Why a status changed. `none` where a success brought it up or a person changed it.
enum class Reason {
  none,
  fail,          // a failure was reported
  timeout,       // nothing came by the expected time + grace
  missed_start,  // no start came by the expected time + start_limit
  overrun,       // a run lasted longer than it may
};

struct Transition {
  Status from;
  Status to;
  Reason reason = Reason::none;
  Time at;

  friend bool operator==(const Transition&, const Transition&) = default;
};

// Steps 1–3 of §2.3 and the sticky pause: what this ping means for this check.
PingKind classify(const CheckSpec& spec, Status status, const Ping& ping);

struct PingOutcome {
  CheckState state;
  std::optional<Transition> transition;
  std::optional<Duration>
      duration;  // of the run that this ping ended, if its start is known (≤ 72 h)
};

// Step 5: takes a ping whose kind has been decided. Overlapping runs are each awaited by their own
// rid: a start adds a run (or restarts the one with its rid); an end takes away the run with its
// rid; an end that matches no run takes away the latest, as the reference does, if it is a failure
// or has no rid.
PingOutcome take(const CheckSpec& spec, CheckState state, PingKind kind,
                 const std::optional<Uuid>& rid, Time now);

// The expected time of the next ping of an up check: the base of §2.3. None when not up, or never.
std::optional<Time> expected_at(const CheckSpec& spec, const CheckState& state);

// The API's next_ping: the expected time, or the start of the oldest awaited run if that is
// earlier.
std::optional<Time> next_ping_at(const CheckSpec& spec, const CheckState& state);

// Since when a ping is owed: the expected time, once it has passed without one. Also told of a
// check that is down, whatever for. None when paused, without a ping, or while a run in progress
// suspends the expectation (see deadline).
std::optional<Time> overdue_since(const CheckSpec& spec, const CheckState& state, Time now);

struct Deadline {
  Time at;
  Reason reason;

  friend bool operator==(const Deadline&, const Deadline&) = default;
};

// When the check goes down by itself (alert_after), and what for; none when it cannot. With neither
// start_limit nor run_limit it is min(expected, oldest start) + grace, as §2.3 has it. With either,
// a run in progress suspends the expectation, and must end within run_limit (or grace) of its
// start.
std::optional<Deadline> deadline(const CheckSpec& spec, const CheckState& state);

// Takes a deadline that has passed: down, dated at the deadline (§2.3 "Sweeper"). Nothing if not
// due.
struct SweepOutcome {
  CheckState state;
  std::optional<Transition> transition;
};
SweepOutcome sweep(const CheckSpec& spec, CheckState state, Time now);

// Nothing changes (and no transition) if paused already.
SweepOutcome pause(CheckState state, Time now);
// Only from paused; the caller refuses otherwise (409).
SweepOutcome resume(CheckState state, Time now);

// What readers are shown at a moment (§2.3 "Status shown"). `started` beats all but down in API v1
// only, which is the API's business: see is_started.
enum class ShownStatus { fresh, up, grace, down, paused };
ShownStatus shown_status(const CheckSpec& spec, const CheckState& state, Time now);

// A run is being awaited.
bool is_started(const CheckState& state);

// Our own absence from `gap_start` to `now`: the deadline that was waiting is moved by that much
// (spec/quality.md P5). True if it moved. Counted once: the extension ends with the next ping.
bool extend_for_blackout(const CheckSpec& spec, CheckState& state, Time gap_start, Time now);

// The wall clock was set by `leap` (positive: forwards) while we were watching. What is counted in
// elapsed time (periods and runs) keeps its distance; what is bound to the wall clock (cron,
// OnCalendar) stays, except that a run in progress is never cut short. True if the deadline moved.
bool shift_for_clock_leap(const CheckSpec& spec, CheckState& state, Duration leap);

std::string_view name(ShownStatus status);  // new up grace down paused
std::string_view name(Reason reason);       // "" fail timeout missed_start overrun
std::string_view name(PingKind kind);       // success start fail log ign

}  // namespace muster::core::heartbeat
