// Transaction: what an operation works with on the state thread: the State it may change, the batch
// in which it must write the same change, the moment, and randomness. An operation checks
// everything before it changes anything: an Error leaves State and batch as they were.
#pragma once

#include "base/time.h"
#include "engine/ports/entropy.h"
#include "engine/state.h"

namespace muster::engine {

class Deadlines;
class Outbox;

struct Transaction {
  State& state;
  WriteBatch& batch;
  Deadlines& deadlines;
  Outbox& outbox;
  Entropy& entropy;
  Time now;
};

}  // namespace muster::engine
