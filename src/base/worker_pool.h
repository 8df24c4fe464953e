// WorkerPool: a few threads for what blocks (page queries, password hashing, files). Bounded: when
// too much waits, run() refuses. Owned by the wiring; stops and joins when it is destroyed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace muster {

class WorkerPool {
 public:
  using Job = std::move_only_function<void()>;

  WorkerPool(std::size_t threads, std::size_t jobs_max);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  // Runs what has been taken in, then joins.
  ~WorkerPool();

  // Any thread. False when the pool is full or stopping; the job is then destroyed unrun.
  [[nodiscard]] bool run(Job job);

 private:
  void work();

  const std::size_t jobs_max_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace muster
