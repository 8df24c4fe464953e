#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "api/url_text.h"

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

AlertDocument document_of(const core::Alert& alert, const engine::State& state,
                          const Caller& caller) {
  AlertDocument document{.id = alert.id,
                         .reason = reason_of(alert.reason),
                         .state = alert.resolved_at ? AlertState::resolved : AlertState::open,
                         .opened_at = alert.opened_at,
                         .resolved_at = alert.resolved_at};
  if (const auto slot = state.checks.find(alert.check)) {
    const core::Check& check = state.checks.at(*slot).check;
    document.check_name = check.spec.name;
    if (caller.access == core::KeyAccess::read_write) document.check = check.id;
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
  if (*text == "resolved") return Which::resolved;
  return fail(Code::invalid, R"(expected one of "all", "open", "resolved")", "state");
}

// The question as the query puts it; the project comes from the path.
Result<engine::AlertFilter> parse_filter(std::string_view query) {
  engine::AlertFilter filter;
  filter.which = TRY(parse_state(query_value(query, "state")));
  filter.rows_max = TRY(page_limit(query));
  if (const auto before = query_value(query, "before")) {
    const Result<Time> time = parse_iso(*before);
    if (!time) return fail(Code::invalid, "expected the `next` of the page before", "before");
    filter.opened_before = *time;
  }
  return filter;
}

struct Asked {
  Caller caller;
  engine::AlertFilter filter;
};

struct Found {
  Caller caller;
  std::size_t rows_max = 0;
  std::vector<core::Alert> alerts;
};

AlertList list_of(const Found& found, const engine::State& state) {
  AlertList list;
  for (const core::Alert& alert : found.alerts) {
    list.alerts.push_back(document_of(alert, state, found.caller));
  }
  if (found.alerts.size() == found.rows_max) list.next = found.alerts.back().opened_at;
  return list;
}

struct AskedOne {
  Caller caller;
  core::ProjectKey project = 0;
  core::AlertId id;
};

struct FoundOne {
  Caller caller;
  core::Alert alert;
  std::vector<core::Delivery> deliveries;
};

Result<FoundOne> read_one(engine::Reader& reader, const AskedOne& asked) {
  std::optional<core::Alert> alert = TRY(reader.alert(asked.id));
  if (!alert || alert->project != asked.project) {
    return fail(Code::not_found, "the project has no such alert");
  }
  return FoundOne{
      .caller = asked.caller, .alert = *alert, .deliveries = TRY(reader.deliveries(asked.id))};
}

}  // namespace

void list_alerts(const Services& services, Exchange exchange) {
  Result<engine::AlertFilter> filter = parse_filter(exchange.request.query);
  std::optional<std::string> check = query_value(exchange.request.query, "check");
  const Call call = read_call(services, exchange);
  read_history<Asked, Found, AlertList>(
      services, std::move(exchange.reply),
      [call, filter = std::move(filter),
       check = std::move(check)](engine::Transaction& transaction) mutable -> Result<Asked> {
        const Permit allowed = TRY(permit(transaction, call));
        Asked asked{.caller = allowed.caller, .filter = TRY(std::move(filter))};
        asked.filter.project = allowed.project->project.key;
        if (check) {
          const engine::CheckSlot slot = TRY(find_check(allowed, *check));
          asked.filter.check = transaction.state.checks.at(slot).check.key;
        }
        return asked;
      },
      [](engine::Reader& reader, const Asked& asked) -> Result<Found> {
        return Found{.caller = asked.caller,
                     .rows_max = asked.filter.rows_max,
                     .alerts = TRY(reader.alerts(asked.filter))};
      },
      [](engine::Transaction& transaction, const Found& found) -> Result<AlertList> {
        return list_of(found, transaction.state);
      },
      answer_with<AlertList>(services, 200));
}

void get_alert(const Services& services, Exchange exchange) {
  const Call call = read_call(services, exchange);
  read_history<AskedOne, FoundOne, AlertWithDeliveries>(
      services, std::move(exchange.reply),
      [call](engine::Transaction& transaction) -> Result<AskedOne> {
        const Permit allowed = TRY(permit(transaction, call));
        const auto uuid = parse_uuid_any_case(call.captures.at(1));
        if (!uuid) return fail(Code::not_found, "the project has no such alert");
        return AskedOne{.caller = allowed.caller,
                        .project = allowed.project->project.key,
                        .id = core::AlertId{*uuid}};
      },
      read_one,
      [](engine::Transaction& transaction, const FoundOne& found) -> Result<AlertWithDeliveries> {
        AlertWithDeliveries document;
        static_cast<AlertDocument&>(document) =
            document_of(found.alert, transaction.state, found.caller);
        for (const core::Delivery& delivery : found.deliveries) {
          document.deliveries.push_back(document_of(delivery, transaction.state));
        }
        return document;
      },
      answer_with<AlertWithDeliveries>(services, 200));
}

}  // namespace muster::api::native
