// Tracked: a value with a heap block that reports its births and deaths to a Tally, so that a
// double or missing destruction is seen without a sanitizer as well. The Tally outlives every
// value; one thread.
#pragma once

#include <set>
#include <string>
#include <utility>

namespace muster::coroutines {

class Tally {
 public:
  void born(const void* value) {
    if (!alive_.insert(value).second) ++faults_;
  }
  void died(const void* value) {
    if (alive_.erase(value) == 0) ++faults_;
  }

  // Values destroyed that did not live, or made where one still lived.
  int faults() const { return faults_; }
  std::size_t alive() const { return alive_.size(); }

 private:
  std::set<const void*> alive_;
  int faults_ = 0;
};

class Tracked {
 public:
  explicit Tracked(Tally* tally, int number = 1) : tally_(tally), number_(number), block_(64, 'x') {
    tally_->born(this);
  }
  Tracked(const Tracked& other)
      : tally_(other.tally_), number_(other.number_), block_(other.block_) {
    tally_->born(this);
  }
  Tracked(Tracked&& other) noexcept
      : tally_(other.tally_), number_(other.number_), block_(std::move(other.block_)) {
    tally_->born(this);
  }
  Tracked& operator=(const Tracked&) = default;
  Tracked& operator=(Tracked&&) = default;
  ~Tracked() { tally_->died(this); }

  // The number, if the block is whole.
  int number() const { return block_ == std::string(64, 'x') ? number_ : -1; }

 private:
  Tally* tally_;
  int number_;
  std::string block_;
};

}  // namespace muster::coroutines
