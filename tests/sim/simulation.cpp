#include "sim/simulation.h"

#include "base/check.h"
#include "engine/checks.h"
#include "engine/directory.h"

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>

namespace muster::sim {
namespace {

using engine::Transaction;

constexpr std::int64_t kStart_s = 1'770'000'000;  // some day in February 2026
constexpr int kActions = 260;
constexpr std::chrono::hours kAliveEvery{6};

std::optional<Uuid> uuid_of(int rid) {
  if (rid == 0) return std::nullopt;
  Uuid uuid;
  uuid.bytes[15] = static_cast<std::uint8_t>(rid);
  return uuid;
}

std::optional<seconds> seconds_of(std::optional<std::int64_t> count) {
  return count ? std::optional(seconds(*count)) : std::nullopt;
}

core::CheckSpec spec_of(const ModelSpec& model, std::vector<core::ChannelKey> channels) {
  core::CheckSpec spec;
  spec.name = "job";
  if (model.daily_at_s) {
    const std::string cron =
        fmt::format("{} {} * * *", *model.daily_at_s / 60 % 60, *model.daily_at_s / 3600);
    spec.schedule = core::Schedule::parse(cron, core::Zone::utc()).value();
  } else {
    spec.schedule = core::Schedule::period(seconds(model.period_s));
  }
  spec.grace = seconds(model.grace_s);
  spec.start_limit = seconds_of(model.start_limit_s);
  spec.run_limit = seconds_of(model.run_limit_s);
  spec.failures_before_down = model.failures_before_down;
  spec.successes_before_up = model.successes_before_up;
  spec.resume = model.sticky_pause ? core::Resume::by_hand : core::Resume::on_ping;
  spec.channels = std::move(channels);
  return spec;
}

core::PingKind kind_of(const std::string& name) {
  if (name == "start") return core::PingKind::start;
  if (name == "fail") return core::PingKind::fail;
  if (name == "log") return core::PingKind::log;
  return core::PingKind::success;
}

}  // namespace

Simulation::Simulation(std::uint64_t seed)
    : seed_(seed),
      random_(seed),
      log_({.level = Log::Level::error, .descriptor = -1}),
      clock_(from_micros(kStart_s * 1'000'000)),
      entropy_(seed + 1) {}

std::string Simulation::run() {
  make_world();
  for (int i = 0; i < kActions && failure_.empty(); ++i) {
    act();
    compare_shown();
  }
  if (failure_.empty()) drain();
  if (failure_.empty()) compare_history();
  if (failure_.empty()) compare_deliveries();
  if (failure_.empty()) compare_receipts();
  return failure_.empty() ? "" : fmt::format("seed {}: {}", seed_, failure_);
}

std::int64_t Simulation::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
}

ModelSpec Simulation::random_spec() {
  ModelSpec spec;
  spec.period_s = 60 * between(1, 3 * 1440);
  if (one_in(3)) spec.daily_at_s = 60 * between(0, 1439);
  spec.grace_s = 60 * between(1, 600);
  if (one_in(4)) spec.start_limit_s = 60 * between(1, 120);
  if (one_in(4)) spec.run_limit_s = 60 * between(1, 1440);
  if (one_in(4)) spec.failures_before_down = static_cast<int>(between(1, 3));
  if (one_in(4)) spec.successes_before_up = static_cast<int>(between(1, 3));
  spec.sticky_pause = one_in(3);
  return spec;
}

void Simulation::make_world() {
  start_server();
  std::optional<core::ProjectKey> project;
  const bool submitted = ledger_->submit<core::ProjectKey>(
      0,
      [this](Transaction& t) -> Result<core::ProjectKey> {
        const core::Project made = TRY(engine::create_project(t, "simulated"));
        for (const char* name : {"mail", "hook"}) {
          channels_.push_back(
              TRY(engine::create_channel(t, made.key, {.kind = "webhook", .name = name})).key);
        }
        return made.key;
      },
      [&](Result<core::ProjectKey> key) { project = key.value(); });
  CHECK(submitted);
  step();
  const std::int64_t count = between(2, 4);
  for (std::int64_t i = 0; i < count; ++i) make_check(*project, channels_);
}

