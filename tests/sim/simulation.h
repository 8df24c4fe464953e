// Simulation: the real Ledger with simulated time, store, receivers and faults, beside one
// ModelCheck for each check. Everything follows from the seed. Times are whole seconds.
#pragma once

#include "base/log.h"
#include "engine/ledger.h"
#include "sim/memory_store.h"
#include "sim/model.h"
#include "sim/ports.h"

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace muster::sim {

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed);

  // A few simulated months. Returns the first difference from the model or broken promise, "" if
  // none.
  std::string run();

 private:
  struct Watched {
    core::CheckId id;
    core::CheckKey key = 0;
    ModelCheck model;
  };
  enum class Mood { takes, refuses, silent, refuses_for_good };
  struct Answer {
    RecordingSender::Done done;
    core::Attempt attempt;
  };
  struct Received {
    core::DeliveryId id;
    core::AlertId alert;
    core::CheckKey check = 0;
    core::ChannelKey channel = 0;
    core::Direction direction = core::Direction::down;
  };

  // Small dice.
  std::int64_t between(std::int64_t low, std::int64_t high);
  bool one_in(int n) { return between(1, n) == 1; }
  ModelSpec random_spec();

  void make_world();
  void make_check(core::ProjectKey project, std::vector<core::ChannelKey> channels);
  void start_server();
  void act();
  void act_on_check(Watched& watched);
  void act_on_server();
  void ping(Watched& watched);
  void change(Watched& watched);
  void restart();
  void store_fails();
  void leap();

  void step();
  void advance(std::int64_t duration_s);
  void deliver_answers();
  void take_sendings();
  void drain();
  void expect(bool good, const std::string& what);

  void compare_shown();
  void compare_history();
  void compare_deliveries();
  void compare_receipts();

  std::int64_t now_s() const { return to_micros(clock_.now()) / 1'000'000; }

  const std::uint64_t seed_;
  std::mt19937_64 random_;
  Log log_;
  MemoryStore store_;
  ManualClock clock_;
  SeededEntropy entropy_;
  ImmediateReplies replies_;
  RecordingSender sender_;
  std::unique_ptr<engine::Ledger> ledger_;
  Time wanted_;
  std::vector<Watched> checks_;
  std::vector<core::ChannelKey> channels_;
  std::map<core::ChannelKey, Mood> moods_;
  std::multimap<Time, Answer> answers_;
  std::vector<Received> received_;
  std::string failure_;
};

}  // namespace muster::sim
