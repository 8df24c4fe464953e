#include "core/heartbeat.h"

#include "base/check.h"

#include <algorithm>

namespace muster::core::heartbeat {
namespace {

// True if `body` contains one of the comma-separated `words`.
bool has_word(std::string_view body, std::string_view words) {
  while (!words.empty()) {
    const std::size_t comma = std::min(words.find(','), words.size());
    std::string_view word = words.substr(0, comma);
    words.remove_prefix(std::min(comma + 1, words.size()));
    const std::size_t first = word.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) continue;
    word = word.substr(first, word.find_last_not_of(" \t\r\n") - first + 1);
    if (body.contains(word)) return true;
  }
  return false;
}

PingKind kind_by_words(const Filters& filters, std::string_view body) {
  if (has_word(body, filters.failure_words)) return PingKind::fail;
  if (has_word(body, filters.success_words)) return PingKind::success;
  if (has_word(body, filters.start_words)) return PingKind::start;
  return filters.default_fail ? PingKind::fail : PingKind::ignored;
}

std::vector<Run>::iterator find_run(std::vector<Run>& runs, const std::optional<Uuid>& rid) {
  return std::ranges::find(runs, rid, &Run::rid);
}

void start_run(CheckState& state, const std::optional<Uuid>& rid, Time now) {
  if (const auto known = find_run(state.runs, rid); known != state.runs.end()) {
    state.runs.erase(known);
  }
  std::erase_if(state.runs, [now](const Run& run) {
    return !run.supervised && now - run.started_at > limits::kRunMemory;
  });
  if (state.runs.size() >= limits::kRunsPerCheck) state.runs.erase(state.runs.begin());
  state.runs.push_back({.rid = rid, .started_at = now});
}

struct EndedRun {
  std::optional<Duration> logged;      // shown with the ping
  std::optional<Duration> supervised;  // becomes last_duration
};

EndedRun end_run(CheckState& state, PingKind kind, const std::optional<Uuid>& rid, Time now) {
  EndedRun ended;
  const auto own = find_run(state.runs, rid);
  const bool matched = own != state.runs.end() && own->supervised;
  if (own != state.runs.end()) {
    const Duration lasted = now - own->started_at;
    if (lasted >= Duration{0} && lasted <= limits::kRunMemory) ended.logged = lasted;
    if (own->supervised && lasted >= Duration{0}) ended.supervised = lasted;
    state.runs.erase(own);
  }
  if (!matched && (kind == PingKind::fail || !rid)) {
    const auto latest =
        std::ranges::find_if(state.runs.rbegin(), state.runs.rend(), &Run::supervised);
    if (latest != state.runs.rend()) latest->supervised = false;
  }
  return ended;
}

// The status after an end, with the tolerances counted. A tolerated failure proves the job alive,
// so it takes a new or resumed check up like a success would.
Status status_after(const CheckSpec& spec, CheckState& state, PingKind kind) {
  if (kind == PingKind::fail) {
    state.successes_in_row = 0;
    state.failures_in_row = std::min(state.failures_in_row + 1, limits::kToleranceMax);
    if (state.status == Status::down) return Status::down;
    return state.failures_in_row >= spec.failures_before_down ? Status::down : Status::up;
  }
  state.failures_in_row = 0;
  state.successes_in_row = std::min(state.successes_in_row + 1, limits::kToleranceMax);
  if (state.status != Status::down) return Status::up;
  return state.successes_in_row >= spec.successes_before_up ? Status::up : Status::down;
}

std::optional<Transition> move_to(CheckState& state, Status to, Reason reason, Time at) {
  if (state.status == to) return std::nullopt;
  const Transition transition{.from = state.status, .to = to, .reason = reason, .at = at};
  state.status = to;
  if (to == Status::down) state.successes_in_row = 0;
  return transition;
}

std::optional<Time> oldest_start(const CheckState& state) {
  const auto run = std::ranges::find_if(state.runs, &Run::supervised);
  return run == state.runs.end() ? std::nullopt : std::optional(run->started_at);
}

std::optional<Time> min_of(std::optional<Time> a, std::optional<Time> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

// Runs count towards going down only while the check is not down already (§2.3).
std::optional<Time> awaited_start(const CheckState& state) {
  return state.status == Status::down ? std::nullopt : oldest_start(state);
}

}  // namespace

PingKind classify(const CheckSpec& spec, Status status, const Ping& ping) {
  if (status == Status::paused && spec.resume == Resume::by_hand) return PingKind::ignored;
  if (spec.methods == Methods::post_only && ping.scheme != Scheme::email && ping.method != "POST") {
    return PingKind::ignored;
  }
  if (spec.filters && spec.filters->http_body && ping.scheme != Scheme::email) {
    return kind_by_words(*spec.filters, ping.body);
  }
  return ping.kind;
}

PingOutcome take(const CheckSpec& spec, CheckState state, PingKind kind,
                 const std::optional<Uuid>& rid, Time now) {
  PingOutcome outcome;
  switch (kind) {
    case PingKind::log:
    case PingKind::ignored:
      break;
    case PingKind::start:
      start_run(state, rid, now);
      break;
    case PingKind::success:
    case PingKind::fail: {
      const EndedRun ended = end_run(state, kind, rid, now);
      state.last_ping = now;
      state.last_duration = ended.supervised;
      state.blackout = Duration{0};
      const Status to = status_after(spec, state, kind);
      const Reason reason = to == Status::down ? Reason::fail : Reason::none;
      outcome.transition = move_to(state, to, reason, now);
      outcome.duration = ended.logged;
      break;
    }
  }
  ++state.pings;
  outcome.state = std::move(state);
  return outcome;
}

std::optional<Time> expected_at(const CheckSpec& spec, const CheckState& state) {
  if (state.status != Status::up || !state.last_ping) return std::nullopt;
  return spec.schedule.next(*state.last_ping);
}

std::optional<Time> next_ping_at(const CheckSpec& spec, const CheckState& state) {
  return min_of(expected_at(spec, state), awaited_start(state));
}

std::optional<Time> overdue_since(const CheckSpec& spec, const CheckState& state, Time now) {
  const bool expects = state.status == Status::up || state.status == Status::down;
  if (!expects || !state.last_ping) return std::nullopt;
  const bool run_suspends_expectation = spec.start_limit || spec.run_limit;
  if (run_suspends_expectation && awaited_start(state)) return std::nullopt;
  const auto expected = spec.schedule.next(*state.last_ping);
  return expected && *expected <= now ? expected : std::nullopt;
}

std::optional<Deadline> deadline(const CheckSpec& spec, const CheckState& state) {
  if (state.status == Status::down) return std::nullopt;
  const std::optional<Time> started = awaited_start(state);
  std::optional<Deadline> due;
  if (started) {
    due = Deadline{*started + spec.run_limit.value_or(spec.grace), Reason::overrun};
  }
  const bool run_suspends_expectation = spec.start_limit || spec.run_limit;
  if (!(started && run_suspends_expectation)) {
    if (const auto expected = expected_at(spec, state)) {
      const Deadline late{*expected + spec.start_limit.value_or(spec.grace),
                          spec.start_limit ? Reason::missed_start : Reason::timeout};
      if (!due || late.at < due->at) due = late;
    }
  }
  if (due) due->at += state.blackout;
  return due;
}

SweepOutcome sweep(const CheckSpec& spec, CheckState state, Time now) {
  SweepOutcome outcome;
  if (const auto due = deadline(spec, state); due && due->at <= now) {
    outcome.transition = move_to(state, Status::down, due->reason, due->at);
    state.blackout = Duration{0};
  }
  outcome.state = std::move(state);
  return outcome;
}

SweepOutcome pause(CheckState state, Time now) {
  SweepOutcome outcome;
  outcome.transition = move_to(state, Status::paused, Reason::none, now);
  if (outcome.transition) {
    for (Run& run : state.runs) run.supervised = false;
    state.blackout = Duration{0};
    state.failures_in_row = 0;
  }
  outcome.state = std::move(state);
  return outcome;
}

SweepOutcome resume(CheckState state, Time now) {
  CHECK(state.status == Status::paused);
  SweepOutcome outcome;
  outcome.transition = move_to(state, Status::fresh, Reason::none, now);
  state.last_ping.reset();
  for (Run& run : state.runs) run.supervised = false;
  outcome.state = std::move(state);
  return outcome;
}

ShownStatus shown_status(const CheckSpec& spec, const CheckState& state, Time now) {
  const bool late = [&] {
    const auto due = deadline(spec, state);
    return due && now >= due->at;
  }();
  if (late) return ShownStatus::down;
  switch (state.status) {
    case Status::fresh:
      return ShownStatus::fresh;
    case Status::paused:
      return ShownStatus::paused;
    case Status::down:
      return ShownStatus::down;
    case Status::up:
      break;
  }
  const auto expected = expected_at(spec, state);
  return expected && now >= *expected ? ShownStatus::grace : ShownStatus::up;
}

bool is_started(const CheckState& state) { return oldest_start(state).has_value(); }

bool extend_for_blackout(const CheckSpec& spec, CheckState& state, Time gap_start, Time now) {
  const auto due = deadline(spec, state);
  if (!due || due->at <= gap_start || now <= gap_start) return false;
  const auto waiting_since = next_ping_at(spec, state);
  if (!waiting_since || *waiting_since >= now) return false;
  state.blackout += now - gap_start;
  return true;
}

bool shift_for_clock_leap(const CheckSpec& spec, CheckState& state, Duration leap) {
  if (!deadline(spec, state)) return false;
  const bool elapsed_only = spec.schedule.kind() == Schedule::Kind::period;
  const bool run_to_protect = awaited_start(state) && leap > Duration{0};
  if (!elapsed_only && !run_to_protect) return false;
  state.blackout += leap;
  return true;
}

std::string_view name(ShownStatus status) {
  switch (status) {
    case ShownStatus::fresh:
      return "new";
    case ShownStatus::up:
      return "up";
    case ShownStatus::grace:
      return "grace";
    case ShownStatus::down:
      return "down";
    case ShownStatus::paused:
      return "paused";
  }
  return "new";
}

std::string_view name(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::fail:
      return "fail";
    case Reason::timeout:
      return "timeout";
    case Reason::missed_start:
      return "missed_start";
    case Reason::overrun:
      return "overrun";
  }
  return "";
}

std::string_view name(PingKind kind) {
  switch (kind) {
    case PingKind::success:
      return "success";
    case PingKind::start:
      return "start";
    case PingKind::fail:
      return "fail";
    case PingKind::log:
      return "log";
    case PingKind::ignored:
      return "ign";
  }
  return "ign";
}

}  // namespace muster::core::heartbeat
