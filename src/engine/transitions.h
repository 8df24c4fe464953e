// What follows from a change of a check's status: its row in the history, its alert, and the
// deliveries that tell of it, all in the transaction of the change. State thread.
#pragma once

#include "core/heartbeat.h"
#include "engine/transaction.h"

namespace muster::engine {

// The state in `slot` is the one after the transition already.
void record_transition(Transaction& transaction, CheckSlot slot,
                       const core::heartbeat::Transition& transition);

// Ends the check's open alert, if there is one, without telling anybody.
void resolve_alert(Transaction& transaction, CheckSlot slot);

}  // namespace muster::engine
