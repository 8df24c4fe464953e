// From the text of calendar events to their sets. The grammar stands in on_calendar.h.

#include "core/calendar_number.h"
#include "core/on_calendar.h"
#include "core/words.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

namespace muster::core {
namespace {

struct Shorthand {
  std::string_view name;
  std::string_view meaning;
};

constexpr auto kShorthands = std::to_array<Shorthand>({
    {"minutely", "*-*-* *:*:00"},
    {"hourly", "*-*-* *:00:00"},
    {"daily", "*-*-* 00:00:00"},
    {"weekly", "Mon *-*-* 00:00:00"},
    {"monthly", "*-*-01 00:00:00"},
    {"quarterly", "*-01,04,07,10-01 00:00:00"},
    {"semiannually", "*-01,07-01 00:00:00"},
    {"semi-annually", "*-01,07-01 00:00:00"},
    {"biannually", "*-01,07-01 00:00:00"},
    {"bi-annually", "*-01,07-01 00:00:00"},
    {"yearly", "*-01-01 00:00:00"},
    {"annually", "*-01-01 00:00:00"},
});

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

// Monday is 1 and Sunday 7, so that a range may end with it.
Result<int> parse_weekday(std::string_view text) {
  constexpr std::size_t kShortLength = 3;
  for (std::size_t day = 0; day < kWeekdays.size(); ++day) {
    if (equal_ignoring_case(text, kWeekdays[day]) ||
        equal_ignoring_case(text, kWeekdays[day].substr(0, kShortLength))) {
      return day == 0 ? 7 : static_cast<int>(day);
    }
  }
  return fail(Code::invalid,
              fmt::format("weekday: expected a name such as Mon or Monday, got \"{}\"", text));
}

// Mon,Wed..Fri: the set with bit 0 for Sunday.
Result<std::uint8_t> parse_weekdays(std::string_view text) {
  if (text.ends_with(',')) text.remove_suffix(1);  // as in "Wed, 17:48"
  unsigned weekdays = 0;
  for (const std::string_view item : split_at(text, ',')) {
    const std::size_t dash = item.find('-');
    const std::size_t range = dash != std::string_view::npos ? dash : item.find("..");
    const int first = TRY(parse_weekday(item.substr(0, range)));
    int last = first;
    if (range != std::string_view::npos) {
      last = TRY(parse_weekday(item.substr(range + (dash != std::string_view::npos ? 1 : 2))));
    }
    if (first > last) {
      return fail(Code::invalid, fmt::format("weekday: the range \"{}\" runs backwards", item));
    }
    for (int day = first; day <= last; ++day) weekdays |= 1U << (day % 7);
  }
  return static_cast<std::uint8_t>(weekdays);
}

Result<std::uint64_t> parse_set(CalendarField field, std::string_view text) {
  std::uint64_t set = 0;
  for (const NumberRun& run : TRY(parse_number_runs(field, text))) {
    for (int value = run.first; value <= run.last; value += run.step) {
      set |= std::uint64_t{1} << value;
    }
  }
  return set;
}

// [year-]month-day or [year-]month~day
Result<CalendarEvent> with_date(CalendarEvent event, std::string_view text) {
  std::vector<std::string_view> parts;
  CalendarField day_field = CalendarField::day;
  if (const std::size_t tilde = text.find('~'); tilde != std::string_view::npos) {
    day_field = CalendarField::day_from_end;
    parts = split_at(text.substr(0, tilde), '-');
    parts.push_back(text.substr(tilde + 1));
  } else {
    parts = split_at(text, '-');
  }
  if (parts.size() == 2) parts.insert(parts.begin(), "*");
  if (parts.size() != 3) {
    return fail(
        Code::invalid,
        fmt::format("date: expected [year-]month-day or [year-]month~day, got \"{}\"", text));
  }
  event.years.reset();
  for (const NumberRun& run : TRY(parse_number_runs(CalendarField::year, parts[0]))) {
    for (int year = run.first; year <= run.last; year += run.step) {
      event.years.set(static_cast<std::size_t>(year - CalendarEvent::kFirstYear));
    }
  }
  event.months = static_cast<std::uint16_t>(TRY(parse_set(CalendarField::month, parts[1])));
  const auto days = static_cast<DaySet>(TRY(parse_set(day_field, parts[2])));
  event.days = day_field == CalendarField::day ? days : 0;
  event.days_from_end = day_field == CalendarField::day ? 0 : days;
  return event;
}

// hour:minute[:second]
Result<CalendarEvent> with_time(CalendarEvent event, std::string_view text) {
  std::vector<std::string_view> parts = split_at(text, ':');
  if (parts.size() == 2) parts.emplace_back("0");
  if (parts.size() != 3) {
    return fail(Code::invalid,
                fmt::format("time: expected hour:minute[:second], got \"{}\"", text));
  }
  event.hours = static_cast<std::uint32_t>(TRY(parse_set(CalendarField::hour, parts[0])));
  event.minutes = TRY(parse_set(CalendarField::minute, parts[1]));
  event.seconds.clear();
  for (const NumberRun& run : TRY(parse_number_runs(CalendarField::second, parts[2]))) {
    event.seconds.push_back({run.first, run.last, run.step});
  }
  return event;
}

// Every day at midnight: what the parts that are left out mean.
CalendarEvent midnights() {
  CalendarEvent event;
  event.years.set();
  event.months = 0x1ffe;
  event.days = ~DaySet{1};
  event.weekdays = 0x7f;
  event.hours = 1;
  event.minutes = 1;
  event.seconds = {{}};
  return event;
}

Result<CalendarEvent> parse_words(std::span<const std::string_view> words) {
  CalendarEvent event = midnights();
  if (!words.empty() && is_letter(words[0][0])) {
    event.weekdays = TRY(parse_weekdays(words[0]));
    words = words.subspan(1);
  }
  if (!words.empty() && !words[0].contains(':')) {
    event = TRY(with_date(std::move(event), words[0]));
    words = words.subspan(1);
  }
  if (!words.empty()) {
    event = TRY(with_time(std::move(event), words[0]));
    words = words.subspan(1);
  }
  if (!words.empty()) {
    return fail(Code::invalid,
                fmt::format("expected [weekdays] [date] [time] [time zone], got \"{}\" after those",
                            words[0]));
  }
  return event;
}

}  // namespace

Result<CalendarEvent> CalendarEvent::parse(std::string_view line) {
  std::vector<std::string_view> words = split_words(line);
  std::optional<Zone> zone;
  // No weekday stands last after another word, so a last word in letters is a zone.
  if (words.size() > 1 && is_letter(words.back()[0])) {
    const bool is_utc = equal_ignoring_case(words.back(), "UTC");
    zone = is_utc ? Zone::utc() : TRY(Zone::find(words.back()));
    words.pop_back();
  }
  if (words.size() == 1) {
    const auto* shorthand = std::ranges::find_if(kShorthands, [&](const Shorthand& known) {
      return equal_ignoring_case(known.name, words[0]);
    });
    if (shorthand != kShorthands.end()) words = split_words(shorthand->meaning);
  }
  CalendarEvent event = TRY(parse_words(words));
  event.zone = zone;
  return event;
}

Result<OnCalendar> OnCalendar::parse(std::string_view text) {
  OnCalendar calendar;
  for (const std::string_view line : split_at(text, '\n')) {
    if (!split_words(line).empty()) calendar.events.push_back(TRY(CalendarEvent::parse(line)));
  }
  if (calendar.events.empty()) {
    return fail(Code::invalid, "expected a calendar event such as \"Mon..Fri *-*-* 09:00\"");
  }
  return calendar;
}

}  // namespace muster::core
