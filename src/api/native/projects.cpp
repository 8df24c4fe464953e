#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "engine/directory.h"

#include <cstdint>
#include <map>
#include <optional>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

using DownByProject = std::map<core::ProjectKey, std::uint64_t>;

// A check that is down has an open alert, and no other has.
DownByProject count_down(const engine::State& state) {
  DownByProject down;
  for (const auto& [id, alert] : state.open_alerts) ++down[alert.project];
  return down;
}

ProjectDocument document_of(const engine::ProjectEntry& entry, core::KeyAccess access,
                            const DownByProject& down) {
  const core::Project& project = entry.project;
  const bool may_write = access == core::KeyAccess::read_write;
  const auto found = down.find(project.key);
  return {.uuid = project.id,
          .name = project.name,
          .enabled = project.enabled,
          .ping_key = may_write ? std::optional(project.ping_key) : std::nullopt,
          .badge_key = may_write ? std::optional(project.badge_key) : std::nullopt,
          .checks = entry.checks.size(),
          .down = found == down.end() ? 0 : found->second,
          .contacts = entry.channels.size(),
          .created_at = project.created_at};
}

ProjectDocument document_of(const Permit& allowed) {
  return document_of(*allowed.project, allowed.grant.access, count_down(allowed.transaction.state));
}

Result<NewProjectDocument> make_project(const Permit& allowed, const Secrets& secrets,
                                        std::string name) {
  engine::Transaction& transaction = allowed.transaction;
  if (transaction.state.projects.size() >= limits::kProjects) {
    return fail(Code::limited, "the server has as many projects as it may have");
  }
  const core::Project project = TRY(engine::create_project(transaction, std::move(name)));
  const NewSecret full = new_api_key(transaction.entropy, secrets, core::KeyAccess::read_write);
  const NewSecret reader = new_api_key(transaction.entropy, secrets, core::KeyAccess::read_only);
  engine::add_api_key(
      transaction, project.key,
      {.name = "first key", .access = core::KeyAccess::read_write, .hash = full.hash});
  engine::add_api_key(
      transaction, project.key,
      {.name = "first read-only key", .access = core::KeyAccess::read_only, .hash = reader.hash});
  return NewProjectDocument{.uuid = project.id,
                            .name = project.name,
                            .ping_key = project.ping_key,
                            .api_key = full.text,
                            .api_key_readonly = reader.text,
                            .created_at = project.created_at};
}

// Those that the caller may see, by key, after the one that `after` names.
Result<ProjectList> page_of_projects(const Permit& allowed, const std::optional<std::string>& after,
                                     std::size_t rows_max) {
  const engine::State& state = allowed.transaction.state;
  auto at = state.projects.begin();
  if (after) {
    const auto uuid = parse_uuid_any_case(*after);
    const auto* entry = uuid ? state.find_project(core::ProjectId{*uuid}) : nullptr;
    if (entry == nullptr || !grant_in(state, allowed.caller, entry->project.key)) {
      return fail(Code::invalid, "expected the `next` of the page before", "after");
    }
    at = state.projects.upper_bound(entry->project.key);
  }
  const DownByProject down = count_down(state);
  ProjectList list;
  for (; at != state.projects.end(); ++at) {
    const auto grant = grant_in(state, allowed.caller, at->first);
    if (!grant) continue;
    if (list.projects.size() == rows_max) {
      list.next = list.projects.back().uuid;
      break;
    }
    list.projects.push_back(document_of(at->second, grant->access, down));
  }
  return list;
}

}  // namespace

void create_project(const Services& services, Exchange exchange) {
  answer_call_with<ProjectRequest, NewProjectDocument>(
      services, std::move(exchange), 201,
      [&services](const Permit& allowed, const Captures&, ProjectRequest body) {
        return make_project(allowed, services.secrets, std::move(body.name));
      });
}

void list_projects(const Services& services, Exchange exchange) {
  Result<std::size_t> limit = page_limit(exchange.request.query);
  std::optional<std::string> after = query_value(exchange.request.query, "after");
  answer_call<ProjectList>(
      services, std::move(exchange), 200,
      [limit = std::move(limit), after = std::move(after)](
          const Permit& allowed, const Captures&) mutable -> Result<ProjectList> {
        return page_of_projects(allowed, after, TRY(std::move(limit)));
      });
}

void get_project(const Services& services, Exchange exchange) {
  answer_call<ProjectDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&) { return document_of(allowed); });
}

void update_project(const Services& services, Exchange exchange) {
  answer_call_with<ProjectUpdate, ProjectDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&, ProjectUpdate body) -> Result<ProjectDocument> {
        const core::ProjectKey key = allowed.project->project.key;
        if (body.name) {
          TRY_DO(engine::rename_project(allowed.transaction, key, *std::move(body.name)));
        }
        if (body.enabled) {
          engine::set_project_enabled(allowed.transaction, key,
                                      *body.enabled ? engine::Enabled::yes : engine::Enabled::no);
        }
        return document_of(allowed);
      });
}

void delete_project(const Services& services, Exchange exchange) {
  answer_call<Nothing>(services, std::move(exchange), 204,
                       [](const Permit& allowed, const Captures&) -> Result<Nothing> {
                         engine::delete_project(allowed.transaction, allowed.project->project.key);
                         return Nothing{};
                       });
}

}  // namespace muster::api::native
