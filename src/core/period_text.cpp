#include "core/period_text.h"

#include "core/words.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace muster::core {
namespace {

struct Unit {
  std::string_view name;  // singular
  std::string_view plural;
  seconds length;
};

constexpr auto kUnits = std::to_array<Unit>({
    {"second", "seconds", seconds(1)},
    {"sec", "secs", seconds(1)},
    {"s", "s", seconds(1)},
    {"minute", "minutes", std::chrono::minutes(1)},
    {"min", "mins", std::chrono::minutes(1)},
    {"m", "m", std::chrono::minutes(1)},
    {"hour", "hours", std::chrono::hours(1)},
    {"hr", "hrs", std::chrono::hours(1)},
    {"h", "h", std::chrono::hours(1)},
    {"day", "days", std::chrono::days(1)},
    {"d", "d", std::chrono::days(1)},
    {"week", "weeks", std::chrono::weeks(1)},
    {"w", "w", std::chrono::weeks(1)},
});

constexpr seconds kPeriodMax = std::chrono::days(36'500);

std::optional<seconds> unit_length(std::string_view name) {
  const auto* unit = std::ranges::find_if(kUnits, [name](const Unit& known) {
    return equal_ignoring_case(name, known.name) || equal_ignoring_case(name, known.plural);
  });
  if (unit == kUnits.end()) return std::nullopt;
  return unit->length;
}

// Takes a text from the front, one run of characters after the other.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {
    blanks();
    while (!rest_.empty() && is_blank(rest_.back())) rest_.remove_suffix(1);
  }

  std::string_view digits() { return take(is_digit); }
  std::string_view letters() { return take(is_letter); }
  void blanks() { take(is_blank); }

  // The word "every" and the blanks behind it.
  bool every() {
    Reader ahead = *this;
    if (!equal_ignoring_case(ahead.letters(), "every")) return false;
    ahead.blanks();
    *this = ahead;
    return true;
  }

  std::string_view rest() const { return rest_; }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

  template <class IsIn>
  std::string_view take(IsIn is_in) {
    const auto end = std::ranges::find_if_not(rest_, is_in);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace

bool looks_like_period(std::string_view text) {
  Reader reader(text);
  if (reader.every()) return true;
  if (reader.digits().empty()) return false;
  reader.blanks();
  return !reader.letters().empty();
}

Result<seconds> parse_period(std::string_view text) {
  const auto refuse = [text] {
    return fail(Code::invalid,
                fmt::format("expected a period such as 5m, 90s or 1h 30m, got \"{}\"", text));
  };
  Reader reader(text);
  if (reader.every()) {
    if (const auto unit = unit_length(reader.rest())) return *unit;  // "every day"
  }
  seconds total(0);
  while (!reader.rest().empty()) {
    const std::optional<int> count = parse_number(reader.digits());
    reader.blanks();
    const std::optional<seconds> unit = unit_length(reader.letters());
    reader.blanks();
    if (!count || !unit) return refuse();
    total += *count * *unit;
    if (total > kPeriodMax) {
      return fail(Code::invalid, fmt::format("expected a period of at most {} days, got \"{}\"",
                                             kPeriodMax / std::chrono::days(1), text));
    }
  }
  if (total == seconds(0)) return refuse();
  return total;
}

}  // namespace muster::core
