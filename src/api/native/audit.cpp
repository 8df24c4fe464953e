#include "engine/audit.h"

#include "api/native/audit_documents.h"
#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/people.h"
#include "api/url_text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

struct ProjectName {
  core::ProjectId id;
  std::string name;
};

struct Question {
  engine::AuditFilter filter;
  std::int64_t seen = 0;
  std::map<core::ProjectKey, ProjectName> projects;  // that may occur
};

Result<std::optional<std::int64_t>> row_before(std::string_view query) {
  const auto text = query_value(query, "before");
  if (!text) return std::nullopt;
  std::int64_t row = 0;
  const char* const end = text->data() + text->size();
  if (std::from_chars(text->data(), end, row).ptr == end && row > 0) return row;
  return fail(Code::invalid, "expected the `next` of the page before", "before");
}

Result<std::optional<core::AuditOutcome>> outcome_of(std::string_view query) {
  const auto text = query_value(query, "outcome");
  if (!text || text->empty()) return std::nullopt;
  if (*text == "done") return core::AuditOutcome::done;
  if (*text == "refused") return core::AuditOutcome::refused;
  if (*text == "failed") return core::AuditOutcome::failed;
  return fail(Code::invalid, "expected one of done, refused, failed", "outcome");
}

// "check.update", or "check." for everything about checks.
Result<std::string> action_asked(std::string_view query) {
  const std::string text = query_value(query, "action").value_or("");
  const bool well_formed = std::ranges::all_of(
      text, [](char c) { return c == '.' || c == '_' || (c >= 'a' && c <= 'z'); });
  if (well_formed) return text;
  return fail(Code::invalid, "expected a word such as check.update or check.", "action");
}

Result<Question> look(const Permit& allowed, std::string_view query) {
  const engine::State& state = allowed.transaction.state;
  const Caller& caller = allowed.caller;
  Question asked;
  engine::AuditFilter& filter = asked.filter;
  filter.everything = caller.reach == Caller::Reach::instance;
  for (const core::ProjectKey key : visible_projects(state, caller)) {
    const core::Project& project = state.projects.at(key).project;
    asked.projects.emplace(key, ProjectName{.id = project.id, .name = project.name});
    // What happened in a project is for those who may also act there.
    if (may_write(allowed, key)) filter.projects.push_back(key);
  }
  if (caller.user) {
    filter.own_user_id = to_string(*caller.user);
    if (const auto seen = state.audit_seen.find(*caller.user); seen != state.audit_seen.end()) {
      asked.seen = seen->second;
    }
  }
  if (const auto name = query_value(query, "project"); name && !name->empty()) {
    const auto* entry = TRY(project_for(state, caller, Right::project_read, *name));
    filter.project = entry->project.key;
  }
  if (const auto user = query_value(query, "user"); user && !user->empty()) {
    const auto found = find_user(state, *user);
    filter.user_id = found ? to_string(*found) : *user;
  }
  filter.action = TRY(action_asked(query));
  filter.outcome = TRY(outcome_of(query));
  filter.from = TRY(query_time(query, "from")).value_or(Time::min());
  filter.to = TRY(query_time(query, "to")).value_or(Time::max());
  filter.row_before = TRY(row_before(query));
  filter.rows_max = TRY(page_limit(query));
  return asked;
}

AuditDocument document_of(core::AuditEvent event, const Question& asked) {
  AuditDocument document{.id = event.row,
                         .at = event.at,
                         .user = std::move(event.actor),
                         .address = std::move(event.address),
                         .action = std::move(event.action),
                         .object_kind = std::move(event.object_kind),
                         .object_id = std::move(event.object_id),
                         .object_name = std::move(event.object_name),
                         .outcome = event.outcome,
                         .detail = std::move(event.detail),
                         .unseen = event.row > asked.seen &&
                                   event.user_id != asked.filter.own_user_id &&
                                   !asked.filter.own_user_id.empty()};
  if (!event.user_id.empty()) document.user_id = std::move(event.user_id);
  if (!event.project) return document;
  if (const auto known = asked.projects.find(*event.project); known != asked.projects.end()) {
    document.project = known->second.id;
    document.project_name = known->second.name;
  }
  return document;
}

Result<AuditList> read(engine::Reader& reader, const Question& asked) {
  AuditList list;
  std::vector<core::AuditEvent> events = TRY(reader.audit(asked.filter));
  if (events.size() == asked.filter.rows_max) list.next = events.back().row;
  for (core::AuditEvent& event : events) {
    list.events.push_back(document_of(std::move(event), asked));
  }
  return list;
}

}  // namespace

void list_audit(const Services& services, Exchange exchange) {
  answer_from_history<Question, AuditList>(
      services, std::move(exchange),
      [query = exchange.request.query](const Permit& allowed, const Captures&) {
        return look(allowed, query);
      },
      [](engine::Reader& reader, const Question& asked) { return read(reader, asked); });
}

void set_audit_seen(const Services& services, Exchange exchange) {
  answer_call_with<SeenRequest, SeenAnswer>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&, const SeenRequest& body) -> Result<SeenAnswer> {
        if (!allowed.caller.user) return fail(Code::forbidden, "only a person has seen things");
        engine::note_seen(allowed.transaction, *allowed.caller.user, body.up_to);
        return SeenAnswer{.unread = unread_of(allowed.transaction.state, allowed.caller)};
      });
}

std::int64_t unread_of(const engine::State& state, const Caller& caller) {
  if (!caller.user) return 0;
  return engine::unseen(state, *caller.user, [&](const engine::AuditMark& mark) {
    if (caller.reach == Caller::Reach::instance) return true;
    return mark.project && authorise(state, caller, Right::project_write, *mark.project);
  });
}

}  // namespace muster::api::native
