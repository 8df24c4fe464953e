// Writing: a WriteBatch into the statements of a Session. No state of its own.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"
#include "store/audit_chain.h"
#include "store/sealer.h"
#include "store/session.h"

#include <cstdint>

namespace muster::store {

// Everything in `batch`, within the transaction that is open. What is saved goes before what is
// deleted, so a thing that was made and deleted within one batch is gone. Says how many rows of old
// history went (Store::rows_trimmed).
Result<std::int64_t> write_batch(Session& session, const engine::WriteBatch& batch,
                                 const Sealer& sealer);

// Links each event to the one before it and writes it.
Result<void> write_audit(Session& session, const std::vector<core::AuditEvent>& events,
                         AuditChain& chain);

}  // namespace muster::store
