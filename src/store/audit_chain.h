// The chain that makes a change of the audit log show: each row carries a hash over itself and the
// hash of the row before it, keyed with a key that the database does not hold. A row that was
// altered, put in or taken out of the middle breaks it; retention only takes rows off the start.
// What it cannot show: that the newest rows were cut off. Pure.
#pragma once

#include "core/audit.h"
#include "store/sealer.h"

#include <array>
#include <cstdint>
#include <string>

namespace muster::store {

class AuditChain {
 public:
  explicit AuditChain(const MasterKey& master_key);

  // The hash of the newest row, hex; "" for an empty log.
  void start_from(std::string hash) { last_ = std::move(hash); }
  const std::string& last() const { return last_; }

  // Hex HMAC-SHA256 of a row that follows one with the hash `previous`.
  std::string hash(const core::AuditEvent& event, const std::string& previous) const;
  // Links the row to the newest one, and becomes that one's hash.
  const std::string& append(const core::AuditEvent& event);

 private:
  std::array<std::uint8_t, 32> key_{};
  std::string last_;
};

}  // namespace muster::store
