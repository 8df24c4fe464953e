// The bodies of the native API: what is asked (…Request) and what is answered. One described struct
// each, from which decoding, encoding and the OpenAPI document follow. What is secret appears in
// the answer to its creation and never again.
#pragma once

#include "api/native/check_documents.h"
#include "base/codec.h"
#include "core/alert.h"
#include "core/heartbeat.h"
#include "core/project.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace muster::core {
BOOST_DESCRIBE_ENUM(KeyAccess, read_write, read_only)
BOOST_DESCRIBE_ENUM(Direction, down, up)
BOOST_DESCRIBE_ENUM(DeliveryState, pending, sent, failed, dropped)
BOOST_DESCRIBE_ENUM(Methods, any, post_only)
BOOST_DESCRIBE_ENUM(Resume, on_ping, by_hand)
}  // namespace muster::core

namespace muster::api::native {

// The answer of calls that have nothing to say: 204.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct ProjectRequest {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ProjectRequest, (), (name))

// What is left out stays.
struct ProjectUpdate {
  std::optional<std::string> name;
  std::optional<bool> enabled;  // false pauses all its checks; true leaves them paused
};
BOOST_DESCRIBE_STRUCT(ProjectUpdate, (), (name, enabled))

struct ProjectDocument {
  core::ProjectId uuid;
  std::string name;
  bool enabled = true;
  std::optional<std::string> ping_key;  // for those who may write: it is part of every slug URL
  std::optional<std::string> badge_key;
  std::uint64_t checks = 0;
  std::uint64_t down = 0;  // of the checks
  std::uint64_t contacts = 0;
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(ProjectDocument, (),
                      (uuid, name, enabled, ping_key, badge_key, checks, down, contacts,
                       created_at))

struct ProjectList {
  std::vector<ProjectDocument> projects;
  std::optional<core::ProjectId> next;  // the value of ?after= for the next page
};
BOOST_DESCRIBE_STRUCT(ProjectList, (), (projects, next))

struct NewProjectDocument {
  core::ProjectId uuid;
  std::string name;
  std::string ping_key;
  std::string api_key;
  std::string api_key_readonly;
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(NewProjectDocument, (),
                      (uuid, name, ping_key, api_key, api_key_readonly, created_at))

struct KeyRequest {
  static constexpr std::array<std::string_view, 1> kRequired{"name"};
  std::string name;
  core::KeyAccess access = core::KeyAccess::read_write;
};
BOOST_DESCRIBE_STRUCT(KeyRequest, (), (name, access))

struct KeyDocument {
  core::ApiKeyId id;
  std::string name;
  core::KeyAccess access = core::KeyAccess::read_only;
  std::optional<std::string> key;  // in the answer to its creation only
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(KeyDocument, (), (id, name, access, key, created_at))

struct KeyList {
  std::vector<KeyDocument> keys;
};
BOOST_DESCRIBE_STRUCT(KeyList, (), (keys))

struct ContactRequest {
  std::string name;
  std::string kind;
  boost::json::value config;  // as the kind wants it
};
BOOST_DESCRIBE_STRUCT(ContactRequest, (), (name, kind, config))

struct ContactUpdate {
  std::optional<std::string> name;
  // Whole, but for secrets: what is left out is not kept, a secret that is left out is; "" removes
  // it.
  std::optional<boost::json::value> config;
};
BOOST_DESCRIBE_STRUCT(ContactUpdate, (), (name, config))

struct ContactDocument {
  core::ChannelId id;
  std::string name;
  std::string kind;
  bool enabled = true;
  bool tells_down = true;
  bool tells_up = true;
  boost::json::value config;             // without its secrets; for those who may write, else {}
  std::vector<std::string> secrets_set;  // the names of those that have a value, likewise
  std::string last_error;                // "" when the last notice went well
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(ContactDocument, (),
                      (id, name, kind, enabled, tells_down, tells_up, config, secrets_set,
                       last_error, created_at))

struct ContactList {
  std::vector<ContactDocument> contacts;
};
BOOST_DESCRIBE_STRUCT(ContactList, (), (contacts))

struct ContactTest {
  static constexpr std::array<std::string_view, 1> kRequired{"direction"};
  core::Direction direction = core::Direction::down;  // which message is tried
};
BOOST_DESCRIBE_STRUCT(ContactTest, (), (direction))

struct ContactTestAnswer {
  bool taken = false;
  std::string answer;  // what the far side said, or why it was not reached
  std::int64_t took_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ContactTestAnswer, (), (taken, answer, took_ms))

// Both to create and to change; what is left out keeps its value or takes its default. Periods and
// limits are whole seconds.
struct CheckUpdate {
  std::optional<std::string> name;
  std::optional<std::string> slug;
  std::optional<std::string> tags;  // separated by blanks
  std::optional<std::string> description;
  std::optional<std::int64_t> timeout;
  std::optional<std::string> schedule;  // cron or OnCalendar; beats timeout
  std::optional<std::string> tz;
  std::optional<std::int64_t> grace;
  std::optional<std::int64_t> start_limit;  // 0 turns it off
  std::optional<std::int64_t> run_limit;    // 0 turns it off
  std::optional<std::int64_t> failures_before_down;
  std::optional<std::int64_t> successes_before_up;
  std::optional<core::Methods> methods;
  std::optional<core::Resume> resume;
  std::optional<std::vector<std::string>> contacts;  // ids or names; "*" for all of the project
};
BOOST_DESCRIBE_STRUCT(CheckUpdate, (),
                      (name, slug, tags, description, timeout, schedule, tz, grace, start_limit,
                       run_limit, failures_before_down, successes_before_up, methods, resume,
                       contacts))

struct CheckRequest : CheckUpdate {
  static constexpr std::array<std::string_view, 1> kRequired{"name"};
};
BOOST_DESCRIBE_STRUCT(CheckRequest, (CheckUpdate), ())

enum class ShownStatus { new_, up, grace, down, paused };
BOOST_DESCRIBE_ENUM(ShownStatus, new_, up, grace, down, paused)

struct CheckDocument {
  std::string id;                     // a number that stays; no secret
  std::optional<core::CheckId> uuid;  // secret: for those who may write
  std::string name;
  std::string slug;
  std::string tags;
  std::string description;
  std::optional<std::int64_t> timeout;
  std::optional<std::string> schedule;
  std::optional<std::string> tz;
  std::int64_t grace = 0;
  std::optional<std::int64_t> start_limit;
  std::optional<std::int64_t> run_limit;
  std::int32_t failures_before_down = 1;
  std::int32_t successes_before_up = 1;
  core::Methods methods = core::Methods::any;
  core::Resume resume = core::Resume::on_ping;
  ShownStatus status = ShownStatus::new_;
  bool started = false;
  bool paused = false;
  std::optional<Time> last_ping;
  std::optional<double> last_duration;  // seconds
  std::optional<Time> next_ping;
  std::optional<Time> overdue_since;  // the expected time, once it has passed without a ping
  std::int64_t pings = 0;
  std::optional<std::string> ping_url;  // secret: for those who may write
  std::string badge_url;                // public: shows its status and nothing else
  std::vector<core::ChannelId> contacts;
  Time created_at;
  std::optional<std::vector<BarDocument>> bars;  // with ?bars=true: the last runs, oldest first
};
BOOST_DESCRIBE_STRUCT(CheckDocument, (),
                      (id, uuid, name, slug, tags, description, timeout, schedule, tz, grace,
                       start_limit, run_limit, failures_before_down, successes_before_up, methods,
                       resume, status, started, paused, last_ping, last_duration, next_ping,
                       overdue_since, pings, ping_url, badge_url, contacts, created_at, bars))

struct CheckList {
  std::vector<CheckDocument> checks;
  std::optional<std::int64_t> next;  // the value of ?after= for the next page
};
BOOST_DESCRIBE_STRUCT(CheckList, (), (checks, next))

enum class AlertReason { fail, timeout, missed_start, overrun };
BOOST_DESCRIBE_ENUM(AlertReason, fail, timeout, missed_start, overrun)

enum class AlertState { open, acknowledged, resolved };
BOOST_DESCRIBE_ENUM(AlertState, open, acknowledged, resolved)

struct AlertDocument {
  core::AlertId id;
  core::ProjectId project;
  std::string project_name;
  std::optional<core::CheckId> check;     // secret: for those who may write, while the check exists
  std::optional<std::string> check_id;    // while the check exists
  std::optional<std::string> check_name;  // likewise
  AlertReason reason = AlertReason::fail;
  AlertState state = AlertState::open;
  Time opened_at;
  std::optional<Time> acknowledged_at;
  std::optional<std::string> acknowledged_by;
  std::optional<std::string> remark;
  std::optional<Time> resolved_at;
};
BOOST_DESCRIBE_STRUCT(AlertDocument, (),
                      (id, project, project_name, check, check_id, check_name, reason, state,
                       opened_at, acknowledged_at, acknowledged_by, remark, resolved_at))

struct AcknowledgeRequest {
  std::optional<std::string> remark;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeRequest, (), (remark))

struct AlertList {
  std::vector<AlertDocument> alerts;  // newest first
  std::optional<std::string> next;    // the value of ?before= for the next page
};
BOOST_DESCRIBE_STRUCT(AlertList, (), (alerts, next))

// One notice to one contact: who was told what, when, and what the far side answered.
struct DeliveryDocument {
  core::DeliveryId id;
  std::optional<std::string> contact;  // its name, while it exists
  std::optional<core::ChannelId> contact_id;
  core::Direction direction = core::Direction::down;
  core::DeliveryState state = core::DeliveryState::pending;
  std::int32_t attempts = 0;
  Time created_at;
  std::optional<Time> next_attempt_at;  // while it is pending
  std::optional<Time> settled_at;
  std::string answer;
};
BOOST_DESCRIBE_STRUCT(DeliveryDocument, (),
                      (id, contact, contact_id, direction, state, attempts, created_at,
                       next_attempt_at, settled_at, answer))

struct AlertWithDeliveries : AlertDocument {
  std::vector<DeliveryDocument> deliveries;
};
BOOST_DESCRIBE_STRUCT(AlertWithDeliveries, (AlertDocument), (deliveries))

// The last time in which nobody watched, for which deadlines were extended.
struct Blackout {
  Time from;
  Time to;
};
BOOST_DESCRIBE_STRUCT(Blackout, (), (from, to))

struct ServerCounts {
  std::uint64_t projects = 0;
  std::uint64_t checks = 0;
  std::uint64_t open_alerts = 0;
  std::uint64_t pending_deliveries = 0;
  std::uint64_t users = 0;
};
BOOST_DESCRIBE_STRUCT(ServerCounts, (), (projects, checks, open_alerts, pending_deliveries, users))

struct ServerDocument {
  std::string version;
  Time now;
  std::optional<Blackout> blackout;
  std::optional<ServerCounts> counts;  // for administrators
};
BOOST_DESCRIBE_STRUCT(ServerDocument, (), (version, now, blackout, counts))

}  // namespace muster::api::native
