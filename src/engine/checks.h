// Creating, changing, pausing and deleting checks. State thread. Whether a spec is well-formed has
// been decided where it came in (core/check_rules.h); here only what depends on the rest of the
// State is.
#pragma once

#include "base/result.h"
#include "engine/transaction.h"

namespace muster::engine {

// limited: the project has limits::kChecksPerProject checks.
Result<CheckSlot> create_check(Transaction& transaction, core::ProjectKey project,
                               core::CheckSpec spec);

// The same without the limit, for a caller that has its own.
CheckSlot add_check(Transaction& transaction, core::ProjectKey project, core::CheckSpec spec);

// Recomputes the deadline at once; the stored status stays (Healthchecks §2.6).
void update_check(Transaction& transaction, CheckSlot slot, core::CheckSpec spec);

// Ends an open alert without telling anybody. Its history stays until retention takes it.
void delete_check(Transaction& transaction, CheckSlot slot);

// Nothing happens to a check that is paused already.
void pause_check(Transaction& transaction, CheckSlot slot);

// conflict "check is not paused" (Healthchecks §2.6).
Result<void> resume_check(Transaction& transaction, CheckSlot slot);

}  // namespace muster::engine
