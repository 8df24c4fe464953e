// Messages: every word that we say in a notice, in each language that we speak. The one place to
// change a wording or to add a language. Constants; any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <fmt/format.h>

namespace muster::kinds {

// A channel's `language`: English unless it says otherwise.
enum class Language { en, zh };
BOOST_DESCRIBE_ENUM(Language, en, zh)

struct UnitWords {
  std::string_view one;
  std::string_view many;
};

// What holds `{}` is filled in by said().
struct Messages {
  std::string_view is_down;  // headline: the check's name
  std::string_view is_up;
  std::string_view test;          // around the headline of a test message
  std::string_view subject_down;  // of a mail: the check's name
  std::string_view subject_up;
  std::string_view unnamed;

  // Labels
  std::string_view project;
  std::string_view check;
  std::string_view reason;
  std::string_view down_since;
  std::string_view up_since;
  std::string_view schedule;
  std::string_view deadline;
  std::string_view next_deadline;
  std::string_view last_ping;
  std::string_view tags;
  std::string_view description;
  std::string_view last_output;
  std::string_view details;  // what a link or button to the check is called
  std::string_view colon;    // behind a label

  // Reasons
  std::string_view succeeded;
  std::string_view failed;
  std::string_view nothing_came;  // the deadline
  std::string_view not_started;   // the deadline
  std::string_view ran_too_long;  // the limit
  std::string_view reason_unknown;

  // The last ping
  std::string_view never;
  std::string_view not_kept;
  std::string_view ping;                       // time, kind
  std::string_view ran_for;                    // behind it: duration
  std::string_view exit_status;                // behind it: number
  std::array<std::string_view, 5> ping_kinds;  // in the order of core::PingKind

  // The schedule
  std::string_view every;       // period
  std::string_view expression;  // dialect, expression, zone
  std::string_view grace;       // behind it, each: duration
  std::string_view start_limit;
  std::string_view run_limit;

  std::array<UnitWords, 4> units;  // day, hour, minute, second
  std::string_view milliseconds;   // number
};

const Messages& messages(Language language);
const Messages& messages(std::optional<Language> language);

// A message with its values: said(words.grace, "1 hour").
template <class... Values>
std::string said(std::string_view message, const Values&... values) {
  return fmt::format(fmt::runtime(message), values...);
}

}  // namespace muster::kinds
