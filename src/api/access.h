// Access: the one place that decides who a caller is and what they may do. What a request brings is
// read on the io thread (Credential); whom it belongs to and what that one may is decided on the
// state thread, from the record, in the same transaction as the act itself (N4). Pure.
#pragma once

#include "api/services.h"
#include "base/result.h"
#include "core/project.h"
#include "engine/state.h"
#include "net/http.h"

#include <optional>
#include <string>
#include <string_view>

namespace muster::api {

// What a caller must be allowed to.
enum class Right {
  anyone,         // health probes, badges, and what carries its own secret in the URL (pings)
  metrics,        // /metrics: token or direct loopback
  authenticated,  // any valid token or key; what is shown is what its holder may see
  project_read,   // a project's key of either kind, a member, an administrator
  project_write,  // its read-write key, an operator or administrator
  instance,       // an administrator: their token, or the Unix socket in the data directory
};

struct Credential {
  bool direct_socket = false;  // straight through the Unix socket, with no other credential
  std::string secret_hash;     // Secrets::hash of the token or key; "" when none was sent

  friend bool operator==(const Credential&, const Credential&) = default;
};

// From `Authorization: Bearer <user token or project key>`; without that header, from the
// connection: a peer on the Unix socket is an administrator, unless a proxy says that it speaks for
// somebody else.
Credential credential_of(const net::Request& request, const Secrets& secrets);
// From a project key that came in some other way (X-Api-Key, a JSON field, a URL).
Credential credential_of_key(std::string_view key, const Secrets& secrets);

// True if the request came through a proxy (Forwarded, X-Forwarded-*, Via, X-Real-IP).
bool is_forwarded(const net::Request& request);
// What follows "Bearer " in Authorization; "" when there is no such thing.
std::string_view bearer_token(const net::Request& request);

struct Caller {
  enum class Reach { nothing, project, instance };
  Reach reach = Reach::nothing;
  core::ProjectKey project = 0;  // where reach is `project`
  core::KeyAccess access = core::KeyAccess::read_only;

  friend bool operator==(const Caller&, const Caller&) = default;
};

// Unknown, disabled and absent are all `nothing`.
Caller identify(const engine::State& state, const Credential& credential);

// Errors: unauthenticated when the caller is nobody, forbidden when they are somebody else.
// `project` is what a project right is about; for other rights it is ignored.
Result<void> authorise(const Caller& caller, Right right,
                       std::optional<core::ProjectKey> project = std::nullopt);

// The project that a path names by uuid or by name, if the caller has the right to it. A project
// that does not exist is not_found to administrators and forbidden to everybody else, so that names
// cannot be fished for.
Result<const engine::ProjectEntry*> project_for(const engine::State& state, const Caller& caller,
                                                Right right, std::string_view uuid_or_name);

}  // namespace muster::api
