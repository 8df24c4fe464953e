#include "kinds/answer.h"

#include "base/limits.h"
#include "core/words.h"
#include "kinds/plain_text.h"
#include "net/http.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr int kGone = 410;

struct DateWords {
  std::string_view day;
  std::string_view month;
  std::string_view year;
  std::string_view clock;
};

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::ranges::find(kMonths, name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

std::optional<seconds> time_of_day(std::string_view clock) {
  const auto parts = core::split_at(clock, ':');
  if (parts.size() != 3) return std::nullopt;
  const auto hours = core::parse_number(parts[0]);
  const auto minutes = core::parse_number(parts[1]);
  const auto rest = core::parse_number(parts[2]);
  if (!hours || !minutes || !rest || *hours > 23 || *minutes > 59 || *rest > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + seconds(*rest);
}

// A year of two digits that would lie more than 50 years ahead is the last past one with them.
int full_year(int two_digits, Time now) {
  const year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const int present = static_cast<int>(today.year());
  const int candidate = present - present % 100 + two_digits;
  return candidate > present + 50 ? candidate - 100 : candidate;
}

// Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
std::optional<DateWords> date_words(std::string_view text) {
  const auto words = core::split_words(text);
  if (words.size() == 6 && words[0].ends_with(',') && words[5] == "GMT") {
    return DateWords{words[1], words[2], words[3], words[4]};
  }
  if (words.size() == 4 && words[0].ends_with(',') && words[3] == "GMT") {
    const auto date = core::split_at(words[1], '-');
    if (date.size() == 3) return DateWords{date[0], date[1], date[2], words[2]};
  }
  if (words.size() == 5) return DateWords{words[2], words[1], words[4], words[3]};
  return std::nullopt;
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view text, Time now) {
  const auto words = date_words(text);
  if (!words) return std::nullopt;
  const auto day_number = core::parse_number(words->day);
  const auto month_of_year = month_number(words->month);
  const auto year_number = core::parse_number(words->year);
  const auto clock = time_of_day(words->clock);
  if (!day_number || !month_of_year || !year_number || *year_number > 9999 || !clock) {
    return std::nullopt;
  }
  const int written = words->year.size() == 2 ? full_year(*year_number, now) : *year_number;
  const year_month_day date(year(written), month(*month_of_year),
                            day(static_cast<unsigned>(*day_number)));
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + *clock;
}

std::optional<Duration> retry_after(const net::HttpAnswer& answer, Time now) {
  constexpr Duration kMost = limits::kDeliveryLife;
  for (const auto& [name, value] : answer.headers) {
    if (name != "retry-after") continue;
    if (const auto wait = core::parse_number(value))
      return std::min<Duration>(seconds(*wait), kMost);
    if (const auto at = parse_http_date(value, now); at && *at > now) {
      return std::min(*at - now, kMost);
    }
  }
  return std::nullopt;
}

std::string answer_text(const net::HttpAnswer& answer) {
  const std::string body = one_line(answer.body, kAnswerBytes);
  return shortened(fmt::format("{} {}{}{}", answer.status, net::reason_phrase(answer.status),
                               body.empty() ? "" : ": ", body),
                   kAnswerBytes);
}

core::Attempt attempt_from(const Error& error) {
  const std::string text = one_line(to_string(error), kAnswerBytes);
  switch (error.code) {
    case Code::forbidden:
    case Code::invalid:
      return {core::Taken::never, text, std::nullopt};
    case Code::not_found:
    case Code::conflict:
    case Code::unauthenticated:
    case Code::too_large:
    case Code::limited:
    case Code::timeout:
    case Code::unavailable:
    case Code::cancelled:
    case Code::corrupt:
    case Code::bug:
      break;
  }
  return {core::Taken::not_now, text, std::nullopt};
}

core::Attempt judge_by_status(const net::HttpAnswer& answer, Time now) {
  std::string text = answer_text(answer);
  if (answer.status >= 200 && answer.status < 300) {
    return {core::Taken::yes, std::move(text), std::nullopt};
  }
  if (answer.status == kGone) return {core::Taken::never, std::move(text), std::nullopt};
  return {core::Taken::not_now, std::move(text), retry_after(answer, now)};
}

}  // namespace muster::kinds
