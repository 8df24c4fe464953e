// Taking pings: finds the check, steps it, writes the log row, and opens or resolves its alert, all
// in the same transaction. State thread.
#pragma once

#include "base/result.h"
#include "core/ping.h"
#include "engine/transaction.h"

#include <optional>
#include <string>
#include <variant>

namespace muster::engine {

// By its secret id, or by the project's ping key and a slug.
struct SlugAddress {
  std::string ping_key;
  std::string slug;
  bool create = false;  // make the check if the project has none of that slug (?create=1)
};
using PingAddress = std::variant<core::CheckId, SlugAddress>;

enum class PingTaken { recorded, created };

// Errors: not_found (unknown id, ping key or slug), conflict ("ambiguous slug"), invalid (a slug
// that cannot be one), limited (the project may not have more checks).
Result<PingTaken> take_ping(Transaction& transaction, const PingAddress& address, core::Ping ping);

}  // namespace muster::engine
