#include "core/zone.h"

#include "core/legacy_zones.h"

#include <cstdlib>
#include <exception>
#include <optional>

#include <date/tz.h>
#include <fmt/format.h>

namespace muster::core {
namespace {

// UTC as one span: the years that std::chrono::year can hold, which microseconds can hold as well.
constexpr OffsetSpan kAllOfTime = {.begin = std::chrono::sys_days(std::chrono::year::min() / 1 / 1),
                                   .end = std::chrono::sys_days(std::chrono::year::max() / 1 / 1),
                                   .offset = seconds(0)};

OffsetSpan to_span(const date::sys_info& info) {
  return {.begin = info.begin, .end = info.end, .offset = info.offset};
}

// The folder of zone files also holds files that are no zones; zones are capitalised, those are
// not.
bool looks_like_zone(std::string_view name) {
  return !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
}

const date::time_zone* load(std::string_view name) {
  try {
    const date::time_zone* rules = date::locate_zone(name);
    // The file is read at first use: use it here, where a broken one can still be reported.
    rules->get_info(date::sys_seconds(seconds(0)));
    return rules;
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  const std::string_view present = present_zone_name(name);
  if (present == "UTC") return utc();
  const date::time_zone* rules = looks_like_zone(present) ? load(present) : nullptr;
  if (rules == nullptr) {
    return fail(Code::invalid,
                fmt::format("\"{}\" is not a known time zone; expected a name such as UTC or "
                            "Europe/Berlin",
                            name));
  }
  return Zone(rules);
}

std::string_view Zone::name() const {
  return rules_ == nullptr ? std::string_view("UTC") : rules_->name();
}

OffsetSpan Zone::span_at(Time time) const {
  if (rules_ == nullptr) return kAllOfTime;
  return to_span(rules_->get_info(std::chrono::floor<seconds>(time)));
}

LocalMeaning Zone::meaning_of(LocalTime local) const {
  if (rules_ == nullptr) return {.kind = LocalMeaning::Kind::unique, .before = kAllOfTime};
  const auto whole = std::chrono::floor<seconds>(local.time_since_epoch());
  const date::local_info info = rules_->get_info(date::local_seconds(whole));
  LocalMeaning meaning;
  meaning.before = to_span(info.first);
  if (info.result == date::local_info::unique) return meaning;
  meaning.kind = info.result == date::local_info::nonexistent ? LocalMeaning::Kind::skipped
                                                              : LocalMeaning::Kind::repeated;
  meaning.after = to_span(info.second);
  return meaning;
}

std::string to_iso_in_zone(Time time, const Zone& zone) {
  const OffsetSpan span = zone.span_at(time);
  const auto local = std::chrono::floor<seconds>(span.to_local(time));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(local - day);
  const std::chrono::hh_mm_ss offset(span.offset);
  std::string text = fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
      clock.minutes().count(), clock.seconds().count(), offset.is_negative() ? '-' : '+',
      offset.hours().count(), offset.minutes().count());
  if (offset.seconds() != seconds(0)) text += fmt::format(":{:02}", offset.seconds().count());
  return text;
}

}  // namespace muster::core
