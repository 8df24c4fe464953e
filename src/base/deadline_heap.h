// DeadlineHeap: at most one deadline for each of many dense slots, in a binary heap that knows
// where each slot stands, so that moving or dropping a deadline costs O(log n) and no garbage stays
// behind. One thread.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace muster {

class DeadlineHeap {
 public:
  using Slot = std::uint32_t;

  // Sets, moves or (nullopt) drops the deadline of `slot`.
  void set(Slot slot, std::optional<Time> at);

  // The slot that is due first, and when; nullopt when nothing waits.
  std::optional<std::pair<Time, Slot>> first() const;

  std::size_t size() const { return heap_.size(); }
  void clear();

 private:
  static constexpr std::uint32_t kAbsent = std::numeric_limits<std::uint32_t>::max();
  struct Entry {
    Time at;
    Slot slot;
  };

  void remove(std::size_t index);
  void place(std::size_t index, Entry entry);
  void rise(std::size_t index);
  void sink(std::size_t index);

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  // by slot: its index in heap_, or kAbsent
};

}  // namespace muster
