#include "engine/alerts.h"

#include "base/limits.h"

#include <utility>

#include <fmt/format.h>

namespace muster::engine {

Result<core::Alert> acknowledge_alert(Transaction& transaction, core::AlertId id,
                                      Acknowledgement acknowledgement) {
  if (acknowledgement.remark.size() > limits::kRemarkBytes) {
    return fail(Code::invalid, fmt::format("expected up to {} bytes", limits::kRemarkBytes),
                "remark");
  }
  const auto found = transaction.state.open_alerts.find(id);
  if (found == transaction.state.open_alerts.end()) {
    return fail(Code::conflict, "the alert is resolved already");
  }
  core::Alert& alert = found->second;
  alert.acknowledged_at = transaction.now;
  alert.acknowledged_by = std::move(acknowledgement.by);
  alert.remark = std::move(acknowledgement.remark);
  transaction.batch.alerts_saved.push_back(alert);
  return alert;
}

}  // namespace muster::engine
