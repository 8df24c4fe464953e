#include "api/audit_trail.h"

#include "engine/audit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace muster::api {
namespace {

struct Named {
  net::Method verb;
  std::string_view path;
  std::string_view action;
};

using enum net::Method;

constexpr std::array kActs{
    Named{post, "/v1/projects", "project.create"},
    Named{patch, "/v1/projects/{project}", "project.update"},
    Named{delete_, "/v1/projects/{project}", "project.delete"},
    Named{put, "/v1/projects/{project}/members/{user}", "member.set"},
    Named{delete_, "/v1/projects/{project}/members/{user}", "member.remove"},
    Named{post, "/v1/projects/{project}/keys", "key.create"},
    Named{delete_, "/v1/projects/{project}/keys/{key}", "key.delete"},
    Named{post, "/v1/projects/{project}/contacts", "contact.create"},
    Named{patch, "/v1/projects/{project}/contacts/{contact}", "contact.update"},
    Named{delete_, "/v1/projects/{project}/contacts/{contact}", "contact.delete"},
    Named{post, "/v1/projects/{project}/contacts/{contact}/enable", "contact.enable"},
    Named{post, "/v1/projects/{project}/contacts/{contact}/disable", "contact.disable"},
    Named{post, "/v1/projects/{project}/contacts/{contact}/test", "contact.test"},
    Named{post, "/v1/projects/{project}/checks", "check.create"},
    Named{post, "/v1/projects/{project}/checks/bulk", "check.bulk"},
    Named{patch, "/v1/projects/{project}/checks/{check}", "check.update"},
    Named{delete_, "/v1/projects/{project}/checks/{check}", "check.delete"},
    Named{post, "/v1/projects/{project}/checks/{check}/pause", "check.pause"},
    Named{post, "/v1/projects/{project}/checks/{check}/resume", "check.resume"},
    Named{post, "/v1/projects/{project}/alerts/{alert}/acknowledge", "alert.acknowledge"},
    Named{post, "/v1/session", "session.create"},
    Named{delete_, "/v1/session", "session.end"},
    Named{post, "/v1/setup", "user.create"},
    Named{patch, "/v1/profile", "profile.update"},
    Named{post, "/v1/profile/password", "profile.password"},
    Named{delete_, "/v1/profile/sessions/{session}", "session.end"},
    Named{post, "/v1/profile/totp", "profile.totp_begin"},
    Named{put, "/v1/profile/totp", "profile.totp_on"},
    Named{post, "/v1/profile/totp/off", "profile.totp_off"},
    Named{post, "/v1/profile/tokens", "token.create"},
    Named{delete_, "/v1/profile/tokens/{token}", "token.delete"},
    Named{post, "/v1/users", "user.create"},
    Named{patch, "/v1/users/{user}", "user.update"},
    Named{delete_, "/v1/users/{user}", "user.delete"},
    Named{post, "/v1/users/{user}/password", "user.password"},
};

std::string actor_of(const Caller& caller) {
  if (!caller.user_name.empty()) {
    return caller.token_name.empty()
               ? caller.user_name
               : fmt::format("{} (token {})", caller.user_name, caller.token_name);
  }
  if (caller.reach == Caller::Reach::instance) return "administrator (socket)";
  if (caller.reach == Caller::Reach::project) return fmt::format("key {}", caller.token_name);
  return "nobody";
}

core::AuditOutcome outcome_of(const Error* error) {
  if (error == nullptr) return core::AuditOutcome::done;
  const bool refused = error->code == Code::forbidden || error->code == Code::unauthenticated ||
                       error->code == Code::limited;
  return refused ? core::AuditOutcome::refused : core::AuditOutcome::failed;
}

// A check of the project that the path names, by its number: its uuid is a secret.
void name_check(const engine::State& state, ActObject& object) {
  std::optional<engine::CheckSlot> slot;
  if (const auto uuid = parse_uuid_any_case(object.id)) {
    slot = state.checks.find(core::CheckId{*uuid});
    object.id.clear();
  } else {
    core::CheckKey key = 0;
    const char* const end = object.id.data() + object.id.size();
    if (std::from_chars(object.id.data(), end, key).ptr == end) slot = state.checks.find(key);
  }
  if (!slot) return;
  const core::Check& check = state.checks.at(*slot).check;
  if (check.project != object.project) return;
  object.id = std::to_string(check.key);
  object.name = check.spec.name;
}

void name_contact(const engine::State& state, ActObject& object) {
  const auto uuid = parse_uuid_any_case(object.id);
  const core::Channel* channel = uuid ? state.find_channel(core::ChannelId{*uuid}) : nullptr;
  if (channel != nullptr && channel->project == object.project) object.name = channel->name;
}

void name_user(const engine::State& state, ActObject& object) {
  const auto uuid = parse_uuid_any_case(object.id);
  const core::User* user = uuid ? state.find_user(core::UserId{*uuid}) : state.find_user(object.id);
  if (user == nullptr) return;
  object.id = to_string(user->id);
  object.name = user->name;
}

}  // namespace

std::string_view action_of(net::Method verb, std::string_view path) {
  const auto found = std::ranges::find_if(
      kActs, [&](const Named& act) { return act.verb == verb && act.path == path; });
  return found == kActs.end() ? std::string_view() : found->action;
}

ActObject object_of(const engine::State& state, const Act& act, const Caller& caller,
                    const std::vector<std::string>& captures, bool names_project) {
  ActObject object{
      .kind = std::string(act.action.substr(0, act.action.find('.'))), .id = {}, .name = {}};
  if (act.action.empty() || captures.empty()) return object;
  const auto* entry = names_project ? find_project(state, captures[0]) : nullptr;
  if (entry != nullptr) object.project = entry->project.key;
  const bool may_see = entry != nullptr && grant_in(state, caller, entry->project.key);
  const bool of_project = object.kind == "project";
  if (names_project && captures.size() == 1 && !of_project) return object;
  object.id = captures.back();
  if (of_project && may_see) {
    object.id = to_string(entry->project.id);
    object.name = entry->project.name;
  }
  if (object.kind == "check" && may_see) name_check(state, object);
  if (object.kind == "contact" && may_see) name_contact(state, object);
  const bool of_person = object.kind == "user" || object.kind == "member";
  if (of_person && caller.reach == Caller::Reach::instance) name_user(state, object);
  return object;
}

void record_act(engine::Transaction& transaction, const Act& act, const Caller& caller,
                ActObject object, const Error* error) {
  // Who has no valid credential at all could fill the log at will.
  if (act.action.empty() || caller.reach == Caller::Reach::nothing) return;
  engine::record(transaction, {.user_id = caller.user ? to_string(*caller.user) : "",
                               .actor = actor_of(caller),
                               .address = act.address,
                               .action = std::string(act.action),
                               .object_kind = std::move(object.kind),
                               .object_id = std::move(object.id),
                               .object_name = std::move(object.name),
                               .project = object.project,
                               .outcome = outcome_of(error),
                               .detail = error == nullptr ? std::string() : to_string(*error)});
}

void record_refused_sign_in(engine::Transaction& transaction, const Act& act, std::string_view name,
                            const Error& error) {
  const core::User* const user = transaction.state.find_user(name);
  engine::record(transaction, {.actor = "nobody",
                               .address = act.address,
                               .action = std::string(act.action),
                               .object_kind = "user",
                               .object_id = user == nullptr ? "" : to_string(user->id),
                               .object_name = std::string(name),
                               .project = std::nullopt,
                               .outcome = core::AuditOutcome::refused,
                               .detail = error.message});
}

}  // namespace muster::api
