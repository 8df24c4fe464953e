// The audit log, as the state thread writes it: every event goes into the same COMMIT as the act
// that it is about.
#pragma once

#include "core/audit.h"
#include "engine/transaction.h"

#include <cstdint>
#include <functional>

namespace muster::engine {

// Gives the event its row and its moment. Texts are cut to limits::kAuditTextBytes.
void record(Transaction& transaction, core::AuditEvent event);

// How many of the newest limits::kAuditUnreadMax events are visible to `user`, who has neither seen
// nor caused them.
using AuditMarkFilter = std::function<bool(const AuditMark&)>;
std::int64_t unseen(const State& state, core::UserId user, const AuditMarkFilter& visible);

// `user` has seen every event up to `row`, which never goes back.
void note_seen(Transaction& transaction, core::UserId user, std::int64_t row);

}  // namespace muster::engine
