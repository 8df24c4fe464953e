#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/openapi.h"

namespace muster::api::native {
namespace {

ServerDocument document_of(const Permit& allowed, const Site& site) {
  const engine::State& state = allowed.transaction.state;
  ServerDocument document{.version = site.version, .now = allowed.transaction.now};
  if (state.meta.blackout_from && state.meta.blackout_to) {
    document.blackout = Blackout{.from = *state.meta.blackout_from, .to = *state.meta.blackout_to};
  }
  if (allowed.caller.reach == Caller::Reach::instance) {
    document.counts = ServerCounts{.projects = state.projects.size(),
                                   .checks = state.checks.size(),
                                   .open_alerts = state.open_alerts.size(),
                                   .pending_deliveries = allowed.transaction.outbox.pending(),
                                   .users = state.users.size()};
  }
  return document;
}

}  // namespace

void get_server(const Services& services, Exchange exchange) {
  answer_call<ServerDocument>(services, std::move(exchange), 200,
                              [&services](const Permit& allowed, const auto&) {
                                return document_of(allowed, services.site);
                              });
}

void get_openapi(const Services&, Exchange exchange) {
  std::move(exchange.reply).send(json_response(200, openapi_document()));
}

}  // namespace muster::api::native
