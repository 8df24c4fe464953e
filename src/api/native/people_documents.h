// The bodies of the native API that are about people: signing in, the own profile, users, members.
// As documents.h: what is secret appears in the answer to its creation and never again.
#pragma once

#include "api/native/documents.h"
#include "core/people.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::core {
BOOST_DESCRIBE_ENUM(Role, operator_, viewer)
BOOST_DESCRIBE_ENUM(Theme, system, light, dark)
}  // namespace muster::core

namespace muster::api::native {

// A role as people see it, where being an administrator counts as one.
enum class ShownRole { admin, operator_, viewer };
BOOST_DESCRIBE_ENUM(ShownRole, admin, operator_, viewer)

// setup: there is no user yet.
enum class SessionState { setup, signed_out, signed_in };
BOOST_DESCRIBE_ENUM(SessionState, setup, signed_out, signed_in)

struct Profile {
  core::UserId id;
  std::string name;
  std::string email;
  std::string phone;
  bool admin = false;
  std::string language;   // "en", "zh", or "" for that of the browser
  std::string time_zone;  // IANA name, or "" for that of the browser
  core::Theme theme = core::Theme::system;
  bool totp = false;
  bool has_password = false;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (id, name, email, phone, admin, language, time_zone, theme, totp,
                       has_password))

struct SessionProject {
  core::ProjectId uuid;
  std::string name;
  bool enabled = true;
  ShownRole role = ShownRole::viewer;
  bool run_commands = false;
  bool scan = false;
  bool contacts_usable = false;  // at least one contact is enabled
};
BOOST_DESCRIBE_STRUCT(SessionProject, (),
                      (uuid, name, enabled, role, run_commands, scan, contacts_usable))

struct SessionDocument {
  SessionState state = SessionState::signed_out;
  std::optional<std::string> csrf;  // to be sent as X-CSRF-Token; where a cookie was
  std::optional<Profile> user;
  std::vector<SessionProject> projects;
  std::int64_t unread = 0;  // audit events
  std::string version;
  std::string site_url;
  Time now;
};
BOOST_DESCRIBE_STRUCT(SessionDocument, (),
                      (state, csrf, user, projects, unread, version, site_url, now))

struct SetupRequest {
  std::string token;  // of the set-up link in the server's log
  std::string name;
  std::string password;
  std::optional<std::string> email;
  std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(SetupRequest, (), (token, name, password, email, language))

struct SignInRequest {
  std::string name;
  std::string password;
  std::optional<std::string> code;  // of the authenticator, where the user has one
  bool remember = false;            // for a week
};
BOOST_DESCRIBE_STRUCT(SignInRequest, (), (name, password, code, remember))

// What is left out stays; "" clears.
struct ProfileUpdate {
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> language;
  std::optional<std::string> time_zone;
  std::optional<core::Theme> theme;
};
BOOST_DESCRIBE_STRUCT(ProfileUpdate, (), (email, phone, language, time_zone, theme))

struct PasswordChange {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (old_password, new_password))

struct PasswordProof {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordProof, (), (password))

struct TotpCode {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(TotpCode, (), (code))

struct TotpSecret {
  std::string secret;  // base32
  std::string uri;     // otpauth://…, for a QR code
};
BOOST_DESCRIBE_STRUCT(TotpSecret, (), (secret, uri))

struct SessionEntry {
  core::SessionId id;
  Time created_at;
  Time last_seen_at;
  Time expires_at;
  std::string address;
  std::string user_agent;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionEntry, (),
                      (id, created_at, last_seen_at, expires_at, address, user_agent, current))

struct SessionList {
  std::vector<SessionEntry> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (sessions))

struct TokenRequest {
  static constexpr std::array<std::string_view, 2> kRequired{"name", "access"};
  std::string name;
  std::optional<core::ProjectId> project;  // good for nothing outside it
  core::KeyAccess access = core::KeyAccess::read_only;
  std::optional<Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (name, project, access, expires_at))

struct TokenDocument {
  core::ApiTokenId id;
  std::string name;
  std::optional<core::ProjectId> project;
  std::optional<std::string> project_name;
  core::KeyAccess access = core::KeyAccess::read_only;
  Time created_at;
  std::optional<Time> last_used_at;
  std::optional<Time> expires_at;
  std::optional<std::string> token;  // in the answer to its creation only
};
BOOST_DESCRIBE_STRUCT(TokenDocument, (),
                      (id, name, project, project_name, access, created_at, last_used_at,
                       expires_at, token))

struct TokenList {
  std::vector<TokenDocument> tokens;
};
BOOST_DESCRIBE_STRUCT(TokenList, (), (tokens))

struct UserRequest {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<bool> admin;
  std::optional<std::string> password;
  bool generate_password = false;
  std::optional<ShownRole> role;  // short-hand: admin, or a membership of `project`; with a token
  std::optional<std::string> project;  // uuid or name
};
BOOST_DESCRIBE_STRUCT(UserRequest, (),
                      (name, email, phone, admin, password, generate_password, role, project))

// What is left out stays; "" clears mail and phone.
struct UserUpdate {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<bool> admin;
  std::optional<bool> enabled;
};
BOOST_DESCRIBE_STRUCT(UserUpdate, (), (name, email, phone, admin, enabled))

struct MembershipDocument {
  core::ProjectId project;
  std::string project_name;
  core::Role role = core::Role::viewer;
  bool run_commands = false;
  bool scan = false;
};
BOOST_DESCRIBE_STRUCT(MembershipDocument, (), (project, project_name, role, run_commands, scan))

struct UserDocument {
  core::UserId id;
  std::string name;
  std::string email;
  std::string phone;
  bool admin = false;
  bool enabled = true;
  bool has_password = false;
  bool totp = false;
  Time created_at;
  std::optional<Time> last_seen_at;
  std::vector<MembershipDocument> memberships;
  std::optional<std::string> password;  // where one was generated, in that answer only
  std::optional<std::string> token;     // where one was made, in that answer only
};
BOOST_DESCRIBE_STRUCT(UserDocument, (),
                      (id, name, email, phone, admin, enabled, has_password, totp, created_at,
                       last_seen_at, memberships, password, token))

struct UserList {
  std::vector<UserDocument> users;
};
BOOST_DESCRIBE_STRUCT(UserList, (), (users))

struct MemberRequest {
  static constexpr std::array<std::string_view, 1> kRequired{"role"};
  core::Role role = core::Role::viewer;
  bool run_commands = false;
  bool scan = false;
};
BOOST_DESCRIBE_STRUCT(MemberRequest, (), (role, run_commands, scan))

struct MemberDocument {
  core::UserId user;
  std::string name;
  std::optional<std::string> email;  // for those who may write
  core::Role role = core::Role::viewer;
  bool run_commands = false;
  bool scan = false;
};
BOOST_DESCRIBE_STRUCT(MemberDocument, (), (user, name, email, role, run_commands, scan))

struct MemberList {
  std::vector<MemberDocument> members;
};
BOOST_DESCRIBE_STRUCT(MemberList, (), (members))

}  // namespace muster::api::native
