// The present, for those who may know it. Real in cmd, simulated in tests.
#pragma once

#include "base/time.h"

namespace muster::engine {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  // Any thread. May step backwards or leap: the wall clock belongs to the machine's administrator.
  virtual Time now() const = 0;

  // Time since some fixed moment, which nobody can set: goes on while the machine is suspended.
  virtual Duration running() const = 0;
};

}  // namespace muster::engine
