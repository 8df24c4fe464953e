// The bodies of the native API: what is asked (…Request) and what is answered. One described struct
// each, from which decoding, encoding and the OpenAPI document follow. What is secret appears in
// the answer to its creation and never again.
#pragma once

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
BOOST_DESCRIBE_ENUM(Role, admin, operator_, viewer)
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

struct ProjectDocument {
  core::ProjectId uuid;
  std::string name;
  std::optional<std::string> ping_key;  // for those who may write: it is part of every slug URL
  std::uint64_t checks = 0;
  std::uint64_t contacts = 0;
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(ProjectDocument, (), (uuid, name, ping_key, checks, contacts, created_at))

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
  std::optional<boost::json::value> config;  // whole: what is left out is not kept
};
BOOST_DESCRIBE_STRUCT(ContactUpdate, (), (name, config))

struct ContactDocument {
  core::ChannelId id;
  std::string name;
  std::string kind;
  bool enabled = true;
  bool tells_down = true;
  bool tells_up = true;
  std::string last_error;  // "" when the last notice went well
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(ContactDocument, (),
                      (id, name, kind, enabled, tells_down, tells_up, last_error, created_at))

struct ContactList {
  std::vector<ContactDocument> contacts;
};
BOOST_DESCRIBE_STRUCT(ContactList, (), (contacts))

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
  std::optional<Time> last_ping;
  std::optional<Time> next_ping;
  std::int64_t pings = 0;
  std::optional<std::string> ping_url;  // secret: for those who may write
  std::vector<core::ChannelId> contacts;
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(CheckDocument, (),
                      (uuid, name, slug, tags, description, timeout, schedule, tz, grace,
                       start_limit, run_limit, failures_before_down, successes_before_up, methods,
                       resume, status, started, last_ping, next_ping, pings, ping_url, contacts,
                       created_at))

struct CheckList {
  std::vector<CheckDocument> checks;
  std::optional<std::int64_t> next;  // the value of ?after= for the next page
};
BOOST_DESCRIBE_STRUCT(CheckList, (), (checks, next))

enum class AlertReason { fail, timeout, missed_start, overrun };
BOOST_DESCRIBE_ENUM(AlertReason, fail, timeout, missed_start, overrun)

enum class AlertState { open, resolved };
BOOST_DESCRIBE_ENUM(AlertState, open, resolved)

struct AlertDocument {
  core::AlertId id;
  std::optional<core::CheckId> check;     // secret: for those who may write, while the check exists
  std::optional<std::string> check_name;  // while the check exists
  AlertReason reason = AlertReason::fail;
  AlertState state = AlertState::open;
  Time opened_at;
  std::optional<Time> resolved_at;
};
BOOST_DESCRIBE_STRUCT(AlertDocument, (),
                      (id, check, check_name, reason, state, opened_at, resolved_at))

struct AlertList {
  std::vector<AlertDocument> alerts;  // newest first
  std::optional<Time> next;           // the value of ?before= for the next page
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

struct UserRequest {
  std::string name;
  std::optional<std::string> email;
  core::Role role = core::Role::viewer;
  std::optional<std::string> project;  // uuid or name; of an operator or viewer
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(UserRequest, (), (name, email, role, project, password))

struct UserDocument {
  core::UserId id;
  std::string name;
  std::string email;
  core::Role role = core::Role::viewer;
  std::optional<core::ProjectId> project;
  bool enabled = true;
  bool has_password = false;
  std::optional<std::string> token;  // in the answer to its creation only
  Time created_at;
};
BOOST_DESCRIBE_STRUCT(UserDocument, (),
                      (id, name, email, role, project, enabled, has_password, token, created_at))

struct UserList {
  std::vector<UserDocument> users;
};
BOOST_DESCRIBE_STRUCT(UserList, (), (users))

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
