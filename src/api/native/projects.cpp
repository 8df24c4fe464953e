#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "engine/directory.h"

#include <optional>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

ProjectDocument document_of(const engine::ProjectEntry& entry, const Caller& caller) {
  const bool may_write = caller.access == core::KeyAccess::read_write;
  return {.uuid = entry.project.id,
          .name = entry.project.name,
          .ping_key = may_write ? std::optional(entry.project.ping_key) : std::nullopt,
          .checks = entry.checks.size(),
          .contacts = entry.channels.size(),
          .created_at = entry.project.created_at};
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
  const auto& projects = allowed.transaction.state.projects;
  ProjectList list;
  if (allowed.caller.reach == Caller::Reach::project) {
    list.projects.push_back(document_of(projects.at(allowed.caller.project), allowed.caller));
    return list;
  }
  auto at = projects.begin();
  if (after) {
    const auto uuid = parse_uuid_any_case(*after);
    const auto* entry =
        uuid ? allowed.transaction.state.find_project(core::ProjectId{*uuid}) : nullptr;
    if (entry == nullptr) {
      return fail(Code::invalid, "expected the `next` of the page before", "after");
    }
    at = projects.upper_bound(entry->project.key);
  }
  for (; at != projects.end() && list.projects.size() < rows_max; ++at) {
    list.projects.push_back(document_of(at->second, allowed.caller));
  }
  if (at != projects.end()) list.next = list.projects.back().uuid;
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
  answer_call<ProjectDocument>(services, std::move(exchange), 200,
                               [](const Permit& allowed, const Captures&) {
                                 return document_of(*allowed.project, allowed.caller);
                               });
}

void rename_project(const Services& services, Exchange exchange) {
  answer_call_with<ProjectRequest, ProjectDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&, ProjectRequest body) -> Result<ProjectDocument> {
        TRY_DO(engine::rename_project(allowed.transaction, allowed.project->project.key,
                                      std::move(body.name)));
        return document_of(*allowed.project, allowed.caller);
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