void Simulation::make_check(core::ProjectKey project, std::vector<core::ChannelKey> channels) {
  const ModelSpec model = random_spec();
  const bool submitted = ledger_->submit<bool>(
      0,
      [&](Transaction& t) -> Result<bool> {
        const auto slot = TRY(engine::create_check(t, project, spec_of(model, channels)));
        const core::Check& check = t.state.checks.at(slot).check;
        checks_.push_back({.id = check.id, .key = check.key, .model = ModelCheck(model)});
        return true;
      },
      [](const Result<bool>&) {});
  CHECK(submitted);
  step();
}

void Simulation::start_server() {
  engine::LedgerOptions options;
  options.alive_every = kAliveEvery;
  options.retire_every = std::chrono::hours(24);
  options.keep_pings = std::chrono::hours(24 * 1'000);
  options.keep_history = std::chrono::hours(24 * 1'000);
  auto opened = engine::Ledger::open({store_, sender_, replies_, entropy_, log_}, options,
                                     {.now = clock_.now(), .running = clock_.running()});
  CHECK(opened.has_value());
  ledger_ = *std::move(opened);
  wanted_ = clock_.now();
}

void Simulation::act() {
  // Mostly minutes and hours, sometimes days: 260 actions make two to four months.
  static constexpr std::array<std::int64_t, 4> kLongest{300, 7'200, 86'400, 4 * 86'400};
  advance(between(0, kLongest.at(static_cast<std::size_t>(between(0, 3)))));
  if (one_in(12)) {
    act_on_server();
  } else {
    act_on_check(checks_.at(
        static_cast<std::size_t>(between(0, static_cast<std::int64_t>(checks_.size()) - 1))));
  }
}

void Simulation::act_on_check(Watched& watched) {
  if (one_in(12)) {
    change(watched);
  } else {
    ping(watched);
  }
}

void Simulation::act_on_server() {
  switch (between(0, 4)) {
    case 0:
      return restart();
    case 1:
      return store_fails();
    case 2:
      return leap();
    default:
      moods_[channels_.at(static_cast<std::size_t>(between(0, 1)))] =
          static_cast<Mood>(one_in(8) ? 3 : between(0, 2));
  }
}

void Simulation::ping(Watched& watched) {
  static const std::array<std::string, 6> kKinds{"success", "success", "success",
                                                 "start",   "fail",    "log"};
  const std::string& kind = kKinds.at(static_cast<std::size_t>(between(0, 5)));
  const int rid = static_cast<int>(between(0, 3));
  core::Ping ping;
  ping.kind = kind_of(kind);
  ping.rid = uuid_of(rid);
  ping.method = "GET";
  bool acknowledged = false;
  const bool submitted = ledger_->submit_ping(
      0, watched.id, std::move(ping),
      [&](Result<engine::PingTaken> taken) { acknowledged = taken.has_value(); });
  CHECK(submitted);
  step();
  if (acknowledged) watched.model.ping(kind, rid, now_s());
}

void Simulation::change(Watched& watched) {
  const auto what = between(0, 2);
  const ModelSpec spec = random_spec();
  Result<bool> done = fail(Code::bug, "not answered");
  const bool submitted = ledger_->submit<bool>(
      0,
      [&](Transaction& t) -> Result<bool> {
        const auto slot = *t.state.checks.find(watched.id);
        if (what == 0) {
          engine::pause_check(t, slot);
        } else if (what == 1) {
          TRY_DO(engine::resume_check(t, slot));
        } else {
          engine::update_check(t, slot, spec_of(spec, channels_));
        }
        return true;
      },
      [&](Result<bool> result) { done = std::move(result); });
  CHECK(submitted);
  step();
  if (what == 0 && done) watched.model.pause(now_s());
  const bool database_failed = !done && done.error().code == Code::unavailable;
  if (what == 1 && !database_failed) {
    expect(watched.model.resume(now_s()) == done.has_value(), "resume is refused when not paused");
  }
  if (what == 2 && done) {
    watched.model.change(spec);
    watched.model.watch(now_s());  // a shorter grace may be over already
  }
}

// The process ends, cleanly or not; whatever was on its way to a receiver is forgotten.
void Simulation::restart() {
  // A stop whose COMMIT fails is no different from a crash.
  if (one_in(2))
    static_cast<void>(ledger_->stop({.now = clock_.now(), .running = clock_.running()}));
  answers_.clear();
  sender_.take();
  ledger_.reset();
  clock_.pass(seconds(between(0, one_in(2) ? 60 : 20'000)));
  const std::int64_t alive_s = to_micros(store_.meta().alive_at) / 1'000'000;
  start_server();
  for (Watched& watched : checks_) watched.model.blackout(alive_s, now_s());
  step();
  for (Watched& watched : checks_) watched.model.watch(now_s());
}

void Simulation::store_fails() {
  if (one_in(2)) {
    store_.fail_once_after(static_cast<int>(between(0, 3)), {Code::unavailable, "injected", ""});
    return;
  }
  store_.fail_with(Error{Code::unavailable, "injected", ""});
  const std::int64_t from_s = now_s();
  ping(checks_.front());
  clock_.pass(seconds(between(1, 9)));
  store_.fail_with(std::nullopt);
  for (Watched& watched : checks_) watched.model.blackout(from_s, now_s());
  step();
  for (Watched& watched : checks_) watched.model.watch(now_s());
}

void Simulation::leap() {
  const std::int64_t by_s = (one_in(2) ? 1 : -1) * between(3, 7'200);
  clock_.leap(seconds(by_s));
  for (Watched& watched : checks_) watched.model.clock_leap(by_s);
  step();
  for (Watched& watched : checks_) watched.model.watch(now_s());
}

void Simulation::step() {
  wanted_ = ledger_->step({.now = clock_.now(), .running = clock_.running()});
  take_sendings();
}

void Simulation::advance(std::int64_t duration_s) {
  const Time target = clock_.now() + seconds(duration_s);
  for (int rounds = 0;; ++rounds) {
    CHECK(rounds < 1'000'000);
    Time next = std::chrono::ceil<seconds>(wanted_);
    if (!answers_.empty()) next = std::min(next, answers_.begin()->first);
    if (next > target) break;
    clock_.pass(std::max(next - clock_.now(), Duration{0}));
    deliver_answers();
    step();
  }
  clock_.pass(target - clock_.now());
  step();
  for (Watched& watched : checks_) watched.model.watch(now_s());
}

void Simulation::deliver_answers() {
  while (!answers_.empty() && answers_.begin()->first <= clock_.now()) {
    Answer answer = std::move(answers_.begin()->second);
    answers_.erase(answers_.begin());
    answer.done(std::move(answer.attempt));
  }
}

void Simulation::take_sendings() {
  for (auto& [notice, done] : sender_.take()) {
    const core::Delivery& delivery = notice.delivery;
    const Mood mood = moods_[delivery.channel];
    if (mood == Mood::silent) continue;  // the lease has to notice
    if (mood == Mood::takes) {
      received_.push_back({.id = delivery.id,
                           .alert = delivery.alert,
                           .check = delivery.check,
                           .channel = delivery.channel,
                           .direction = delivery.direction});
    }
    core::Attempt attempt;
    if (mood == Mood::refuses) attempt = {.taken = core::Taken::not_now, .answer = "503"};
    if (mood == Mood::refuses_for_good) attempt = {.taken = core::Taken::never, .answer = "410"};
    answers_.emplace(clock_.now() + seconds(between(0, 40)),
                     Answer{.done = std::move(done), .attempt = std::move(attempt)});
  }
}

// Receivers are well again, and nothing goes wrong any more until everything is settled.
void Simulation::drain() {
  for (const core::ChannelKey channel : channels_) moods_[channel] = Mood::takes;
  store_.fail_once_after(1'000'000'000, {});
  advance(2 * 86'400);
}

void Simulation::expect(bool good, const std::string& what) {
  if (!good && failure_.empty()) failure_ = fmt::format("at {}: {}", now_s(), what);
}

}  // namespace muster::sim
