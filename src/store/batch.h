// Writing: a WriteBatch into the statements of a Session. No state of its own.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"
#include "store/sealer.h"
#include "store/session.h"

namespace muster::store {

// Everything in `batch`, within the transaction that is open. What is saved goes before what is
// deleted, so a thing that was made and deleted within one batch is gone.
Result<void> write_batch(Session& session, const engine::WriteBatch& batch, const Sealer& sealer);

}  // namespace muster::store
