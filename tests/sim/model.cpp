#include "sim/model.h"

#include <algorithm>

namespace muster::sim {

void ModelCheck::go(const std::string& to, const std::string& reason, std::int64_t at_s) {
  if (status_ == to) return;
  transitions_.push_back({.from = status_, .to = to, .reason = reason, .at_s = at_s});
  status_ = to;
}

void ModelCheck::ping(const std::string& kind, int rid, std::int64_t now_s) {
  ++pings_;
  if (status_ == "paused" && spec_.sticky_pause) return;
  if (kind == "log") return;
  if (kind == "start") {
    std::erase_if(runs_, [rid](const ModelRun& run) { return run.rid == rid; });
    runs_.push_back({.rid = rid, .at_s = now_s});
    return;
  }
  const bool failed = kind == "fail";
  end_run(failed, rid);
  last_ping_s_ = now_s;
  shift_s_ = 0;
  if (failed) {
    successes_ = 0;
    ++failures_;
    if (status_ == "down") return;
    const bool tolerated = failures_ < spec_.failures_before_down;
    go(tolerated ? "up" : "down", tolerated ? "" : "fail", now_s);
    return;
  }
  failures_ = 0;
  ++successes_;
  if (status_ == "down" && successes_ < spec_.successes_before_up) return;
  go("up", "", now_s);
}

// The run with this rid ends. If none is awaited under it, a failure or an end without rid ends the
// latest awaited one.
void ModelCheck::end_run(bool failed, int rid) {
  bool found = false;
  std::erase_if(runs_, [&](const ModelRun& run) {
    if (run.rid != rid) return false;
    found = found || run.awaited;
    return true;
  });
  if (found || (rid != 0 && !failed)) return;
  for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
    if (run->awaited) {
      run->awaited = false;
      return;
    }
  }
}

void ModelCheck::pause(std::int64_t now_s) {
  if (status_ == "paused") return;
  go("paused", "", now_s);
  for (ModelRun& run : runs_) run.awaited = false;
  shift_s_ = 0;
  failures_ = 0;
}

bool ModelCheck::resume(std::int64_t now_s) {
  if (status_ != "paused") return false;
  go("new", "", now_s);
  last_ping_s_.reset();
  for (ModelRun& run : runs_) run.awaited = false;
  return true;
}

void ModelCheck::watch(std::int64_t now_s) {
  std::string reason;
  const auto due = alert_after(&reason);
  if (!due || *due > now_s) return;
  go("down", reason, *due);
  successes_ = 0;
  shift_s_ = 0;
}

void ModelCheck::blackout(std::int64_t from_s, std::int64_t now_s) {
  const auto due = alert_after(nullptr);
  if (!due || *due <= from_s || now_s <= from_s) return;
  // Something was being waited for: the expected time had passed, or a run was going on.
  const auto expected_s = expected();
  const auto start_s = first_awaited_start();
  const bool waiting = (expected_s && *expected_s < now_s) || (start_s && *start_s < now_s);
  if (waiting) shift_s_ += now_s - from_s;
}

void ModelCheck::clock_leap(std::int64_t leap_s) {
  if (!alert_after(nullptr)) return;
  const bool by_elapsed_time = !spec_.daily_at_s;
  if (by_elapsed_time || (first_awaited_start() && leap_s > 0)) shift_s_ += leap_s;
}

std::optional<std::int64_t> ModelCheck::first_awaited_start() const {
  if (status_ == "down") return std::nullopt;
  for (const ModelRun& run : runs_) {
    if (run.awaited) return run.at_s;
  }
  return std::nullopt;
}

bool ModelCheck::started() const {
  return std::ranges::any_of(runs_, [](const ModelRun& run) { return run.awaited; });
}

std::optional<std::int64_t> ModelCheck::expected() const {
  if (status_ != "up" || !last_ping_s_) return std::nullopt;
  if (!spec_.daily_at_s) return *last_ping_s_ + spec_.period_s;
  const std::int64_t midnight = *last_ping_s_ - *last_ping_s_ % 86'400;
  const std::int64_t today = midnight + *spec_.daily_at_s;
  return today > *last_ping_s_ ? today : today + 86'400;
}

std::optional<std::int64_t> ModelCheck::alert_after(std::string* reason) const {
  if (status_ == "down") return std::nullopt;
  const auto start_s = first_awaited_start();
  const auto expected_s = expected();
  const bool own_limits = spec_.start_limit_s || spec_.run_limit_s;
  std::optional<std::int64_t> due;
  std::string why;
  if (expected_s && !(own_limits && start_s)) {
    due = *expected_s + spec_.start_limit_s.value_or(spec_.grace_s);
    why = spec_.start_limit_s ? "missed_start" : "timeout";
  }
  if (start_s) {
    const std::int64_t run_due = *start_s + spec_.run_limit_s.value_or(spec_.grace_s);
    if (!due || run_due <= *due) {
      due = run_due;
      why = "overrun";
    }
  }
  if (reason) *reason = why;
  if (due) *due += shift_s_;
  return due;
}

std::string ModelCheck::shown(std::int64_t now_s) const {
  const auto due = alert_after(nullptr);
  if (due && now_s >= *due) return "down";
  if (status_ != "up") return status_;
  const auto expected_s = expected();
  return expected_s && now_s >= *expected_s ? "grace" : "up";
}

}  // namespace muster::sim
