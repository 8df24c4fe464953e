// The plain model: what §2.3 and Muster's own rules say of one check, written down a second time in
// the most direct way, with whole seconds and its own arithmetic. The simulation holds the engine
// against it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

struct ModelSpec {
  std::int64_t period_s = 86'400;          // simple checks
  std::optional<std::int64_t> daily_at_s;  // cron checks: every day at this second of the UTC day
  std::int64_t grace_s = 3'600;
  std::optional<std::int64_t> start_limit_s;
  std::optional<std::int64_t> run_limit_s;
  int failures_before_down = 1;
  int successes_before_up = 1;
  bool sticky_pause = false;
};

struct ModelTransition {
  std::string from, to, reason;
  std::int64_t at_s = 0;

  friend bool operator==(const ModelTransition&, const ModelTransition&) = default;
};

class ModelCheck {
 public:
  explicit ModelCheck(ModelSpec spec) : spec_(spec) {}

  // `rid` 0 is "no run id".
  void ping(const std::string& kind, int rid, std::int64_t now_s);
  void pause(std::int64_t now_s);
  bool resume(std::int64_t now_s);
  void change(ModelSpec spec) { spec_ = spec; }
  // Time has come to `now_s` while the server was watching.
  void watch(std::int64_t now_s);
  // The server was away from `from_s` to `now_s`.
  void blackout(std::int64_t from_s, std::int64_t now_s);
  void clock_leap(std::int64_t leap_s);

  std::string shown(std::int64_t now_s) const;
  bool started() const;
  std::int64_t pings() const { return pings_; }
  const ModelSpec& spec() const { return spec_; }
  const std::vector<ModelTransition>& transitions() const { return transitions_; }

 private:
  struct ModelRun {
    int rid = 0;
    std::int64_t at_s = 0;
    bool awaited = true;
  };

  void go(const std::string& to, const std::string& reason, std::int64_t at_s);
  void end_run(bool failed, int rid);
  std::optional<std::int64_t> first_awaited_start() const;
  std::optional<std::int64_t> expected() const;
  std::optional<std::int64_t> alert_after(std::string* reason) const;

  ModelSpec spec_;
  std::string status_ = "new";
  std::optional<std::int64_t> last_ping_s_;
  std::vector<ModelRun> runs_;
  int failures_ = 0;
  int successes_ = 0;
  std::int64_t shift_s_ = 0;
  std::int64_t pings_ = 0;
  std::vector<ModelTransition> transitions_;
};

}  // namespace muster::sim
