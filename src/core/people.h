// People: who signs in, what they may do where, and by what they are known again (sessions and API
// tokens). Values. No secret stands here in clear but a TOTP secret, which must be computed with
// and which the store seals.
#pragma once

#include "base/time.h"
#include "base/uuid.h"
#include "core/project.h"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::core {

struct User;
using UserId = Id<User>;
enum class Theme { system, light, dark };

struct User {
  UserId id;
  std::string name;  // unique, 1–64 characters
  std::string email;
  std::string phone;
  bool admin = false;  // may do everything, everywhere
  bool enabled = true;
  std::string language;   // "en", "zh"; "" follows the browser
  std::string time_zone;  // IANA name; "" follows the browser
  Theme theme = Theme::system;
  std::string password_hash;   // Argon2id; empty when none was set
  std::string totp_secret;     // base32 (RFC 4648 §6); empty when none was made
  bool totp_on = false;        // signing in takes a code as well
  std::int64_t totp_step = 0;  // of the last code that was accepted (RFC 6238 §4.2)
  Time created_at;
  std::optional<Time> last_seen_at;

  friend bool operator==(const User&, const User&) = default;
};

enum class Role { operator_, viewer };

// What a user who is no administrator may do in one project.
struct Membership {
  UserId user;
  ProjectKey project = 0;
  Role role = Role::viewer;
  bool run_commands = false;  // the two dangerous grants, apart from the role
  bool scan = false;

  friend bool operator==(const Membership&, const Membership&) = default;
};

struct Session;
using SessionId = Id<Session>;

// One browser in which a user has signed in. Only the keyed hash of its cookie is kept.
struct Session {
  SessionId id;
  UserId user;
  std::string hash;  // hex HMAC-SHA256(server secret, token)
  Time created_at;
  Time last_seen_at;  // to the minute
  Time expires_at;
  bool remember = false;  // a week from signing in, used or not; else some hours from the last use
  std::string address;    // that signed in
  std::string user_agent;

  friend bool operator==(const Session&, const Session&) = default;
};

struct ApiToken;
using ApiTokenId = Id<ApiToken>;

// What a program shows to act for a user: never more than the user may do at that moment.
struct ApiToken {
  ApiTokenId id;
  UserId user;
  std::optional<ProjectKey> project;  // set: good for nothing outside it
  KeyAccess access = KeyAccess::read_only;
  std::string name;
  std::string hash;  // hex HMAC-SHA256(server secret, token)
  Time created_at;
  std::optional<Time> last_used_at;  // to the minute
  std::optional<Time> expires_at;

  friend bool operator==(const ApiToken&, const ApiToken&) = default;
};

}  // namespace muster::core
