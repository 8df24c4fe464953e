#include "api/healthchecks/handlers.h"
#include "api/problem.h"
#include "api/url_text.h"
#include "base/json_writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace muster::api::healthchecks {
namespace {

constexpr std::size_t kReportChars = 200;

bool is_same(const Secrets& secrets, std::string_view a, std::string_view b) {
  return secrets.hash(a) == secrets.hash(b);  // takes as long wherever they differ
}

}  // namespace

void get_status(const Services& services, Call call) {
  on_pool(services, std::move(call.reply), [](engine::Reader& reader) -> Result<net::Response> {
    TRY_DO(reader.ping_database());
    return text_response(200, "OK");
  });
}

void get_site_metrics(const Services& services, Call call) {
  const std::string_view key = call.request.header("x-metrics-key");
  const std::string& token = services.site.metrics_token;
  if (token.empty() || !is_same(services.secrets, key, token)) {
    return std::move(call.reply).send({.status = 403});
  }
  const engine::Gauges& gauges = services.ledger.gauges();
  const auto now = std::chrono::floor<seconds>(services.clock.now());
  JsonWriter json;
  json.begin_object();
  json.field("ts", now.time_since_epoch().count());
  json.field("max_ping_id", gauges.last_ping_row.load());
  json.field("max_notification_id",
             gauges.deliveries_sent.load() + gauges.deliveries_failed.load());
  json.field("num_unprocessed_flips", gauges.deliveries_pending.load());
  json.end_object();
  std::move(call.reply).send(json_response(200, json.finish()));
}

// What a carrier says of a message after it took it. It is written to the debug log; see README.md.
void take_delivery_report(const Services& services, Call call) {
  const std::string& form = call.request.body;
  for (const std::string_view field : {"error", "MessageStatus", "CallStatus"}) {
    const auto said = query_value(form, field);
    if (!said || said->empty()) continue;
    services.log.debug("a carrier reported on a delivery",
                       {{"delivery", call.captures.front()},
                        {"field", field},
                        {"said", std::string_view(*said).substr(0, kReportChars)}});
  }
  std::move(call.reply).send({.status = 200});
}

void take_bounce(const Services& services, Call call) {
  services.log.debug("a mail came back", {{"bytes", call.request.body_bytes_total}});
  std::move(call.reply).send(text_response(200, "OK"));
}

}  // namespace muster::api::healthchecks
