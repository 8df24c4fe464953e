#include "base/deadline_heap.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(DeadlineHeap, AgreesWithASortedMapUnderRandomChanges) {
  DeadlineHeap heap;
  std::map<DeadlineHeap::Slot, Time> reference;
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const DeadlineHeap::Slot slot = random() % 200;
    if (random() % 4 == 0) {
      heap.set(slot, std::nullopt);
      reference.erase(slot);
    } else {
      const Time at = from_micros(static_cast<std::int64_t>(random() % 1'000));
      heap.set(slot, at);
      reference[slot] = at;
    }
    ASSERT_EQ(heap.size(), reference.size());
    const auto first = heap.first();
    ASSERT_EQ(first.has_value(), !reference.empty());
    if (!first) continue;
    Time least = first->first;
    for (const auto& [key, at] : reference) least = std::min(least, at);
    ASSERT_EQ(first->first, least);
    ASSERT_EQ(reference.at(first->second), first->first);
  }
}

}  // namespace
}  // namespace muster
