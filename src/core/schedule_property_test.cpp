// Laws that hold for every schedule, tried on thousands of random ones under fixed seeds, and
// agreement with a search that looks at every single minute and shares no code with the real one.
#include "core/schedule_test_support.h"

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using namespace schedule_testing;

using Random = std::mt19937_64;

int pick(Random& random, int first, int last) {
  return std::uniform_int_distribution(first, last)(random);
}

bool chance(Random& random, int percent) { return pick(random, 1, 100) <= percent; }

Time random_time(Random& random) {
  const auto first = to_micros(at("1995-01-01T00:00:00Z"));
  const auto last = to_micros(at("2037-01-01T00:00:00Z"));
  return from_micros(std::uniform_int_distribution<std::int64_t>(first, last)(random));
}

// A field as text and as the plain set of what it selects.
struct Field {
  std::string text;
  std::set<int> values;
};

Field random_field(Random& random, int first, int last, std::string_view dots) {
  Field field;
  const int items = pick(random, 1, 3);
  for (int i = 0; i < items; ++i) {
    const int from = pick(random, first, last);
    const int to = chance(random, 50) ? from : pick(random, from, last);
    const int step = to > from && chance(random, 40) ? pick(random, 1, to - from) : 1;
    if (i > 0) field.text += ',';
    field.text += std::to_string(from);
    if (to > from) field.text.append(dots).append(std::to_string(to));
    if (step > 1) field.text += '/' + std::to_string(step);
    for (int value = from; value <= to; value += step) field.values.insert(value);
  }
  return field;
}

Field random_cron_field(Random& random, int first, int last, int percent_free) {
  if (!chance(random, percent_free)) return random_field(random, first, last, "-");
  Field field{.text = "*", .values = {}};
  const int step = chance(random, 50) ? 1 : pick(random, 2, 5);
  if (step > 1) field.text += '/' + std::to_string(step);
  for (int value = first; value <= last; value += step) field.values.insert(value);
  return field;
}

struct NaiveCron {
  std::array<Field, 5> fields;

  static NaiveCron random(Random& random) {
    return {.fields = {random_cron_field(random, 0, 59, 40), random_cron_field(random, 0, 23, 50),
                       random_cron_field(random, 1, 31, 60), random_cron_field(random, 1, 12, 70),
                       random_cron_field(random, 0, 6, 60)}};
  }

  std::string text() const {
    std::string all;
    for (const Field& field : fields) all += (all.empty() ? "" : " ") + field.text;
    return all;
  }

  bool starred(std::size_t field) const { return fields[field].text[0] == '*'; }

  bool matches(LocalTime local) const {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const auto minute =
        static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count());
    const bool by_day =
        fields[2].values.contains(static_cast<int>(static_cast<unsigned>(date.day())));
    const bool by_weekday =
        fields[4].values.contains(static_cast<int>(std::chrono::weekday(day).c_encoding()));
    const bool day_matches = starred(2) || starred(4) ? by_day && by_weekday : by_day || by_weekday;
    return fields[0].values.contains(minute % 60) && fields[1].values.contains(minute / 60) &&
           fields[3].values.contains(static_cast<int>(static_cast<unsigned>(date.month()))) &&
           day_matches;
  }
};

std::string random_calendar_event(Random& random) {
  constexpr std::array<std::string_view, 7> kNames = {"Mon", "Tue", "Wed", "Thu",
                                                      "Fri", "Sat", "Sun"};
  const auto field = [&](int first, int last) {
    return chance(random, 50) ? std::string("*") : random_field(random, first, last, "..").text;
  };
  std::string text;
  if (chance(random, 40)) {
    const int from = pick(random, 0, 6);
    text.append(kNames[static_cast<std::size_t>(from)]).append("..");
    text.append(kNames[static_cast<std::size_t>(pick(random, from, 6))]).append(" ");
  }
  text += "*-" + field(1, 12);
  text += chance(random, 75) ? "-" + field(1, 28) : "~" + random_field(random, 1, 28, "..").text;
  text += ' ' + field(0, 23) + ':' + field(0, 59) + ':' + random_field(random, 0, 59, "..").text;
  if (chance(random, 20)) text += ".25";
  return text;
}

constexpr std::array<std::string_view, 8> kZones = {
    "UTC",         "Europe/Berlin",     "America/New_York", "Australia/Lord_Howe",
    "Asia/Tehran", "America/Sao_Paulo", "Pacific/Apia",     "Africa/Casablanca"};

