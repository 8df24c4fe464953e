// What tells others how the server itself is: /healthz, /readyz and /metrics. Answered on the io
// threads from counters, without the state thread or the database, so that they answer when those
// do not.
#include "api/access.h"
#include "api/problem.h"
#include "api/route.h"
#include "base/codec.h"
#include "net/address.h"

#include <array>

#include <fmt/format.h>

namespace muster::api {
namespace {

// The state thread looks at least every few seconds (limits::kAliveEvery).
constexpr Duration kStalledAfter = std::chrono::seconds(30);

struct Readiness {
  bool ready = true;
  std::vector<std::string> reasons;
};
BOOST_DESCRIBE_STRUCT(Readiness, (), (ready, reasons))

Readiness readiness(const engine::Gauges& gauges, const Site& site, Time now) {
  Readiness result;
  const auto complain = [&result](std::string reason) {
    result.ready = false;
    result.reasons.push_back(std::move(reason));
  };
  const auto in_seconds = [](Duration duration) {
    return std::chrono::duration_cast<seconds>(duration).count();
  };
  const Duration delivery_age(gauges.delivery_age_us);
  const Duration deadline_lag(gauges.deadline_lag_us);
  const Duration since_step = now - from_micros(gauges.last_step_us);
  if (gauges.store_failing) complain("the database does not take what is written");
  if (since_step > kStalledAfter) {
    complain(fmt::format("the state thread has not moved for {} s", in_seconds(since_step)));
  }
  if (delivery_age > site.ready_delivery_age) {
    complain(fmt::format("the oldest notice has waited for {} s", in_seconds(delivery_age)));
  }
  if (deadline_lag > site.ready_deadline_lag) {
    complain(fmt::format("the oldest deadline is late by {} s", in_seconds(deadline_lag)));
  }
  return result;
}

// Is the other end on this machine, with nobody in between?
bool is_direct_local(const net::Request& request) {
  if (is_forwarded(request)) return false;
  if (request.peer.local_socket) return true;
  const auto address = net::parse_ip(request.peer.address);
  return address && net::special_range(*address) == "loopback";
}

Result<void> may_see_metrics(const Services& services, const net::Request& request) {
  const std::string& token = services.site.metrics_token;
  if (token.empty()) {
    if (is_direct_local(request)) return {};
    return fail(Code::forbidden, "set a metrics token to read metrics from another machine");
  }
  const std::string_view given = bearer_token(request);
  if (given.empty()) return fail(Code::unauthenticated, "send the metrics token as bearer token");
  // Comparing keyed hashes takes the same time whatever was guessed.
  if (services.secrets.hash(given) == services.secrets.hash(token)) return {};
  return fail(Code::forbidden, "this is not the metrics token");
}

// Prometheus text, version 0.0.4.
class MetricsText {
 public:
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    add(name, help, "counter", fmt::format("{}", value));
  }
  void gauge(std::string_view name, std::string_view help, std::int64_t value) {
    add(name, help, "gauge", fmt::format("{}", value));
  }
  void gauge_seconds(std::string_view name, std::string_view help, std::int64_t micros) {
    add(name, help, "gauge", fmt::format("{:.6f}", static_cast<double>(micros) / 1e6));
  }
  std::string take() { return std::move(text_); }

 private:
  void add(std::string_view name, std::string_view help, std::string_view type,
           std::string_view value) {
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
  }

  std::string text_;
};

void add_engine(MetricsText& out, const engine::Gauges& gauges) {
  out.counter("muster_pings_total", "Pings recorded since start.", gauges.pings);
  out.counter("muster_commits_total", "Transactions committed.", gauges.commits);
  out.counter("muster_commits_failed_total", "Transactions that failed.", gauges.commits_failed);
  out.counter("muster_refused_full_total", "Work refused because the queue was full.",
              gauges.refused_full);
  out.counter("muster_transitions_total", "Changes of a check's status.", gauges.transitions);
  out.counter("muster_deliveries_sent_total", "Notices that the far side took.",
              gauges.deliveries_sent);
  out.counter("muster_deliveries_failed_total", "Notices given up.", gauges.deliveries_failed);
  out.counter("muster_deliveries_retried_total", "Attempts that failed and are repeated.",
              gauges.deliveries_retried);
  out.counter("muster_deadlines_extended_total", "Deadlines moved for absences of the server.",
              gauges.deadlines_extended);
  out.gauge("muster_checks", "Checks.", gauges.checks);
  out.gauge("muster_deliveries_pending", "Notices that wait.", gauges.deliveries_pending);
  out.gauge_seconds("muster_delivery_age_seconds", "Age of the oldest notice that waits.",
                    gauges.delivery_age_us);
  out.gauge_seconds("muster_deadline_lag_seconds", "How late the oldest deadline is.",
                    gauges.deadline_lag_us);
  out.gauge_seconds("muster_last_step_timestamp_seconds", "When the state thread last looked.",
                    gauges.last_step_us);
  out.gauge("muster_store_failing", "1 while the database does not take what is written.",
            gauges.store_failing ? 1 : 0);
}

void add_http(MetricsText& out, const net::ServerCounters& http) {
  out.counter("muster_http_connections_total", "Connections accepted.", http.accepted);
  out.counter("muster_http_connections_shed_total", "Connections closed at once for want of room.",
              http.shed);
  out.counter("muster_http_requests_total", "Requests answered by a handler.", http.requests);
  out.counter("muster_http_refused_total", "Requests refused before a handler saw them.",
              http.refused);
  out.counter("muster_http_timed_out_total", "Connections closed for slowness.", http.timed_out);
  out.counter("muster_http_received_bytes_total", "Bytes received.", http.bytes_received);
  out.counter("muster_http_sent_bytes_total", "Bytes sent.", http.bytes_sent);
  out.gauge("muster_http_connections", "Connections that are open.",
            static_cast<std::int64_t>(http.open));
}

void get_health(const Services&, Exchange exchange) {
  std::move(exchange.reply).send(text_response(200, "ok"));
}

void get_readiness(const Services& services, Exchange exchange) {
  const Readiness state = readiness(services.ledger.gauges(), services.site, services.clock.now());
  std::move(exchange.reply).send(json_answer(state.ready ? 200 : 503, state));
}

void get_metrics(const Services& services, Exchange exchange) {
  if (const Result<void> allowed = may_see_metrics(services, exchange.request); !allowed) {
    std::move(exchange.reply).send(problem(allowed.error()));
    return;
  }
  MetricsText out;
  add_engine(out, services.ledger.gauges());
  if (services.http_counters) add_http(out, services.http_counters());
  net::Response response{.body = out.take(), .content_type = "text/plain; version=0.0.4"};
  std::move(exchange.reply).send(std::move(response));
}

constexpr std::array kRoutes{
    Route{net::Method::get, "/healthz", Right::anyone, "The process lives", get_health},
    Route{net::Method::get, "/readyz", Right::anyone,
          "The server does its work, or why it does not", get_readiness, nullptr,
          output_schema<Readiness>},
    Route{net::Method::get, "/metrics", Right::metrics, "Figures about the server, for Prometheus",
          get_metrics},
};

}  // namespace

std::span<const Route> operation_routes() { return kRoutes; }

}  // namespace muster::api
