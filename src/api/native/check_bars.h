// The bars of a check: its last runs at a glance, made of the newest end of its ping log.
#pragma once

#include "api/native/check_documents.h"
#include "base/result.h"
#include "core/ping.h"
#include "engine/ports/reader.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::api::native {

ShownPing shown_ping(core::PingKind kind);

// Of pings that come newest first: limits::kBarsListed bars at the most, oldest first. An end takes
// the start with its rid; without one of its own, a failure or an end without rid takes the latest,
// as the heartbeat rules have it. Pure.
std::vector<BarDocument> bars_of(std::span<const engine::PingRow> newest_first);

// Reads what they are made of from `newest_row` (CheckState::last_row) on. Pool threads only.
Result<std::vector<BarDocument>> read_bars(engine::Reader& reader, std::int64_t newest_row);

}  // namespace muster::api::native
