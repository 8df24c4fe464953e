// Store: where the truth is kept. Two verbs: load everything that decides something, and commit a
// batch as one transaction. Used by the state thread alone; exactly one Store writes to a database
// at a time. What is read for people to look at goes through Reader (reader.h).
#pragma once

#include "base/result.h"
#include "core/alert.h"
#include "core/audit.h"
#include "core/check.h"
#include "core/people.h"
#include "core/ping.h"
#include "core/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

// One line of the ping log. The log is written in the order of `row` over all checks; the rows of
// one check are chained by `previous_row`, so that its history is found without an index to keep
// up.
struct PingRow {
  std::int64_t row = 0;  // 1, 2, 3 … over the whole database
  core::CheckKey check = 0;
  std::int64_t number = 0;        // 1, 2, 3 … within the check: the API's `n`
  std::int64_t previous_row = 0;  // the check's ping before this one, 0 for the first
  Time at;
  core::Ping ping;  // its kind is the one that was decided; its body is kept apart from the log
  std::optional<Duration> duration;
  std::int64_t body_bytes = 0;  // kept bytes; read back even where `ping.body` is not

  friend bool operator==(const PingRow&, const PingRow&) = default;
};

struct TransitionRow {
  std::int64_t row = 0;
  core::CheckKey check = 0;
  core::heartbeat::Transition transition;

  friend bool operator==(const TransitionRow&, const TransitionRow&) = default;
};

// What is kept in memory of an event: enough to count what somebody has not seen.
struct AuditMark {
  std::int64_t row = 0;
  std::string user_id;
  std::optional<core::ProjectKey> project;

  friend bool operator==(const AuditMark&, const AuditMark&) = default;
};

// Up to which row of the audit log somebody has seen it.
struct AuditSeen {
  core::UserId user;
  std::int64_t row = 0;

  friend bool operator==(const AuditSeen&, const AuditSeen&) = default;
};

struct CheckStateRow {
  core::CheckKey check = 0;
  core::CheckState state;

  friend bool operator==(const CheckStateRow&, const CheckStateRow&) = default;
};

// Facts about the database as a whole.
struct Meta {
  Time alive_at;                      // the server was certainly running then
  std::int64_t folded_row = 0;        // every ping up to this row is contained in its check's state
  std::optional<Time> blackout_from;  // the last absence that deadlines were extended for
  std::optional<Time> blackout_to;

  friend bool operator==(const Meta&, const Meta&) = default;
};

struct Snapshot {
  Meta meta;
  std::vector<core::Project> projects;
  std::vector<core::ApiKey> keys;
  std::vector<core::User> users;
  std::vector<core::Membership> memberships;
  std::vector<core::Session> sessions;
  std::vector<core::ApiToken> tokens;
  std::vector<core::Channel> channels;
  std::vector<core::Check> checks;         // by key
  std::vector<PingRow> unfolded;           // rows after meta.folded_row, by row, without bodies
  std::vector<core::Alert> open_alerts;    // not resolved
  std::vector<core::Delivery> deliveries;  // pending, in the order in which they were made
  std::int64_t last_ping_row = 0;          // 0 for an empty log
  std::int64_t first_ping_row = 0;         // oldest kept, 0 for an empty log
  std::int64_t last_transition_row = 0;
  std::vector<AuditMark> recent_audit;  // the newest limits::kAuditUnreadMax, oldest first
  std::vector<AuditSeen> audit_seen;
  core::CheckKey last_check = 0;  // the highest that a check has, or that its history still names
};

// Deletes old history: of the oldest limits::kRetentionRowsPerStep rows of the log, those up to
// `up_to_row` that are older than `before`.
struct PingTrim {
  std::int64_t up_to_row = 0;
  Time before;
};

// A membership is found by whose and where it is.
struct MemberKey {
  core::UserId user;
  core::ProjectKey project = 0;

  friend auto operator<=>(const MemberKey&, const MemberKey&) = default;
};

// Everything one COMMIT writes. `saved` rows are inserted or replaced whole, by their key or id.
// Deleting a project or a user deletes what is theirs; deleting a check or channel leaves its
// history and the deliveries already made to retention.
struct WriteBatch {
  std::vector<core::Project> projects_saved;
  std::vector<core::ProjectKey> projects_deleted;
  std::vector<core::ApiKey> keys_saved;
  std::vector<core::ApiKeyId> keys_deleted;
  std::vector<core::User> users_saved;
  std::vector<core::UserId> users_deleted;
  std::vector<core::Membership> memberships_saved;
  std::vector<MemberKey> memberships_deleted;
  std::vector<core::Session> sessions_saved;
  std::vector<core::SessionId> sessions_deleted;
  std::vector<core::ApiToken> tokens_saved;
  std::vector<core::ApiTokenId> tokens_deleted;
  std::vector<core::Channel> channels_saved;
  std::vector<core::ChannelKey> channels_deleted;
  std::vector<core::Check> checks_saved;
  std::vector<core::CheckKey> checks_deleted;
  std::vector<CheckStateRow> states;  // of checks already saved; only the state columns change
  std::vector<PingRow> pings;
  std::vector<TransitionRow> transitions;
  std::vector<core::Alert> alerts_saved;
  std::vector<core::Delivery> deliveries_saved;
  std::vector<core::AuditEvent> audit;
  std::vector<AuditSeen> audit_seen;
  std::optional<Meta> meta;
  std::optional<PingTrim> ping_trim;
  std::optional<Time>
      settled_before;  // deletes some transitions, alerts and deliveries settled before

  bool empty() const;
  void clear();  // keeps the capacity
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Also after a failed commit: reads again what is really there.
  virtual Result<Snapshot> load() = 0;

  // On success the whole batch survives a power cut; on an Error nothing of it was written, unless
  // the connection was lost on the way (Code::unavailable), which only load() can tell.
  virtual Result<void> commit(const WriteBatch& batch) = 0;

  // How many rows of history the last commit deleted; when none, there is nothing old left for now.
  virtual std::int64_t rows_trimmed() const = 0;
};

}  // namespace muster::engine
