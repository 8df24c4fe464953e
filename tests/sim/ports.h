// The other ports for tests: randomness from a seed, a clock that is set by hand, replies that run
// at once, and a Sender that keeps what it was given.
#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/entropy.h"
#include "engine/ports/feed.h"
#include "engine/ports/replies.h"
#include "engine/ports/sender.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace muster::sim {

class SeededEntropy : public engine::Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : random_(seed) {}

  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_());
  }

 private:
  std::mt19937_64 random_;
};

class ManualClock : public engine::Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}

  Time now() const override { return now_; }
  Duration running() const override { return running_; }

  // Time passes.
  void pass(Duration duration) {
    now_ += duration;
    running_ += duration;
  }
  // Somebody sets the wall clock.
  void leap(Duration duration) { now_ += duration; }

 private:
  Time now_;
  Duration running_{0};
};

class ImmediateReplies : public engine::Replies {
 public:
  void release(engine::Lane, std::vector<Reply>& batch) override {
    for (Reply& reply : batch) reply();
    batch.clear();
  }
};

// Keeps every notice until the test answers it.
class RecordingSender : public engine::Sender {
 public:
  using Done = std::move_only_function<void(core::Attempt)>;
  struct Sending {
    engine::Notice notice;
    Done done;
  };

  void send(engine::Notice notice, Done done) override {
    sendings_.push_back({std::move(notice), std::move(done)});
  }

  std::vector<Sending> take() { return std::exchange(sendings_, {}); }
  std::size_t waiting() const { return sendings_.size(); }

 private:
  std::vector<Sending> sendings_;
};

// Keeps what it is told. Nobody listens until the test says so.
class RecordingFeed : public engine::Feed {
 public:
  std::size_t listeners() const override { return listening; }
  void publish(std::vector<engine::Change> changes, Time) override {
    std::ranges::move(changes, std::back_inserter(told_));
  }

  std::vector<engine::Change> take() { return std::exchange(told_, {}); }

  std::size_t listening = 0;

 private:
  std::vector<engine::Change> told_;
};

}  // namespace muster::sim
