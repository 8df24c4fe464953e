// Audit events: who did what to what, when, from where, and what came of it. Values; a row is
// written once and never changed, only taken away by age (N13).
#pragma once

#include "base/time.h"
#include "core/project.h"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::core {

enum class AuditOutcome {
  done,
  refused,  // for want of a right or of a valid credential
  failed,   // allowed, but impossible or wrong
};

struct AuditEvent {
  std::int64_t row = 0;  // 1, 2, 3 … over the whole database
  Time at;
  std::string user_id;  // "" for a project key, the administrative socket, or nobody
  std::string actor;    // a user's name, or "key …", "token …", "administrator (socket)", "nobody"
  std::string address;  // of the client; "" for the socket
  std::string action;   // "check.update"
  std::string object_kind;
  std::string object_id;
  std::string object_name;            // as it was called then
  std::optional<ProjectKey> project;  // where it happened
  AuditOutcome outcome = AuditOutcome::done;
  std::string detail;  // what was asked for, or why not; without secrets

  friend bool operator==(const AuditEvent&, const AuditEvent&) = default;
};

}  // namespace muster::core
