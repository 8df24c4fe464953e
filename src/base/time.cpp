#include "base/time.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace muster {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct Civil {
  year_month_day date;
  std::int64_t micros_of_day;
};

Civil to_civil(Time time) {
  const auto day = std::chrono::floor<days>(time);
  return {year_month_day(day), (time - day).count()};
}

std::string date_and_time(const Civil& civil) {
  const auto second = civil.micros_of_day / 1'000'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(civil.date.year()),
                     static_cast<unsigned>(civil.date.month()),
                     static_cast<unsigned>(civil.date.day()), second / 3600, second / 60 % 60,
                     second % 60);
}

// Takes `text` from the front, field by field; every take fails for good once one has failed.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    if (text_.size() < count) return give_up();
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + count, value);
    if (error != std::errc{} || end != text_.data() + count || text_[0] == '-') return give_up();
    text_.remove_prefix(count);
    return value;
  }

  char any_of(std::string_view allowed) {
    if (text_.empty() || !allowed.contains(text_[0])) return static_cast<char>(give_up());
    const char found = text_[0];
    text_.remove_prefix(1);
    return found;
  }

  std::int64_t fraction_micros() {
    if (text_.empty() || text_[0] != '.') return 0;
    text_.remove_prefix(1);
    std::int64_t micros = 0;
    int count = 0;
    for (; !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; ++count, text_.remove_prefix(1)) {
      if (count < 6) micros = micros * 10 + (text_[0] - '0');
    }
    if (count == 0 || count > 9) return give_up();
    for (; count < 6; ++count) micros *= 10;
    return micros;
  }

  bool whole() const { return good_ && text_.empty(); }

 private:
  int give_up() {
    good_ = false;
    text_ = {};
    return 0;
  }

  std::string_view text_;
  bool good_ = true;
};

std::optional<Duration> parse_offset(Cursor& cursor) {
  const char sign = cursor.any_of("Zz+-");
  if (sign == 'Z' || sign == 'z') return Duration{0};
  const int hours = cursor.digits(2);
  cursor.any_of(":");
  const int minutes = cursor.digits(2);
  if (hours > 23 || minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return sign == '-' ? -offset : offset;
}

}  // namespace

std::string to_iso_seconds(Time time) { return date_and_time(to_civil(time)) + "+00:00"; }

std::string to_iso_micros(Time time) {
  const Civil civil = to_civil(time);
  return fmt::format("{}.{:06}+00:00", date_and_time(civil), civil.micros_of_day % 1'000'000);
}

Result<Time> parse_iso(std::string_view text) {
  Cursor cursor(text);
  const int year = cursor.digits(4);
  cursor.any_of("-");
  const int month = cursor.digits(2);
  cursor.any_of("-");
  const int day = cursor.digits(2);
  cursor.any_of("Tt ");
  const int hour = cursor.digits(2);
  cursor.any_of(":");
  const int minute = cursor.digits(2);
  cursor.any_of(":");
  const int second = cursor.digits(2);
  const std::int64_t micros = cursor.fraction_micros();
  const auto offset = parse_offset(cursor);
  const year_month_day date(std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day)));
  if (!cursor.whole() || !offset || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return fail(Code::invalid, fmt::format("\"{}\" is not an ISO 8601 time with an offset, such as "
                                           "2026-03-29T01:30:00+00:00",
                                           text));
  }
  const auto clock = std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
  return Time(sys_days(date)) + clock + Duration(micros) - *offset;
}

}  // namespace muster
