#include "base/deadline_heap.h"

namespace muster {

void DeadlineHeap::set(Slot slot, std::optional<Time> at) {
  if (slot >= position_.size()) {
    if (!at) return;
    position_.resize(std::size_t{slot} + 1, kAbsent);
  }
  const std::uint32_t index = position_[slot];
  if (!at) {
    if (index != kAbsent) remove(index);
    return;
  }
  if (index == kAbsent) {
    heap_.push_back({*at, slot});
    position_[slot] = static_cast<std::uint32_t>(heap_.size() - 1);
    rise(heap_.size() - 1);
    return;
  }
  const Time before = std::exchange(heap_[index].at, *at);
  if (*at < before) {
    rise(index);
  } else {
    sink(index);
  }
}

std::optional<std::pair<Time, DeadlineHeap::Slot>> DeadlineHeap::first() const {
  if (heap_.empty()) return std::nullopt;
  return std::pair(heap_.front().at, heap_.front().slot);
}

void DeadlineHeap::clear() {
  heap_.clear();
  position_.clear();
}

void DeadlineHeap::remove(std::size_t index) {
  position_[heap_[index].slot] = kAbsent;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (index == heap_.size()) return;
  place(index, last);
  rise(index);
  sink(position_[last.slot]);
}

void DeadlineHeap::place(std::size_t index, Entry entry) {
  heap_[index] = entry;
  position_[entry.slot] = static_cast<std::uint32_t>(index);
}

void DeadlineHeap::rise(std::size_t index) {
  const Entry entry = heap_[index];
  while (index > 0) {
    const std::size_t parent = (index - 1) / 2;
    if (heap_[parent].at <= entry.at) break;
    place(index, heap_[parent]);
    index = parent;
  }
  place(index, entry);
}

void DeadlineHeap::sink(std::size_t index) {
  const Entry entry = heap_[index];
  for (;;) {
    std::size_t child = 2 * index + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].at < heap_[child].at) ++child;
    if (entry.at <= heap_[child].at) break;
    place(index, heap_[child]);
    index = child;
  }
  place(index, entry);
}

}  // namespace muster
