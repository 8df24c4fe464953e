#include "api/native/call.h"
#include "api/native/check_bars.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "core/heartbeat.h"
#include "engine/ping_pages.h"

#include <charconv>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == end;
  return whole && number > 0 ? std::optional(number) : std::nullopt;
}

Result<std::optional<std::int64_t>> number_before(std::string_view query) {
  const auto text = query_value(query, "before");
  if (!text) return std::nullopt;
  const auto number = parse_number(*text);
  if (number) return number;
  return fail(Code::invalid, "expected the `next` of the page before", "before");
}

PingDocument document_of(const engine::PingRow& row) {
  const core::Ping& ping = row.ping;
  PingDocument document{.n = row.number,
                        .at = row.at,
                        .kind = shown_ping(ping.kind),
                        .duration = std::nullopt,
                        .method = ping.method,
                        .scheme = std::string(core::name(ping.scheme)),
                        .address = ping.remote_address,
                        .user_agent = ping.user_agent,
                        .rid = ping.rid,
                        .exit_status = ping.exit_status,
                        .body_bytes = row.body_bytes};
  if (row.duration) document.duration = std::chrono::duration<double>(*row.duration).count();
  return document;
}

StoredStatus document_of(core::Status status) {
  switch (status) {
    case core::Status::fresh:
      return StoredStatus::new_;
    case core::Status::up:
      return StoredStatus::up;
    case core::Status::down:
      return StoredStatus::down;
    case core::Status::paused:
      return StoredStatus::paused;
  }
  return StoredStatus::new_;
}

TransitionDocument document_of(const core::heartbeat::Transition& transition) {
  return {.at = transition.at,
          .from = document_of(transition.from),
          .to = document_of(transition.to),
          .reason = std::string(core::heartbeat::name(transition.reason))};
}

Result<const core::Check*> seen_check(const Permit& allowed, const Captures& captures) {
  const engine::CheckSlot slot = TRY(find_check(allowed, captures.at(1)));
  return &allowed.transaction.state.checks.at(slot).check;
}

engine::LogEnd log_end(const core::Check& check) {
  return {.row = check.state.last_row, .number = check.state.pings};
}

struct PingQuestion {
  engine::LogEnd end;
  std::optional<std::int64_t> before;
  std::size_t rows_max = 0;
};

Result<PingList> read_pings(engine::Reader& reader, const PingQuestion& asked) {
  const engine::PingPage page =
      TRY(engine::ping_page(reader, asked.end, asked.before, asked.rows_max));
  PingList list{.pings = {}, .next = page.next};
  for (const engine::PingRow& row : page.rows) list.pings.push_back(document_of(row));
  return list;
}

struct BodyQuestion {
  engine::LogEnd end;
  std::int64_t number = 0;
};

Result<net::Response> read_body(engine::Reader& reader, const BodyQuestion& asked) {
  engine::PingRow row = TRY(engine::numbered_ping(reader, asked.end, asked.number));
  if (row.ping.body.empty()) return fail(Code::not_found, "the ping has no body");
  net::Response response = text_response(200, std::move(row.ping.body));
  // What a job sent is never to be taken for a page of ours.
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

struct TransitionQuestion {
  core::CheckKey check = 0;
  Time from;
  Time to;
};

Result<TransitionList> read_transitions(engine::Reader& reader, const TransitionQuestion& asked) {
  TransitionList list;
  for (const engine::TransitionRow& row :
       TRY(reader.transitions(asked.check, asked.from, asked.to, limits::kTransitionsListed))) {
    list.transitions.push_back(document_of(row.transition));
  }
  return list;
}

}  // namespace

void list_check_pings(const Services& services, Exchange exchange) {
  auto limit = page_limit(exchange.request.query);
  auto before = number_before(exchange.request.query);
  answer_from_history<PingQuestion, PingList>(
      services, std::move(exchange),
      [limit = std::move(limit), before = std::move(before)](
          const Permit& allowed, const Captures& captures) -> Result<PingQuestion> {
        const core::Check* check = TRY(seen_check(allowed, captures));
        return PingQuestion{.end = log_end(*check), .before = TRY(before), .rows_max = TRY(limit)};
      },
      read_pings);
}

void get_check_ping_body(const Services& services, Exchange exchange) {
  answer_from_history<BodyQuestion, net::Response>(
      services, std::move(exchange),
      [](const Permit& allowed, const Captures& captures) -> Result<BodyQuestion> {
        const core::Check* check = TRY(seen_check(allowed, captures));
        const auto number = parse_number(captures.at(2));
        if (!number) return fail(Code::not_found, "there is no such ping");
        return BodyQuestion{.end = log_end(*check), .number = *number};
      },
      read_body);
}

void list_check_transitions(const Services& services, Exchange exchange) {
  auto from = query_time(exchange.request.query, "from");
  auto to = query_time(exchange.request.query, "to");
  answer_from_history<TransitionQuestion, TransitionList>(
      services, std::move(exchange),
      [from = std::move(from), to = std::move(to)](
          const Permit& allowed, const Captures& captures) -> Result<TransitionQuestion> {
        const core::Check* check = TRY(seen_check(allowed, captures));
        return TransitionQuestion{.check = check->key,
                                  .from = TRY(from).value_or(Time{}),
                                  .to = TRY(to).value_or(Time::max())};
      },
      read_transitions);
}

}  // namespace muster::api::native
