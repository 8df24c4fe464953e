#include "engine/ports/store.h"

namespace muster::engine {

bool WriteBatch::empty() const {
  return projects_saved.empty() && projects_deleted.empty() && keys_saved.empty() &&
         keys_deleted.empty() && users_saved.empty() && users_deleted.empty() &&
         memberships_saved.empty() && memberships_deleted.empty() && sessions_saved.empty() &&
         sessions_deleted.empty() && tokens_saved.empty() && tokens_deleted.empty() &&
         channels_saved.empty() && channels_deleted.empty() && checks_saved.empty() &&
         checks_deleted.empty() && states.empty() && pings.empty() && transitions.empty() &&
         alerts_saved.empty() && audit.empty() && audit_seen.empty() && deliveries_saved.empty() &&
         !meta && !ping_trim && !settled_before;
}

void WriteBatch::clear() {
  projects_saved.clear();
  projects_deleted.clear();
  keys_saved.clear();
  keys_deleted.clear();
  users_saved.clear();
  users_deleted.clear();
  memberships_saved.clear();
  memberships_deleted.clear();
  sessions_saved.clear();
  sessions_deleted.clear();
  tokens_saved.clear();
  tokens_deleted.clear();
  channels_saved.clear();
  channels_deleted.clear();
  checks_saved.clear();
  checks_deleted.clear();
  states.clear();
  pings.clear();
  transitions.clear();
  alerts_saved.clear();
  deliveries_saved.clear();
  audit.clear();
  audit_seen.clear();
  meta.reset();
  ping_trim.reset();
  settled_before.reset();
}

}  // namespace muster::engine
