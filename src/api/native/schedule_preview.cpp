#include "api/native/call.h"
#include "api/native/handlers.h"
#include "base/limits.h"
#include "core/schedule.h"

#include <fmt/format.h>

namespace muster::api::native {
namespace {

constexpr std::int64_t kCountDefault = 10;

// A TRY that says which field is meant.
template <class T>
Result<T> about(const char* field, Result<T> result) {
  if (!result) result.error().where = field;
  return result;
}

Result<std::int64_t> in_range(std::int64_t number, std::int64_t min, std::int64_t max,
                              const char* field) {
  if (number >= min && number <= max) return number;
  return fail(Code::invalid, fmt::format("expected a number from {} to {}", min, max), field);
}

Result<seconds> period(std::int64_t count, const char* field) {
  return seconds(
      TRY(in_range(count, limits::kPeriodMin.count(), limits::kPeriodMax.count(), field)));
}

Result<core::Schedule> schedule_of(const PreviewRequest& body, const core::Zone& zone) {
  if (!body.schedule) {
    if (body.timeout) return core::Schedule::period(TRY(period(*body.timeout, "/timeout")));
    return fail(Code::invalid, "expected a schedule, or a timeout in seconds", "/schedule");
  }
  if (body.schedule->size() > limits::kScheduleChars) {
    return fail(Code::invalid, fmt::format("expected up to {} characters", limits::kScheduleChars),
                "/schedule");
  }
  return about("/schedule", core::Schedule::parse(*body.schedule, zone));
}

std::optional<PreviewMark> shown(core::ClockMark mark) {
  switch (mark) {
    case core::ClockMark::none:
      return std::nullopt;
    case core::ClockMark::gap:
      return PreviewMark::gap;
    case core::ClockMark::repeat:
      return PreviewMark::repeat;
  }
  return std::nullopt;
}

Result<PreviewAnswer> preview(const PreviewRequest& body, Time now) {
  const core::Zone zone = TRY(about("/tz", core::Zone::find(body.tz.value_or("UTC"))));
  const core::Schedule schedule = TRY(schedule_of(body, zone));
  if (body.grace) TRY_DO(period(*body.grace, "/grace"));
  const std::int64_t count =
      TRY(in_range(body.count.value_or(kCountDefault), 1, limits::kScheduleTimes, "/count"));
  PreviewAnswer answer;
  std::optional<Time> at = now;
  while (std::ssize(answer.times) < count && (at = schedule.next(*at))) {
    answer.times.push_back({.at = *at,
                            .local = core::to_iso_in_zone(*at, zone),
                            .mark = shown(schedule.mark_of(*at, zone))});
  }
  return answer;
}

struct Question {
  PreviewRequest body;
  Time now;
};

}  // namespace

// On the pool: a schedule that hardly ever fires takes a while to search.
void preview_schedule(const Services& services, Exchange exchange) {
  Result<PreviewRequest> body = decode_text<PreviewRequest>(exchange.request.body);
  answer_from_history<Question, PreviewAnswer>(
      services, std::move(exchange),
      [body = std::move(body)](const Permit& allowed, const auto&) -> Result<Question> {
        return Question{.body = TRY(body), .now = allowed.transaction.now};
      },
      [](engine::Reader&, const Question& asked) { return preview(asked.body, asked.now); });
}

}  // namespace muster::api::native
