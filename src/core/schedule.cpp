#include "core/schedule.h"

#include "base/check.h"
#include "core/cron.h"
#include "core/on_calendar.h"
#include "core/pattern_search.h"
#include "core/period_text.h"
#include "core/words.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace muster::core {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

// An expression must have an occurrence after this instant (Healthchecks §2.6).
constexpr Time kMustFireAfter = sys_days(year(2000) / 1 / 1);

// Searches stay between these years, far inside of what Time and the time-zone database can hold.
constexpr Time kSearchBegin = sys_days(year(1970) / 1 / 1);
constexpr Time kSearchEnd = sys_days(year(10'000) / 1 / 1);

bool is_cron(std::string_view expression) {
  const auto lines = split_at(expression, '\n');
  const auto has_words = [](std::string_view line) { return !split_words(line).empty(); };
  return std::ranges::count_if(lines, has_words) == 1 && split_words(expression).size() == 5;
}

}  // namespace

struct Schedule::Rule {
  std::string expression;
  Zone zone;
  std::variant<Cron, OnCalendar> meaning;

  std::optional<Time> next(Time after) const {
    if (after >= kSearchEnd) return std::nullopt;
    const Time from = std::max(after, kSearchBegin - Duration(1));
    return std::visit([&](const auto& pattern) { return pattern.next(from, zone); }, meaning);
  }
};

Schedule::Schedule(seconds every, std::shared_ptr<const Rule> rule)
    : every_(every), rule_(std::move(rule)) {}

Schedule Schedule::period(seconds every) {
  CHECK(every > seconds(0));
  return {every, nullptr};
}

Result<Schedule> Schedule::parse(std::string_view expression, const Zone& zone) {
  std::variant<Cron, OnCalendar> meaning;
  if (is_cron(expression)) {
    meaning = TRY(Cron::parse(expression));
  } else {
    meaning = TRY(OnCalendar::parse(expression));
  }
  auto rule = std::make_shared<const Rule>(
      Rule{.expression = std::string(expression), .zone = zone, .meaning = std::move(meaning)});
  if (!rule->next(kMustFireAfter)) {
    return fail(Code::invalid,
                fmt::format("\"{}\" never fires: no date after 2000-01-01 matches it", expression));
  }
  return Schedule(seconds(0), std::move(rule));
}

Schedule::Kind Schedule::kind() const {
  if (rule_ == nullptr) return Kind::period;
  return std::holds_alternative<Cron>(rule_->meaning) ? Kind::cron : Kind::on_calendar;
}

std::string_view Schedule::expression() const {
  return rule_ == nullptr ? std::string_view() : rule_->expression;
}

const Zone& Schedule::zone() const {
  static constexpr Zone kUtc = Zone::utc();
  return rule_ == nullptr ? kUtc : rule_->zone;
}

std::optional<Time> Schedule::next(Time after) const {
  if (rule_ != nullptr) return rule_->next(after);
  if (after >= kSearchEnd) return std::nullopt;
  return after + every_;
}

ClockMark Schedule::mark_of(Time occurrence, const Zone& zone) const {
  const OffsetSpan span = zone.span_at(occurrence);
  const LocalTime local = span.to_local(occurrence);
  if (zone.meaning_of(local).kind == LocalMeaning::Kind::repeated) return ClockMark::repeat;
  const Cron* const cron = rule_ == nullptr ? nullptr : std::get_if<Cron>(&rule_->meaning);
  if (cron == nullptr || occurrence != span.begin) return ClockMark::none;
  const bool clock_went_forward = zone.span_at(occurrence - Duration(1)).offset < span.offset;
  const bool asked_for = first_match(*cron, local) == local;
  return clock_went_forward && !asked_for ? ClockMark::gap : ClockMark::none;
}

bool operator==(const Schedule& a, const Schedule& b) {
  return a.every_ == b.every_ && a.expression() == b.expression() && a.zone() == b.zone();
}

Result<Schedule> parse_any(std::string_view expression, const Zone& zone) {
  if (!looks_like_period(expression)) return Schedule::parse(expression, zone);
  return Schedule::period(TRY(parse_period(expression)));
}

}  // namespace muster::core
