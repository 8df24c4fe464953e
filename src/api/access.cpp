#include "api/access.h"

#include "api/session_cookie.h"
#include "base/uuid.h"
#include "engine/accounts.h"

#include <algorithm>
#include <array>

#include <sodium.h>

namespace muster::api {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool begins_with_scheme(std::string_view text) {
  return text.size() > kScheme.size() &&
         std::ranges::equal(text.substr(0, kScheme.size()), kScheme, {}, [](char c) {
           return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
         });
}

Caller of_user(const core::User& user) {
  Caller caller{.reach = user.admin ? Caller::Reach::instance : Caller::Reach::member,
                .access = core::KeyAccess::read_write};
  caller.user = user.id;
  caller.user_name = user.name;
  return caller;
}

Caller of_session(const engine::State& state, const core::Session& session) {
  Caller caller = of_user(state.users.at(session.user));
  caller.session = session.id;
  return caller;
}

// What its user may, cut down to what the token is for.
Caller of_token(const engine::State& state, const core::ApiToken& token) {
  Caller caller = of_user(state.users.at(token.user));
  if (token.project) {
    caller.reach = Caller::Reach::member;
    caller.project = *token.project;
  }
  caller.access = token.access;
  caller.token = token.id;
  caller.token_name = token.name;
  return caller;
}

// What the records say, whatever credential was shown.
std::optional<Grant> grant_of_record(const engine::State& state, const Caller& caller,
                                     core::ProjectKey project) {
  constexpr Grant kEverything{core::KeyAccess::read_write, true, true};
  switch (caller.reach) {
    case Caller::Reach::nothing:
      return std::nullopt;
    case Caller::Reach::project:
      return Grant{.access = caller.access};
    case Caller::Reach::instance:
      return kEverything;
    case Caller::Reach::member:
      break;
  }
  const core::User* user = state.find_user(*caller.user);
  if (user == nullptr) return std::nullopt;
  if (user->admin) return kEverything;
  const core::Membership* membership = state.find_membership(user->id, project);
  if (membership == nullptr) return std::nullopt;
  const bool may_write = membership->role == core::Role::operator_;
  return Grant{may_write ? core::KeyAccess::read_write : core::KeyAccess::read_only,
               membership->run_commands, membership->scan};
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

PageProof proof_of(const net::Request& request, const Secrets& secrets, const Site& site,
                   std::string_view session_hash) {
  if (is_from_another_site(request, site)) return PageProof::foreign;
  const std::string_view sent = request.header("x-csrf-token");
  const bool proven = !session_hash.empty() && !sent.empty() &&
                      equal_in_constant_time(sent, csrf_token(secrets, session_hash));
  return proven ? PageProof::given : PageProof::none;
}

}  // namespace

bool is_forwarded(const net::Request& request) {
  constexpr std::array<std::string_view, 4> kProxyHeaders{"forwarded", "via", "x-real-ip",
                                                          "x-forwarded"};
  return std::ranges::any_of(request.headers, [&](const auto& header) {
    const std::string_view name = header.first;
    return std::ranges::find(kProxyHeaders, name) != kProxyHeaders.end() ||
           name.starts_with("x-forwarded-");
  });
}

std::string_view bearer_token(const net::Request& request) {
  std::string_view value = request.header("authorization");
  if (!begins_with_scheme(value)) return {};
  value.remove_prefix(kScheme.size());
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

Credential credential_of(const net::Request& request, const Secrets& secrets, const Site& site) {
  Credential credential;
  credential.changes = request.method != net::Method::get && request.method != net::Method::head;
  if (request.has_header("authorization")) {
    const std::string_view token = bearer_token(request);
    if (!token.empty()) credential.secret_hash = secrets.hash(token);
    return credential;
  }
  const std::string_view cookie = SessionCookie::for_request(request, site).token_in(request);
  if (!cookie.empty()) credential.session_hash = secrets.hash(cookie);
  credential.proof = proof_of(request, secrets, site, credential.session_hash);
  credential.direct_socket = cookie.empty() && request.peer.local_socket && !is_forwarded(request);
  return credential;
}

Credential credential_of_key(std::string_view key, const Secrets& secrets) {
  return {.secret_hash = secrets.hash(key)};
}

std::string csrf_token(const Secrets& secrets, std::string_view session_hash) {
  constexpr std::size_t kDigits = 64;
  return secrets.sign("csrf", session_hash, kDigits);
}

Caller identify_key(const engine::State& state, const Credential& credential) {
  const auto key = state.keys_by_hash.find(credential.secret_hash);
  if (credential.secret_hash.empty() || key == state.keys_by_hash.end()) return {};
  Caller caller{.reach = Caller::Reach::project,
                .project = key->second.project,
                .access = key->second.access};
  caller.token_name = key->second.name;
  return caller;
}

// Hashes are keyed, so looking them up tells a caller nothing, however long it takes.
Caller identify(const engine::State& state, const Credential& credential, Time now) {
  if (credential.direct_socket) {
    return {.reach = Caller::Reach::instance, .access = core::KeyAccess::read_write};
  }
  if (!credential.session_hash.empty()) {
    const core::Session* session = engine::find_session(state, credential.session_hash, now);
    return session == nullptr ? Caller{} : of_session(state, *session);
  }
  if (credential.secret_hash.empty()) return {};
  const core::ApiToken* token = engine::find_token(state, credential.secret_hash, now);
  return token == nullptr ? identify_key(state, credential) : of_token(state, *token);
}

std::optional<Grant> grant_in(const engine::State& state, const Caller& caller,
                              core::ProjectKey project) {
  if (caller.project != 0 && caller.project != project) return std::nullopt;
  std::optional<Grant> grant = grant_of_record(state, caller, project);
  if (grant && caller.access == core::KeyAccess::read_only) grant = Grant{};
  return grant;
}

std::vector<core::ProjectKey> visible_projects(const engine::State& state, const Caller& caller) {
  std::vector<core::ProjectKey> visible;
  for (const auto& [key, entry] : state.projects) {
    if (grant_in(state, caller, key)) visible.push_back(key);
  }
  return visible;
}

Result<void> check_change(const Caller& caller, const Credential& credential, Right right) {
  if (!credential.changes) return {};
  if (credential.proof == PageProof::foreign) {
    return fail(Code::forbidden, "this request comes from a page of another site");
  }
  const bool by_cookie = caller.session.has_value() && right != Right::anyone;
  if (by_cookie && credential.proof != PageProof::given) {
    return fail(Code::forbidden, "send the `csrf` of GET /v1/session as X-CSRF-Token");
  }
  // In projects the grant says so.
  const bool elsewhere = right == Right::instance || right == Right::signed_in;
  if (elsewhere && caller.reach != Caller::Reach::nothing &&
      caller.access == core::KeyAccess::read_only) {
    return fail(Code::forbidden, "this token may only read");
  }
  return {};
}

Result<void> authorise(const engine::State& state, const Caller& caller, Right right,
                       std::optional<core::ProjectKey> project) {
  std::optional<Grant> grant;
  if (project) {
    grant = grant_in(state, caller, *project);
  } else if (caller.reach == Caller::Reach::instance) {
    grant = Grant{.access = caller.access};  // in whatever project there may be
  }
  bool allowed = false;
  switch (right) {
    case Right::anyone:
    case Right::metrics:
      return {};  // decided where they are answered, without a record
    case Right::authenticated:
      allowed = caller.reach != Caller::Reach::nothing;
      break;
    case Right::signed_in:
      allowed = caller.user && caller.project == 0;
      break;
    case Right::project_read:
      allowed = grant.has_value();
      break;
    case Right::project_write:
      allowed = grant && grant->access == core::KeyAccess::read_write;
      break;
    case Right::instance:
      allowed = caller.reach == Caller::Reach::instance;
      break;
  }
  if (allowed) return {};
  if (caller.reach == Caller::Reach::nothing) {
    return fail(Code::unauthenticated,
                "sign in, or send a valid token or API key: Authorization: Bearer …");
  }
  return fail(Code::forbidden, "you do not have the right to do this here");
}

const engine::ProjectEntry* find_project(const engine::State& state, std::string_view text) {
  if (const auto uuid = parse_uuid_any_case(text)) {
    if (const auto* found = state.find_project(core::ProjectId{*uuid})) return found;
  }
  return state.find_project(text);
}

Result<const engine::ProjectEntry*> project_for(const engine::State& state, const Caller& caller,
                                                Right right, std::string_view uuid_or_name) {
  const engine::ProjectEntry* found = find_project(state, uuid_or_name);
  const auto key = found == nullptr ? std::nullopt : std::optional(found->project.key);
  TRY_DO(authorise(state, caller, right, key));
  if (found == nullptr) return fail(Code::not_found, "there is no project of that name or id");
  return found;
}

}  // namespace muster::api
