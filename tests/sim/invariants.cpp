// What must hold in a simulation, whatever was done to it.
#include "sim/simulation.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {
namespace {

namespace heartbeat = core::heartbeat;
using Telling = std::tuple<core::CheckKey, core::ChannelKey, core::Direction, std::int64_t>;

std::string name_of(core::Status status) {
  switch (status) {
    case core::Status::fresh:
      return "new";
    case core::Status::up:
      return "up";
    case core::Status::down:
      return "down";
    case core::Status::paused:
      return "paused";
  }
  return "";
}

std::int64_t seconds_of(Time time) { return to_micros(time) / 1'000'000; }

// §2.3 "Flip → notifications".
std::optional<core::Direction> told_of(const ModelTransition& transition) {
  if (transition.to == "down") return core::Direction::down;
  if (transition.to == "up" && transition.from == "down") return core::Direction::up;
  return std::nullopt;
}

std::string first_difference(const std::vector<ModelTransition>& stored,
                             const std::vector<ModelTransition>& model) {
  const auto [a, b] = std::ranges::mismatch(stored, model);
  const auto text = [](const auto& i, const auto& list) {
    return i == list.end() ? std::string("nothing")
                           : fmt::format("{}->{} ({}) at {}", i->from, i->to, i->reason, i->at_s);
  };
  return fmt::format("transition {}: stored {}, the model has {}", a - stored.begin(),
                     text(a, stored), text(b, model));
}

}  // namespace

void Simulation::compare_shown() {
  for (Watched& watched : checks_) {
    const bool submitted = ledger_->submit<bool>(
        0,
        [&](engine::Transaction& t) -> Result<bool> {
          const core::Check& check = t.state.checks.at(*t.state.checks.find(watched.id)).check;
          const auto shown = heartbeat::shown_status(check.spec, check.state, t.now);
          const std::string expected = watched.model.shown(now_s());
          expect(heartbeat::name(shown) == expected,
                 fmt::format("check {} is shown {}, the model says {}", check.key,
                             heartbeat::name(shown), expected));
          expect(heartbeat::is_started(check.state) == watched.model.started(),
                 fmt::format("check {}: started differs", check.key));
          expect(check.state.pings == watched.model.pings(),
                 fmt::format("check {} has {} pings, {} were acknowledged", check.key,
                             check.state.pings, watched.model.pings()));
          return true;
        },
        [](const Result<bool>&) {});
    expect(submitted, "a read is taken");
  }
  step();
}

void Simulation::compare_history() {
  for (const Watched& watched : checks_) {
    std::vector<ModelTransition> stored;
    for (const auto& [row, item] : store_.transition_log()) {
      if (item.check != watched.key) continue;
      stored.push_back({.from = name_of(item.transition.from),
                        .to = name_of(item.transition.to),
                        .reason = std::string(heartbeat::name(item.transition.reason)),
                        .at_s = seconds_of(item.transition.at)});
    }
    expect(stored == watched.model.transitions(),
           fmt::format("check {}: {}", watched.key,
                       first_difference(stored, watched.model.transitions())));
    const auto logged = std::ranges::count_if(
        store_.ping_log(), [&](const auto& item) { return item.second.check == watched.key; });
    expect(logged == watched.model.pings(),
           fmt::format("check {}: {} pings in the log, {} acknowledged", watched.key, logged,
                       watched.model.pings()));
  }
}

void Simulation::compare_deliveries() {
  std::vector<Telling> wanted;
  for (const Watched& watched : checks_) {
    for (const ModelTransition& transition : watched.model.transitions()) {
      const auto direction = told_of(transition);
      if (!direction) continue;
      for (const core::ChannelKey channel : channels_) {
        wanted.emplace_back(watched.key, channel, *direction, transition.at_s);
      }
    }
  }
  std::vector<Telling> stored;
  for (const auto& [id, delivery] : store_.delivery_table()) {
    stored.emplace_back(delivery.check, delivery.channel, delivery.direction,
                        seconds_of(delivery.transition_at));
    const bool just_made = clock_.now() - delivery.created_at < std::chrono::hours(25);
    expect(delivery.state != core::DeliveryState::pending || just_made,
           "every delivery is settled in the end");
  }
  std::ranges::sort(wanted);
  std::ranges::sort(stored);
  expect(wanted == stored, fmt::format("{} deliveries are stored, {} transitions × channels",
                                       stored.size(), wanted.size()));
}

void Simulation::compare_receipts() {
  using Message = std::tuple<core::AlertId, core::ChannelKey, core::Direction>;
  std::map<Message, core::DeliveryId> ids;
  std::map<std::pair<core::CheckKey, core::ChannelKey>, std::vector<core::DeliveryId>> orders;
  std::set<core::DeliveryId> got;
  for (const Received& receipt : received_) {
    const Message message(receipt.alert, receipt.channel, receipt.direction);
    expect(ids.emplace(message, receipt.id).first->second == receipt.id,
           "one notice is sent under one id");
    if (got.insert(receipt.id).second) {
      orders[{receipt.check, receipt.channel}].push_back(receipt.id);
    }
  }
  for (const auto& [lineage, order] : orders) {
    expect(std::ranges::is_sorted(
               order, {}, [this](const core::DeliveryId& id) { return store_.delivery_order(id); }),
           "notices of one check come in the order of its transitions");
  }
  for (const auto& [id, delivery] : store_.delivery_table()) {
    if (delivery.state == core::DeliveryState::sent) {
      expect(got.contains(id), "what is marked sent was received");
    }
  }
}

}  // namespace muster::sim
