#include "api/access.h"

#include "base/uuid.h"

#include <algorithm>
#include <array>

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
  if (!user.enabled) return {};
  switch (user.role) {
    case core::Role::admin:
      return {.reach = Caller::Reach::instance, .access = core::KeyAccess::read_write};
    case core::Role::operator_:
    case core::Role::viewer:
      if (!user.project) return {};
      return {.reach = Caller::Reach::project,
              .project = *user.project,
              .access = user.role == core::Role::operator_ ? core::KeyAccess::read_write
                                                           : core::KeyAccess::read_only};
  }
  return {};
}

const engine::ProjectEntry* find_project(const engine::State& state, std::string_view text) {
  if (const auto uuid = parse_uuid_any_case(text)) {
    if (const auto* found = state.find_project(core::ProjectId{*uuid})) return found;
  }
  return state.find_project(text);
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

Credential credential_of(const net::Request& request, const Secrets& secrets) {
  if (request.has_header("authorization")) {
    const std::string_view token = bearer_token(request);
    return token.empty() ? Credential{} : credential_of_key(token, secrets);
  }
  return {.direct_socket = request.peer.local_socket && !is_forwarded(request)};
}

Credential credential_of_key(std::string_view key, const Secrets& secrets) {
  return {.secret_hash = secrets.hash(key)};
}

Caller identify(const engine::State& state, const Credential& credential) {
  if (credential.direct_socket) {
    return {.reach = Caller::Reach::instance, .access = core::KeyAccess::read_write};
  }
  if (credential.secret_hash.empty()) return {};
  if (const auto key = state.keys_by_hash.find(credential.secret_hash);
      key != state.keys_by_hash.end()) {
    return {.reach = Caller::Reach::project,
            .project = key->second.project,
            .access = key->second.access};
  }
  // The hash is keyed, so comparing it tells a caller nothing, however long it takes.
  const auto user = std::ranges::find(state.users, credential.secret_hash, [](const auto& entry) {
    return std::string_view(entry.second.token_hash);
  });
  return user == state.users.end() ? Caller{} : of_user(user->second);
}

Result<void> authorise(const Caller& caller, Right right, std::optional<core::ProjectKey> project) {
  const bool of_instance = caller.reach == Caller::Reach::instance;
  const bool of_project =
      of_instance || (caller.reach == Caller::Reach::project && project == caller.project);
  bool allowed = false;
  switch (right) {
    case Right::anyone:
    case Right::metrics:
      return {};  // decided where they are answered, without a record
    case Right::authenticated:
      allowed = caller.reach != Caller::Reach::nothing;
      break;
    case Right::project_read:
      allowed = of_project;
      break;
    case Right::project_write:
      allowed = of_project && caller.access == core::KeyAccess::read_write;
      break;
    case Right::instance:
      allowed = of_instance;
      break;
  }
  if (allowed) return {};
  if (caller.reach == Caller::Reach::nothing) {
    return fail(Code::unauthenticated, "send a valid token or API key: Authorization: Bearer …");
  }
  return fail(Code::forbidden, "this token or key does not give the right to do this here");
}

Result<const engine::ProjectEntry*> project_for(const engine::State& state, const Caller& caller,
                                                Right right, std::string_view uuid_or_name) {
  const engine::ProjectEntry* found = find_project(state, uuid_or_name);
  const auto key = found == nullptr ? std::nullopt : std::optional(found->project.key);
  TRY_DO(authorise(caller, right, key));
  if (found == nullptr) return fail(Code::not_found, "there is no project of that name or id");
  return found;
}

}  // namespace muster::api
