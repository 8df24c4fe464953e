#include "api/live/feed.h"
#include "api/native/call.h"
#include "api/native/handlers.h"

namespace muster::api::native {
namespace {

Audience audience_of(const engine::State& state, const Caller& caller) {
  return {.everything = caller.reach == Caller::Reach::instance,
          .projects = visible_projects(state, caller),
          .user = caller.user,
          .session = caller.session};
}

}  // namespace

void get_events(const Services& services, Exchange exchange) {
  const int lane = exchange.reply.io_index();
  const std::string last_event_id(exchange.request.header("last-event-id"));
  act<Audience>(
      services, std::move(exchange.reply),
      [call = read_call(services, exchange)](engine::Transaction& transaction) -> Result<Audience> {
        return audience_of(transaction.state, TRY(permit(transaction, call)).caller);
      },
      [&services, lane, last_event_id](const Result<Audience>& audience) {
        if (!audience) return refuse(services.log, audience.error());
        net::Response response{.content_type = "text/event-stream"};
        // The last line asks a proxy such as nginx not to gather what should arrive at once.
        response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
        response.stream = services.feed.subscribe(lane, *audience, last_event_id);
        return response;
      });
}

}  // namespace muster::api::native
