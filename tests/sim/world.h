// World: one Ledger whose store, clock, randomness and receivers are in the test's hands, with one
// project and one channel in it. Calls run at once.
#pragma once

#include "base/check.h"
#include "engine/checks.h"
#include "engine/directory.h"
#include "engine/ledger.h"
#include "sim/memory_store.h"
#include "sim/ports.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

class World {
 public:
  explicit World(engine::LedgerOptions options = {}) : options_(options) {
    start();
    project = change<core::ProjectKey>([](engine::Transaction& t) -> Result<core::ProjectKey> {
                return TRY(engine::create_project(t, "operations")).key;
              }).value();
    channel = add_channel("mail");
  }

  void start() {
    ledger = engine::Ledger::open({store, sender, replies, entropy, log, &feed}, options_, moment())
                 .value();
    step();
  }
  // The process dies; nothing is said to the store.
  void crash() {
    sender.take();
    ledger.reset();
  }

  engine::Moment moment() const { return {.now = clock.now(), .running = clock.running()}; }
  Time step() { return ledger->step(moment()); }
  // Time passes, and the Ledger is called whenever it wants to be.
  void pass(Duration duration) {
    const Time target = clock.now() + duration;
    for (Time next = step(); next < target; next = step()) {
      clock.pass(std::max(next - clock.now(), Duration{1}));
    }
    clock.pass(target - clock.now());
    step();
  }

  template <class T>
  Result<T> change(auto work) {
    Result<T> answer = fail(Code::bug, "not answered");
    const bool taken = ledger->submit<T>(0, std::move(work),
                                         [&](Result<T> result) { answer = std::move(result); });
    CHECK(taken);
    step();
    return answer;
  }

  core::ChannelKey add_channel(std::string name) {
    return change<core::ChannelKey>([&](engine::Transaction& t) -> Result<core::ChannelKey> {
             return TRY(engine::create_channel(t, project, {.kind = "mail", .name = name})).key;
           })
        .value();
  }

  core::CheckId add_check(core::CheckSpec spec) {
    return change<core::CheckId>([&](engine::Transaction& t) -> Result<core::CheckId> {
             const auto slot = TRY(engine::create_check(t, project, std::move(spec)));
             return t.state.checks.at(slot).check.id;
           })
        .value();
  }

  Result<engine::PingTaken> ping(engine::PingAddress address, core::Ping what) {
    Result<engine::PingTaken> answer = fail(Code::bug, "not answered");
    const bool taken =
        ledger->submit_ping(0, std::move(address), std::move(what),
                            [&](Result<engine::PingTaken> result) { answer = std::move(result); });
    CHECK(taken);
    step();
    return answer;
  }
  Result<engine::PingTaken> ping(core::CheckId id, core::PingKind kind = core::PingKind::success) {
    core::Ping what;
    what.kind = kind;
    what.method = "GET";
    return ping(engine::PingAddress(id), std::move(what));
  }

  core::Check check(core::CheckId id) {
    return change<core::Check>([id](engine::Transaction& t) -> Result<core::Check> {
             return t.state.checks.at(*t.state.checks.find(id)).check;
           })
        .value();
  }
  core::heartbeat::ShownStatus shown(core::CheckId id) {
    const core::Check now = check(id);
    return core::heartbeat::shown_status(now.spec, now.state, clock.now());
  }

  // What was handed to the receivers since the last call, each answered with `attempt`.
  std::vector<engine::Notice> answer_notices(const core::Attempt& attempt = {}) {
    std::vector<engine::Notice> notices;
    for (auto& [notice, done] : sender.take()) {
      notices.push_back(std::move(notice));
      done(attempt);
    }
    step();
    return notices;
  }

  MemoryStore store;
  ManualClock clock{from_micros(1'770'000'000'000'000)};
  SeededEntropy entropy{7};
  ImmediateReplies replies;
  RecordingSender sender;
  RecordingFeed feed;
  Log log{{.level = Log::Level::error, .descriptor = -1}};
  std::unique_ptr<engine::Ledger> ledger;
  core::ProjectKey project = 0;
  core::ChannelKey channel = 0;

 private:
  engine::LedgerOptions options_;
};

}  // namespace muster::sim
