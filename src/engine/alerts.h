// What people do with alerts. State thread.
#pragma once

#include "base/result.h"
#include "core/alert.h"
#include "engine/transaction.h"

#include <string>

namespace muster::engine {

struct Acknowledgement {
  std::string by;  // the person's name; empty where none is known
  std::string remark;
};

// Records that somebody knows. Once more replaces who, when and the remark. Errors: invalid at
// "remark" (longer than limits::kRemarkBytes), conflict when the alert is not open any more.
Result<core::Alert> acknowledge_alert(Transaction& transaction, core::AlertId id,
                                      Acknowledgement acknowledgement);

}  // namespace muster::engine
