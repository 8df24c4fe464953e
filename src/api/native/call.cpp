#include "api/native/call.h"

#include "api/native/people.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "engine/accounts.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace muster::api::native {
namespace {

constexpr std::string_view kProjectPrefix = "/v1/projects/";
constexpr std::size_t kContents = 3;  // in /v1/projects/{project}/checks
constexpr std::size_t kPageRowsDefault = 100;

}  // namespace

Call read_call(const Services& services, Exchange& exchange) {
  const std::vector<std::string_view> segments = path_segments(exchange.request.path);
  Call call{.credential = credential_of(exchange.request, services.secrets, services.site),
            .right = exchange.right,
            .captures = std::move(exchange.captures),
            .names_project = exchange.request.path.starts_with(kProjectPrefix),
            .changes_contents = false,
            .act = {.action = action_of(exchange.request.method, exchange.pattern),
                    .address = client_address(exchange.request, services.site)}};
  const bool of_contents = call.names_project && segments.size() > kContents &&
                           (segments[kContents] == "checks" || segments[kContents] == "contacts");
  call.changes_contents = of_contents && call.credential.changes;
  return call;
}

Result<Permit> permit(engine::Transaction& transaction, const Call& call) {
  const engine::State& state = transaction.state;
  Permit allowed{.transaction = transaction,
                 .caller = identify(state, call.credential, transaction.now)};
  Caller& caller = allowed.caller;
  if (call.names_project) {
    allowed.project = TRY(project_for(state, caller, call.right, call.captures.at(0)));
    allowed.grant = grant_in(state, caller, allowed.project->project.key).value_or(Grant{});
  } else {
    TRY_DO(authorise(state, caller, call.right));
  }
  TRY_DO(check_change(caller, call.credential, call.right));
  if (call.changes_contents && !allowed.project->project.enabled) {
    return fail(Code::conflict, "the project is disabled");
  }
  if (call.names_project) caller.access = allowed.grant.access;
  if (caller.session) engine::note_session_used(transaction, call.credential.session_hash);
  if (caller.token) engine::note_token_used(transaction, call.credential.secret_hash);
  return allowed;
}

Result<Permit> permit_or_record(engine::Transaction& transaction, const Call& call) {
  Result<Permit> allowed = permit(transaction, call);
  if (!allowed) {
    const Caller caller = identify(transaction.state, call.credential, transaction.now);
    record_act(transaction, call.act, caller,
               object_of(transaction.state, call.act, caller, call.captures, call.names_project),
               &allowed.error());
  }
  return allowed;
}

bool may_write(const Permit& allowed, core::ProjectKey project) {
  const engine::State& state = allowed.transaction.state;
  return authorise(state, allowed.caller, Right::project_write, project).has_value();
}

Result<std::optional<Time>> query_time(std::string_view query, std::string_view name) {
  const std::optional<std::string> text = query_value(query, name);
  if (!text) return std::nullopt;
  const Result<Time> time = parse_iso(*text);
  if (time) return *time;
  return fail(Code::invalid, "expected a time such as 2026-03-29T01:30:00Z", std::string(name));
}

Result<std::size_t> page_limit(std::string_view query) {
  const std::optional<std::string> text = query_value(query, "limit");
  if (!text) return kPageRowsDefault;
  std::size_t limit = 0;
  const char* const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, limit);
  if (parsed.ec != std::errc{} || parsed.ptr != end || limit < 1 || limit > limits::kPageRows) {
    return fail(Code::invalid, fmt::format("expected a number from 1 to {}", limits::kPageRows),
                "limit");
  }
  return limit;
}

}  // namespace muster::api::native
