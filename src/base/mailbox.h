// Mailbox: a bounded queue from many threads to one. The consumer takes everything at once, so a
// burst costs one wake-up; producers never wait: a full box refuses. Owned by the consumer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace muster {

template <class T>
class Mailbox {
 public:
  explicit Mailbox(std::size_t items_max) : items_max_(items_max) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  enum class Wake {
    now,
    later,  // the producer calls wake_for_items() when it has put all it has
  };

  // False when the box is full or closed; `item` is then untouched.
  [[nodiscard]] bool put(T&& item, Wake when = Wake::now) {
    bool wake = false;
    {
      const std::scoped_lock lock(mutex_);
      if (closed_ || items_.size() >= items_max_) return false;
      items_.push_back(std::move(item));
      if (when == Wake::now) wake = std::exchange(sleeping_, false);
    }
    if (wake) arrived_.notify_one();
    return true;
  }

  // Ends the consumer's wait if there is something to take.
  void wake_for_items() {
    bool wake = false;
    {
      const std::scoped_lock lock(mutex_);
      wake = !items_.empty() && std::exchange(sleeping_, false);
    }
    if (wake) arrived_.notify_one();
  }

  // Swaps what has come with `taken`, which must be empty and whose capacity is reused. Waits until
  // something comes, `wait_max` is over, or the box is closed.
  void take(std::vector<T>& taken, std::chrono::microseconds wait_max) {
    std::unique_lock lock(mutex_);
    if (items_.empty() && !closed_ && !woken_ && wait_max.count() > 0) {
      sleeping_ = true;
      arrived_.wait_for(lock, wait_max, [this] { return !items_.empty() || closed_ || woken_; });
      sleeping_ = false;
    }
    woken_ = false;
    items_.swap(taken);
  }

  // Ends the consumer's wait without an item.
  void wake() {
    {
      const std::scoped_lock lock(mutex_);
      woken_ = true;
    }
    arrived_.notify_one();
  }

  // Nothing more is taken in; what is inside can still be taken out.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_one();
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t items_max_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<T> items_;
  bool sleeping_ = false;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace muster
