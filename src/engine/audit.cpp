#include "engine/audit.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace muster::engine {
namespace {

// Never inside a UTF-8 sequence.
void cut(std::string& text) {
  if (text.size() <= limits::kAuditTextBytes) return;
  std::size_t end = limits::kAuditTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

}  // namespace

void record(Transaction& transaction, core::AuditEvent event) {
  for (std::string* text : {&event.actor, &event.address, &event.action, &event.object_kind,
                            &event.object_id, &event.object_name, &event.detail}) {
    cut(*text);
  }
  event.row = ++transaction.state.last.audit_row;
  event.at = transaction.now;
  auto& recent = transaction.state.recent_audit;
  recent.push_back({.row = event.row, .user_id = event.user_id, .project = event.project});
  if (recent.size() > limits::kAuditUnreadMax) recent.pop_front();
  transaction.batch.audit.push_back(std::move(event));
}

std::int64_t unseen(const State& state, core::UserId user, const AuditMarkFilter& visible) {
  const auto seen = state.audit_seen.find(user);
  const std::int64_t from = seen == state.audit_seen.end() ? 0 : seen->second;
  const std::string own = to_string(user);
  return std::ranges::count_if(state.recent_audit, [&](const AuditMark& mark) {
    return mark.row > from && mark.user_id != own && visible(mark);
  });
}

void note_seen(Transaction& transaction, core::UserId user, std::int64_t row) {
  std::int64_t& seen = transaction.state.audit_seen[user];
  row = std::min(row, transaction.state.last.audit_row);
  if (row <= seen) return;
  seen = row;
  transaction.batch.audit_seen.push_back({.user = user, .row = row});
}

}  // namespace muster::engine
