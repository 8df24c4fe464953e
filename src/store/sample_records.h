// Records for tests: `full_…` has every field set to something that only it has, `bare_…` leaves
// empty what may be empty.
#pragma once

#include "engine/ports/store.h"

#include <cstdint>
#include <memory>
#include <string>

namespace muster::store {

inline Uuid uuid_of(std::uint8_t kind, std::int64_t number) {
  Uuid uuid;
  uuid.bytes[0] = kind;
  for (std::size_t i = 0; i < 8; ++i) {
    uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return uuid;
}

inline Time moment(std::int64_t micros) { return from_micros(1'700'000'000'000'000 + micros); }

inline core::Project bare_project(std::int64_t key) {
  return {.key = key, .id = {uuid_of(1, key)}, .name = "p" + std::to_string(key)};
}
inline core::Project full_project(std::int64_t key) {
  return {.key = key,
          .id = {uuid_of(1, key)},
          .name = "Zahnärzte \"O'Hara\"; DROP TABLE projects; --",
          .ping_key = "abcdefghijklmnopqrstuv",
          .badge_key = "zyxwvutsrqponmlkjihgfe",
          .enabled = false,
          .created_at = moment(key)};
}

inline core::ApiKey bare_key(std::int64_t number) { return {.id = {uuid_of(2, number)}}; }
inline core::ApiKey full_key(std::int64_t number, core::ProjectKey project) {
  return {.id = {uuid_of(2, number)},
          .project = project,
          .name = "deploy",
          .access = core::KeyAccess::read_only,
          .hash = std::string(64, 'a'),
          .created_at = moment(10 + number)};
}

inline core::User bare_user(std::int64_t number) { return {.id = {uuid_of(3, number)}}; }
inline core::User full_user(std::int64_t number) {
  return {.id = {uuid_of(3, number)},
          .name = "ada",
          .email = "ada@example.org",
          .phone = "+49 30 123456",
          .admin = true,
          .enabled = false,
          .language = "zh",
          .time_zone = "Asia/Shanghai",
          .theme = core::Theme::dark,
          .password_hash = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA",
          .totp_secret = "S3CRETS3CRETS3CRETS3CRETS3CRETS3",
          .totp_on = true,
          .totp_step = 58'333'333,
          .created_at = moment(20 + number),
          .last_seen_at = moment(21 + number)};
}

inline core::Membership bare_membership(core::UserId user, core::ProjectKey project) {
  return {.user = user, .project = project};
}
inline core::Membership full_membership(core::UserId user, core::ProjectKey project) {
  return {.user = user,
          .project = project,
          .role = core::Role::operator_,
          .run_commands = true,
          .scan = true};
}

inline core::Session bare_session(std::int64_t number, core::UserId user) {
  return {.id = {uuid_of(11, number)}, .user = user};
}
inline core::Session full_session(std::int64_t number, core::UserId user) {
  return {.id = {uuid_of(11, number)},
          .user = user,
          .hash = std::string(64, 'c'),
          .created_at = moment(40 + number),
          .last_seen_at = moment(41 + number),
          .expires_at = moment(42 + number),
          .remember = true,
          .address = "2001:db8::2",
          .user_agent = "Mozilla/5.0 \"'; DROP TABLE sessions; --"};
}

inline core::ApiToken bare_token(std::int64_t number, core::UserId user) {
  return {.id = {uuid_of(12, number)}, .user = user};
}
inline core::ApiToken full_token(std::int64_t number, core::UserId user, core::ProjectKey project) {
  return {.id = {uuid_of(12, number)},
          .user = user,
          .project = project,
          .access = core::KeyAccess::read_write,
          .name = "deploy",
          .hash = std::string(64, 'd'),
          .created_at = moment(50 + number),
          .last_used_at = moment(51 + number),
          .expires_at = moment(52 + number)};
}

inline core::Channel bare_channel(std::int64_t key) {
  return {.key = key, .id = {uuid_of(4, key)}};
}
inline core::Channel full_channel(std::int64_t key, core::ProjectKey project) {
  return {.key = key,
          .id = {uuid_of(4, key)},
          .project = project,
          .kind = "webhook",
          .name = "on call",
          .config = R"({"url":"https://hooks.example.org/s3cret-of-)" + std::to_string(key) + "\"}",
          .enabled = false,
          .wants_down = false,
          .wants_up = false,
          .last_error = "HTTP 500",
          .created_at = moment(30 + key)};
}

inline core::Check bare_check(std::int64_t key) { return {.key = key, .id = {uuid_of(5, key)}}; }
core::Check full_check(std::int64_t key, core::ProjectKey project);
core::CheckState full_state();

inline engine::PingRow bare_ping(std::int64_t row, core::CheckKey check,
                                 std::int64_t previous_row) {
  return {
      .row = row, .check = check, .number = row, .previous_row = previous_row, .at = moment(row)};
}
inline engine::PingRow full_ping(std::int64_t row, core::CheckKey check,
                                 std::int64_t previous_row) {
  engine::PingRow ping = bare_ping(row, check, previous_row);
  ping.ping = {.kind = core::PingKind::fail,
               .scheme = core::Scheme::email,
               .remote_address = "2001:db8::1",
               .method = "POST",
               .user_agent = "curl/7.88.1 \\\"{},NULL\" 'x'",
               .rid = uuid_of(6, row),
               .exit_status = 255,
               .body = std::string("line 1\n\0\xFF\xFE\\x\"'", 15)};
  ping.duration = Duration(1'234'567);
  ping.body_bytes = static_cast<std::int64_t>(ping.ping.body.size());
  return ping;
}

inline engine::TransitionRow full_transition(std::int64_t row, core::CheckKey check) {
  return {.row = row,
          .check = check,
          .transition = {.from = core::Status::up,
                         .to = core::Status::down,
                         .reason = core::heartbeat::Reason::missed_start,
                         .at = moment(row)}};
}

inline core::Alert bare_alert(std::int64_t number, core::CheckKey check, core::ProjectKey project) {
  return {.id = {uuid_of(7, number)},
          .check = check,
          .project = project,
          .reason = core::heartbeat::Reason::overrun,
          .opened_at = moment(number)};
}

inline core::Alert full_alert(std::int64_t number, core::CheckKey check, core::ProjectKey project) {
  core::Alert alert = bare_alert(number, check, project);
  alert.acknowledged_at = moment(number + 1);
  alert.acknowledged_by = "Ada Lovelace";
  alert.remark = "ticket \"4711\";\nüber Nacht 🚀";
  return alert;
}

inline core::Delivery bare_delivery(std::int64_t number) {
  return {.id = {uuid_of(8, number)}, .alert = {uuid_of(7, number)}};
}
inline core::Delivery full_delivery(std::int64_t number, core::AlertId alert) {
  return {.id = {uuid_of(8, number)},
          .alert = alert,
          .check = 3,
          .channel = 4,
          .direction = core::Direction::up,
          .reason = core::heartbeat::Reason::timeout,
          .transition_at = moment(1),
          .ping_row = 77,
          .state = core::DeliveryState::failed,
          .attempts = 9,
          .created_at = moment(2),
          .next_attempt_at = moment(3),
          .settled_at = moment(4),
          .answer = "HTTP 410 gone"};
}

// Filters are compared by what they say, not by where they are.
bool same(const core::Check& a, core::Check b);

}  // namespace muster::store
