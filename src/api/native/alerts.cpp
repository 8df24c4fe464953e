#include "engine/alerts.h"

#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "api/url_text.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

namespace muster::api::native {
namespace {

using Which = engine::AlertFilter::Which;

AlertReason reason_of(core::heartbeat::Reason reason) {
  switch (reason) {
    case core::heartbeat::Reason::none:
    case core::heartbeat::Reason::fail:
      return AlertReason::fail;
    case core::heartbeat::Reason::timeout:
      return AlertReason::timeout;
    case core::heartbeat::Reason::missed_start:
      return AlertReason::missed_start;
    case core::heartbeat::Reason::overrun:
      return AlertReason::overrun;
  }
  return AlertReason::fail;
}

AlertState state_of(const core::Alert& alert) {
  if (alert.resolved_at) return AlertState::resolved;
  return alert.acknowledged_at ? AlertState::acknowledged : AlertState::open;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// Of a project that exists. The caller may read it.
AlertDocument document_of(const core::Alert& alert, const Permit& allowed) {
  const engine::State& state = allowed.transaction.state;
  const core::Project& project = state.projects.at(alert.project).project;
  AlertDocument document{.id = alert.id,
                         .project = project.id,
                         .project_name = project.name,
                         .reason = reason_of(alert.reason),
                         .state = state_of(alert),
                         .opened_at = alert.opened_at,
                         .acknowledged_at = alert.acknowledged_at,
                         .acknowledged_by = unless_empty(alert.acknowledged_by),
                         .remark = unless_empty(alert.remark),
                         .resolved_at = alert.resolved_at};
  if (const auto slot = state.checks.find(alert.check)) {
    const core::Check& check = state.checks.at(*slot).check;
    document.check_id = std::to_string(check.key);
    document.check_name = check.spec.name;
    if (may_write(allowed, alert.project)) document.check = check.id;
  }
  return document;
}

DeliveryDocument document_of(const core::Delivery& delivery, const engine::State& state) {
  DeliveryDocument document{.id = delivery.id,
                            .direction = delivery.direction,
                            .state = delivery.state,
                            .attempts = delivery.attempts,
                            .created_at = delivery.created_at,
                            .settled_at = delivery.settled_at,
                            .answer = delivery.answer};
  if (delivery.state == core::DeliveryState::pending) {
    document.next_attempt_at = delivery.next_attempt_at;
  }
  if (const auto channel = state.channels.find(delivery.channel); channel != state.channels.end()) {
    document.contact = channel->second.name;
    document.contact_id = channel->second.id;
  }
  return document;
}

Result<Which> parse_state(const std::optional<std::string>& text) {
  if (!text || *text == "all") return Which::all;
  if (*text == "open") return Which::open;
  if (*text == "acknowledged") return Which::acknowledged;
  if (*text == "resolved") return Which::resolved;
  return fail(Code::invalid, R"(expected one of "all", "open", "acknowledged", "resolved")",
              "state");
}

// Where a page ends: "2026-03-29T01:30:00.000123+00:00~<id>" is after this alert, a time alone
// before this moment.
constexpr char kCursorSeparator = '~';

std::string cursor_after(const core::Alert& alert) {
  return to_iso_micros(alert.opened_at) + kCursorSeparator + to_string(alert.id);
}

Result<void> take_cursor(engine::AlertFilter& filter, std::string_view cursor) {
  const std::size_t end = cursor.find(kCursorSeparator);
  const Result<Time> time = parse_iso(cursor.substr(0, end));
  const auto id = end == std::string_view::npos ? std::optional(Uuid{})
                                                : parse_uuid_any_case(cursor.substr(end + 1));
  if (!time || !id) {
    return fail(Code::invalid, "expected the `next` of the page before, or a time", "before");
  }
  filter.opened_before = *time;
  filter.id_before = core::AlertId{*id};
  return {};
}

// The question as the query puts it, but for whose alerts.
Result<engine::AlertFilter> parse_filter(std::string_view query) {
  engine::AlertFilter filter;
  filter.which = TRY(parse_state(query_value(query, "state")));
  filter.rows_max = TRY(page_limit(query));
  if (const auto before = query_value(query, "before")) TRY_DO(take_cursor(filter, *before));
  return filter;
}

struct Asked {
  engine::AlertFilter filter;
  // Where the caller may look, if that is not everywhere: each is asked for by itself.
  std::optional<std::vector<core::ProjectKey>> projects;
};

struct Found {
  std::size_t rows_max = 0;
  std::vector<core::Alert> alerts;
};

// Every alert that the caller may see.
Asked asked_everywhere(const Permit& allowed, engine::AlertFilter filter) {
  Asked asked{.filter = std::move(filter), .projects = std::nullopt};
  const engine::State& state = allowed.transaction.state;
  std::vector<core::ProjectKey> visible = visible_projects(state, allowed.caller);
  if (visible.size() < state.projects.size()) asked.projects = std::move(visible);
  return asked;
}

Result<Found> read_many(engine::Reader& reader, const Asked& asked) {
  Found found{.rows_max = asked.filter.rows_max, .alerts = {}};
  if (!asked.projects) {
    found.alerts = TRY(reader.alerts(asked.filter));
    return found;
  }
  const auto age = [](const core::Alert& alert) { return std::pair(alert.opened_at, alert.id); };
  engine::AlertFilter filter = asked.filter;
  for (const core::ProjectKey project : *asked.projects) {
    filter.project = project;
    std::ranges::move(TRY(reader.alerts(filter)), std::back_inserter(found.alerts));
    std::ranges::sort(found.alerts, std::greater{}, age);
    if (found.alerts.size() > found.rows_max) found.alerts.resize(found.rows_max);
  }
  return found;
}

AlertList list_of(const Permit& allowed, const Found& found) {
  const engine::State& state = allowed.transaction.state;
  AlertList list;
  for (const core::Alert& alert : found.alerts) {
    // Meanwhile a project may be gone, or the caller's right to it.
    if (!state.projects.contains(alert.project)) continue;
    if (!grant_in(state, allowed.caller, alert.project)) continue;
    list.alerts.push_back(document_of(alert, allowed));
  }
  if (found.alerts.size() == found.rows_max) list.next = cursor_after(found.alerts.back());
  return list;
}

// `look`: (Permit, captures) → Result<Asked>.
template <class Look>
void answer_list(const Services& services, Exchange exchange, Look look) {
  const Call call = read_call(services, exchange);
  read_history<Asked, Found, AlertList>(
      services, std::move(exchange.reply),
      [call, look = std::move(look)](engine::Transaction& transaction) -> Result<Asked> {
        return look(TRY(permit(transaction, call)), call.captures);
      },
      read_many,
      [call](engine::Transaction& transaction, const Found& found) -> Result<AlertList> {
        return list_of(TRY(permit(transaction, call)), found);
      },
      answer_with<AlertList>(services, 200));
}

struct AskedOne {
  core::ProjectKey project = 0;
  core::AlertId id;
};

struct FoundOne {
  core::Alert alert;
  std::vector<core::Delivery> deliveries;
};

Result<AskedOne> ask_for_one(const Permit& allowed, const std::vector<std::string>& captures) {
  const auto uuid = parse_uuid_any_case(captures.at(1));
  if (!uuid) return fail(Code::not_found, "the project has no such alert");
  return AskedOne{.project = allowed.project->project.key, .id = core::AlertId{*uuid}};
}

Result<FoundOne> read_one(engine::Reader& reader, const AskedOne& asked) {
  std::optional<core::Alert> alert = TRY(reader.alert(asked.id));
  if (!alert || alert->project != asked.project) {
    return fail(Code::not_found, "the project has no such alert");
  }
  return FoundOne{.alert = *alert, .deliveries = TRY(reader.deliveries(asked.id))};
}

// The person, or else the key or token that was used; empty for the administrator on the server.
std::string name_of(const Caller& caller) {
  return caller.user_name.empty() ? caller.token_name : caller.user_name;
}

// `resolve`: (Permit, FoundOne) → Result<T>, on the state thread.
template <class T, class Resolve>
void answer_one(const Services& services, Exchange exchange, Resolve resolve) {
  const Call call = read_call(services, exchange);
  read_history<AskedOne, FoundOne, T>(
      services, std::move(exchange.reply),
      [call](engine::Transaction& transaction) -> Result<AskedOne> {
        return ask_for_one(TRY(permit_or_record(transaction, call)), call.captures);
      },
      read_one,
      [call, resolve = std::move(resolve)](engine::Transaction& transaction,
                                           const FoundOne& found) -> Result<T> {
        const auto work = [&](const Permit& allowed, const auto&) {
          return resolve(allowed, found);
        };
        return work_once<T>(transaction, call, work);
      },
      answer_with<T>(services, 200));
}

}  // namespace

void list_alerts(const Services& services, Exchange exchange) {
  auto filter = parse_filter(exchange.request.query);
  auto check = query_value(exchange.request.query, "check");
  answer_list(services, std::move(exchange),
              [filter = std::move(filter), check = std::move(check)](const Permit& allowed,
                                                                     const auto&) -> Result<Asked> {
                Asked asked{.filter = TRY(filter), .projects = std::nullopt};
                asked.filter.project = allowed.project->project.key;
                if (check) {
                  const engine::CheckSlot slot = TRY(find_check(allowed, *check));
                  asked.filter.check = allowed.transaction.state.checks.at(slot).check.key;
                }
                return asked;
              });
}

void list_all_alerts(const Services& services, Exchange exchange) {
  auto filter = parse_filter(exchange.request.query);
  answer_list(services, std::move(exchange),
              [filter = std::move(filter)](const Permit& allowed, const auto&) -> Result<Asked> {
                return asked_everywhere(allowed, TRY(filter));
              });
}

void get_alert(const Services& services, Exchange exchange) {
  answer_one<AlertWithDeliveries>(
      services, std::move(exchange),
      [](const Permit& allowed, const FoundOne& found) -> Result<AlertWithDeliveries> {
        AlertWithDeliveries document;
        static_cast<AlertDocument&>(document) = document_of(found.alert, allowed);
        for (const core::Delivery& delivery : found.deliveries) {
          document.deliveries.push_back(document_of(delivery, allowed.transaction.state));
        }
        return document;
      });
}

// Read first, so that an alert that is resolved is told from one that never was.
void acknowledge_alert(const Services& services, Exchange exchange) {
  const std::string_view sent = exchange.request.body;
  Result<AcknowledgeRequest> body = decode_text<AcknowledgeRequest>(sent.empty() ? "{}" : sent);
  answer_one<AlertDocument>(
      services, std::move(exchange),
      [body = std::move(body)](const Permit& allowed,
                               const FoundOne& found) -> Result<AlertDocument> {
        engine::Acknowledgement acknowledgement{.by = name_of(allowed.caller),
                                                .remark = TRY(body).remark.value_or("")};
        const core::Alert alert = TRY(engine::acknowledge_alert(allowed.transaction, found.alert.id,
                                                                std::move(acknowledgement)));
        return document_of(alert, allowed);
      });
}

}  // namespace muster::api::native