void expect_laws(const Schedule& schedule, Time early, Time late) {
  const auto next = schedule.next(early);
  if (!next) {
    EXPECT_EQ(schedule.next(late), std::nullopt);
    return;
  }
  EXPECT_GT(*next, early);
  EXPECT_EQ(schedule.next(*next - Duration(1)), next);
  const auto after_late = schedule.next(late);
  if (after_late) EXPECT_LE(*next, *after_late);
  // Nothing lies between: from any instant on the way the same occurrence is next.
  EXPECT_EQ(schedule.next(early + (*next - early) / 2), next);
}

void try_laws(std::uint64_t seed, const std::function<std::string(Random&)>& expression) {
  Random random(seed);
  int tried = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = expression(random);
    const std::string_view zone = kZones[static_cast<std::size_t>(pick(random, 0, 7))];
    const Result<Schedule> schedule = Schedule::parse(text, zone_named(zone));
    if (!schedule) {
      EXPECT_NE(schedule.error().message.find("never fires"), std::string::npos)
          << schedule.error().message;
      continue;
    }
    SCOPED_TRACE(text + " in " + std::string(zone));
    const Time a = random_time(random);
    const Time b =
        chance(random, 50) ? random_time(random) : a + std::chrono::minutes(pick(random, 0, 9000));
    expect_laws(*schedule, std::min(a, b), std::max(a, b));
    ++tried;
  }
  EXPECT_GT(tried, 1800);
}

TEST(ScheduleLaws, HoldForRandomCron) {
  try_laws(1, [](Random& random) { return NaiveCron::random(random).text(); });
}

TEST(ScheduleLaws, HoldForRandomOnCalendar) { try_laws(2, random_calendar_event); }

// Every occurrence in [from, from + minutes) that the naive search sees.
std::vector<Time> look_at_every_minute(const NaiveCron& cron, const Zone& zone, Time from,
                                       int minutes) {
  std::vector<Time> found;
  OffsetSpan span{};
  for (int i = 0; i < minutes; ++i) {
    const Time time = from + std::chrono::minutes(i);
    if (time >= span.end || time < span.begin) span = zone.span_at(time);
    if (cron.matches(span.to_local(time))) found.push_back(time);
  }
  return found;
}

void expect_agreement(const NaiveCron& cron, const Zone& zone, Time from) {
  const Result<Schedule> schedule = Schedule::parse(cron.text(), zone);
  constexpr int kMinutes = 12 * 24 * 60;
  const auto naive = look_at_every_minute(cron, zone, from, kMinutes);
  if (!schedule) {
    EXPECT_TRUE(naive.empty()) << cron.text();
    return;
  }
  std::vector<Time> found;
  const Time end = from + std::chrono::minutes(kMinutes);
  for (auto next = schedule->next(from - Duration(1)); next && *next < end;
       next = schedule->next(*next)) {
    found.push_back(*next);
  }
  EXPECT_EQ(found, naive) << cron.text() << " in " << zone.name() << " from "
                          << to_iso_seconds(from);
}

TEST(ScheduleLaws, AgreeWithLookingAtEveryMinuteInUtc) {
  Random random(3);
  for (int i = 0; i < 60; ++i) {
    const Time from = std::chrono::floor<std::chrono::minutes>(random_time(random));
    expect_agreement(NaiveCron::random(random), Zone::utc(), from);
  }
}

TEST(ScheduleLaws, S2_20_WildcardsAgreeWithLookingAtEveryMinuteAcrossChangesOfTheClock) {
  Random random(4);
  struct Change {
    std::string_view zone;
    std::string_view a_week_before;
  };
  for (const Change& change : std::vector<Change>{
           {"Europe/Berlin", "2026-03-22T00:00:00Z"},
           {"Europe/Berlin", "2026-10-18T00:00:00Z"},
           {"America/New_York", "2026-03-01T00:00:00Z"},
           {"America/New_York", "2026-10-25T00:00:00Z"},
           {"Australia/Lord_Howe", "2026-03-29T00:00:00Z"},
           {"Australia/Lord_Howe", "2026-09-27T00:00:00Z"},
           {"America/Sao_Paulo", "2018-10-28T00:00:00Z"},
           {"Pacific/Apia", "2011-12-23T00:00:00Z"},
       }) {
    for (int i = 0; i < 12; ++i) {
      NaiveCron cron = NaiveCron::random(random);
      while (!cron.starred(0) && !cron.starred(1)) cron = NaiveCron::random(random);
      expect_agreement(cron, zone_named(change.zone), at(change.a_week_before));
    }
  }
}

}  // namespace
}  // namespace muster::core
