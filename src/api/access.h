// Access: the one place that decides who a caller is and what they may do. What a request brings is
// read on the io thread (Credential); whom it belongs to and what that one may is decided on the
// state thread, from the record, in the same transaction as the act itself (N4). Pure.
#pragma once

#include "api/services.h"
#include "base/result.h"
#include "core/people.h"
#include "core/project.h"
#include "engine/state.h"
#include "net/http.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api {

// What a caller must be allowed to.
enum class Right {
  anyone,         // health probes, badges, signing in, and what carries its own secret in the URL
  metrics,        // /metrics: token or direct loopback
  authenticated,  // any valid credential; what is shown is what its holder may see
  signed_in,      // a person, about themselves: by session, or a token that is good everywhere
  project_read,   // a project's key of either kind, a member, an administrator
  project_write,  // its read-write key, an operator or administrator
  instance,       // an administrator: in person, or the Unix socket in the data directory
};

// Whether the page that asks is ours. It matters where the browser adds the credential by itself.
enum class PageProof {
  none,     // nothing speaks for or against it
  foreign,  // another site's page: Origin or Referer name another host
  given,    // it knows the session's CSRF token
};

struct Credential {
  bool direct_socket = false;  // straight through the Unix socket, with no other credential
  std::string secret_hash;     // Secrets::hash of the token or key; "" when none was sent
  std::string session_hash;    // the same of the session cookie, where no Authorization was sent
  PageProof proof = PageProof::none;
  bool changes = false;  // the verb is neither GET nor HEAD

  friend bool operator==(const Credential&, const Credential&) = default;
};

// From `Authorization: Bearer <API token or project key>`; without that header, from the session
// cookie; without that, from the connection: a peer on the Unix socket is an administrator, unless
// a proxy says that it speaks for somebody else.
Credential credential_of(const net::Request& request, const Secrets& secrets, const Site& site);
// From a project key that came in some other way (X-Api-Key, a JSON field, a URL).
Credential credential_of_key(std::string_view key, const Secrets& secrets);
// What a page of ours must send as X-CSRF-Token with everything but GET and HEAD.
std::string csrf_token(const Secrets& secrets, std::string_view session_hash);

// True if the request came through a proxy (Forwarded, X-Forwarded-*, Via, X-Real-IP).
bool is_forwarded(const net::Request& request);
// What follows "Bearer " in Authorization; "" when there is no such thing.
std::string_view bearer_token(const net::Request& request);

struct Caller {
  enum class Reach {
    nothing,
    project,   // a project's key: `project` and nothing else
    member,    // a person: what their memberships say, or a token of theirs that is cut down
    instance,  // an administrator
  };
  Reach reach = Reach::nothing;
  core::ProjectKey project = 0;  // set: nothing outside it
  // At the most. Once permit() has let the caller into a project: exactly, there.
  core::KeyAccess access = core::KeyAccess::read_only;
  std::optional<core::UserId> user;
  std::string user_name;
  std::optional<core::SessionId> session;
  std::optional<core::ApiTokenId> token;
  std::string token_name;  // of the API token, or of the project key

  friend bool operator==(const Caller&, const Caller&) = default;
};

// Unknown, expired, disabled and absent are all `nothing`.
Caller identify(const engine::State& state, const Credential& credential, Time now);
// The same where nothing but a project key is taken.
Caller identify_key(const engine::State& state, const Credential& credential);

// What a caller may do in one project.
struct Grant {
  core::KeyAccess access = core::KeyAccess::read_only;
  bool run_commands = false;
  bool scan = false;

  friend bool operator==(const Grant&, const Grant&) = default;
};
std::optional<Grant> grant_in(const engine::State& state, const Caller& caller,
                              core::ProjectKey project);
// Those in which the caller may see anything, by key.
std::vector<core::ProjectKey> visible_projects(const engine::State& state, const Caller& caller);

// What a request that changes something must fulfil besides its right. forbidden: a browser sends
// it for a page that is not ours, or does not prove that it is (cross-site request forgery); the
// token may only read.
Result<void> check_change(const Caller& caller, const Credential& credential, Right right);

// Errors: unauthenticated when the caller is nobody, forbidden when they are somebody else.
// `project` is what a project right is about; for other rights it is ignored.
Result<void> authorise(const engine::State& state, const Caller& caller, Right right,
                       std::optional<core::ProjectKey> project = std::nullopt);

// By uuid or by name; null where there is none. Whether the caller may know is not asked.
const engine::ProjectEntry* find_project(const engine::State& state, std::string_view uuid_or_name);

// The project that a path names by uuid or by name, if the caller has the right to it. A project
// that does not exist is not_found to administrators and forbidden to everybody else, so that names
// cannot be fished for.
Result<const engine::ProjectEntry*> project_for(const engine::State& state, const Caller& caller,
                                                Right right, std::string_view uuid_or_name);

}  // namespace muster::api
