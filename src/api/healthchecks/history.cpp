#include "api/healthchecks/handlers.h"
#include "api/healthchecks/unique_key.h"
#include "api/problem.h"
#include "api/url_text.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "core/heartbeat.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace muster::api::healthchecks {
namespace {

// The newest end of a check's ping log.
struct LogEnd {
  core::CheckId id;
  std::int64_t newest_row = 0;
  std::int64_t pings = 0;
};

// `then`: (CorsReply, LogEnd) on the io thread, for a caller who may read pings.
template <class Then>
void on_log(const Services& services, Call call, Then then) {
  const auto id = parse_uuid(call.captures.front());
  if (!id) {
    return std::move(call.reply).refuse({.code = Code::not_found, .message = "no such check"});
  }
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  on_state<LogEnd>(
      services, std::move(call.reply),
      [claim = std::move(ask->claim),
       id = core::CheckId{*id}](engine::Transaction& transaction) -> Result<LogEnd> {
        const Visitor visitor = TRY(admit(transaction.state, claim));
        const engine::CheckSlot slot = TRY(find_check(transaction.state, visitor, id));
        const core::CheckState& state = transaction.state.checks.at(slot).check.state;
        return LogEnd{.id = id, .newest_row = state.last_row, .pings = state.pings};
      },
      std::move(then));
}

void write_ping(JsonWriter& json, const engine::PingRow& row, const std::string& pings_url) {
  const core::Ping& ping = row.ping;
  json.begin_object();
  json.field("type", core::heartbeat::name(ping.kind));
  json.field("date", to_iso_micros(row.at));
  json.field("n", row.number);
  json.field("scheme", core::name(ping.scheme));
  json.field("remote_addr", ping.remote_address);
  json.field("method", ping.method);
  json.field("ua", ping.user_agent);
  json.key("rid");
  if (ping.rid) {
    json.value(to_string(*ping.rid));
  } else {
    json.null();
  }
  if (row.duration) {
    const double in_seconds = static_cast<double>(row.duration->count()) / 1e6;
    json.key("duration").raw(fmt::format("{:.2f}", in_seconds));
  }
  json.key("body_url");
  if (row.body_bytes > 0) {
    json.value(fmt::format("{}{}/body", pings_url, row.number));
  } else {
    json.null();
  }
  json.end_object();
}

Result<net::Response> read_pings(engine::Reader& reader, const LogEnd& log,
                                 const std::string& pings_url) {
  const auto rows = TRY(reader.pings(log.newest_row, limits::kPingsListed));
  JsonWriter json;
  json.begin_object().key("pings").begin_array();
  for (const engine::PingRow& row : rows) write_ping(json, row, pings_url);
  json.end_array().end_object();
  return json_response(200, json.finish());
}

// Rows of a check are a chain from the newest to the oldest, numbered without gaps.
Result<net::Response> read_body(engine::Reader& reader, const LogEnd& log, std::int64_t number) {
  const std::int64_t back = log.pings - number;
  if (number < 1 || back < 0 || back >= static_cast<std::int64_t>(limits::kPingsListed)) {
    return fail(Code::not_found, "no such ping");
  }
  const auto rows = TRY(reader.pings(log.newest_row, static_cast<std::size_t>(back) + 1));
  if (rows.empty() || rows.back().number != number) return fail(Code::not_found, "no such ping");
  engine::PingRow row = TRY(reader.ping(rows.back().row));
  if (row.ping.body.empty()) return fail(Code::not_found, "the ping has no body");
  net::Response response{
      .status = 200, .body = std::move(row.ping.body), .content_type = "text/plain"};
  // What a job sent is never to be taken for a page of ours.
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::int64_t kLastSecond = 10'000'000'000;  // in the year 2286
constexpr std::int64_t kSecondsMax = 31'536'000;

using Number = std::optional<std::int64_t>;

Result<Number> read_number(std::string_view query, std::string_view name, std::int64_t max) {
  const auto text = query_value(query, name);
  if (!text) return Number{};
  const auto value = parse_whole(*text);
  if (!value || *value < 0 || *value > max) {
    return fail(Code::invalid, fmt::format("{} must be a whole number from 0 to {}", name, max));
  }
  return value;
}

// `start`, `end` and `seconds` in a query, each narrowing what is shown (§2.6).
struct FlipFilter {
  Number start;
  Number end;
  Number last;
};

Result<FlipFilter> read_filter(std::string_view query) {
  FlipFilter filter{.start = TRY(read_number(query, "start", kLastSecond)),
                    .end = TRY(read_number(query, "end", kLastSecond)),
                    .last = {}};
  if (query_value(query, "seconds") != "") {
    filter.last = TRY(read_number(query, "seconds", kSecondsMax));
  }
  return filter;
}

struct Span {
  Time from;
  Time to;
};

Span span_of(const FlipFilter& filter, Time now) {
  Span span{.from = Time(seconds(filter.start.value_or(0))),
            .to = Time(seconds(filter.end.value_or(kLastSecond)))};
  if (filter.last.value_or(0) > 0) span.from = std::max(span.from, now - seconds(*filter.last));
  return span;
}

Result<net::Response> read_flips(engine::Reader& reader, core::CheckKey check, const Span& span) {
  const auto rows = TRY(reader.transitions(check, span.from, span.to, limits::kTransitionsListed));
  JsonWriter json;
  json.begin_object().key("flips").begin_array();
  for (const engine::TransitionRow& row : rows) {
    json.begin_object();
    json.field("timestamp", to_iso_seconds(row.transition.at));
    json.field("up", row.transition.to == core::Status::up ? 1 : 0);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(200, json.finish());
}

struct FlipQuestion {
  core::CheckKey check = 0;
  Span span;
};

}  // namespace

void list_pings(const Services& services, Call call) {
  const int version = call.version;
  on_log(services, std::move(call), [&services, version](CorsReply reply, const LogEnd& log) {
    std::string url =
        fmt::format("{}/api/v{}/checks/{}/pings/", services.site.url, version, to_string(log.id));
    on_pool(services, std::move(reply), [log, url = std::move(url)](engine::Reader& reader) {
      return read_pings(reader, log, url);
    });
  });
}

void get_ping_body(const Services& services, Call call) {
  const auto number = parse_whole(call.captures.at(1));
  if (!number) {
    return std::move(call.reply).refuse({.code = Code::not_found, .message = "no such ping"});
  }
  on_log(
      services, std::move(call), [&services, number = *number](CorsReply reply, const LogEnd& log) {
        on_pool(services, std::move(reply),
                [log, number](engine::Reader& reader) { return read_body(reader, log, number); });
      });
}

void list_flips(const Services& services, Call call) {
  auto filter = read_filter(call.request.query);
  find_target(services, std::move(call),
              [&services, filter = std::move(filter)](CorsReply reply, ReadTarget target) {
                on_state<FlipQuestion>(
                    services, std::move(reply),
                    [target = std::move(target),
                     filter](engine::Transaction& transaction) -> Result<FlipQuestion> {
                      const engine::State& state = transaction.state;
                      const Visitor visitor = TRY(admit(state, target.claim));
                      const engine::CheckSlot slot = TRY(find_check(state, visitor, target.id));
                      if (!filter) return std::unexpected(filter.error());
                      return FlipQuestion{.check = state.checks.at(slot).check.key,
                                          .span = span_of(*filter, transaction.now)};
                    },
                    [&services](CorsReply owed, const FlipQuestion& question) {
                      on_pool(services, std::move(owed), [question](engine::Reader& reader) {
                        return read_flips(reader, question.check, question.span);
                      });
                    });
              });
}

}  // namespace muster::api::healthchecks
