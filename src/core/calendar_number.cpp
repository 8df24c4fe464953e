#include "core/calendar_number.h"

#include "core/words.h"

#include <array>
#include <optional>

#include <fmt/format.h>

namespace muster::core {
namespace {

constexpr std::int32_t kMicrosPerSecond = 1'000'000;

struct FieldRule {
  std::string_view name;
  std::int32_t first;
  std::int32_t last;
  std::string_view expected;
};

// In the order of CalendarField.
constexpr std::array<FieldRule, 7> kRules = {{
    {"year", 1970, 2199, "1970 to 2199"},
    {"month", 1, 12, "1 to 12"},
    {"day", 1, 31, "1 to 31"},
    {"day from the end of the month", 1, 28, "1 to 28"},
    {"hour", 0, 23, "0 to 23"},
    {"minute", 0, 59, "0 to 59"},
    {"second", 0, 60 * kMicrosPerSecond - 1, "0 to 59, with or without decimals"},
}};

// Decimals beyond microseconds are rounded half up, as systemd does.
std::optional<std::int32_t> parse_seconds(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::optional<int> whole = parse_number(text.substr(0, point));
  constexpr int kWholeMax = 999;
  if (!whole || *whole > kWholeMax) return std::nullopt;
  if (point == std::string_view::npos) return *whole * kMicrosPerSecond;

  const std::string_view decimals = text.substr(point + 1);
  if (decimals.empty()) return std::nullopt;
  std::int32_t fraction = 0;
  std::int32_t unit = kMicrosPerSecond / 10;
  for (std::size_t i = 0; i < decimals.size(); ++i, unit /= 10) {
    if (!is_digit(decimals[i])) return std::nullopt;
    const int digit = decimals[i] - '0';
    fraction += unit * digit;
    constexpr std::size_t kFirstRounded = 6;
    if (i == kFirstRounded && digit >= 5) ++fraction;
  }
  return *whole * kMicrosPerSecond + fraction;
}

class RunParser {
 public:
  explicit RunParser(CalendarField field)
      : field_(field), rule_(kRules[static_cast<std::size_t>(field)]) {}

  Result<std::vector<NumberRun>> parse(std::string_view text) const {
    if (text == "*") return std::vector{NumberRun{rule_.first, rule_.last, unit()}};
    if (text.starts_with("*/")) {
      return refuse(fmt::format("write {}{} instead of \"{}\"", rule_.first, text.substr(1), text));
    }
    std::vector<NumberRun> runs;
    for (const std::string_view item : split_at(text, ',')) {
      if (item.empty()) return refuse(fmt::format("an empty item in \"{}\"", text));
      runs.push_back(TRY(parse_run(item)));
    }
    return runs;
  }

 private:
  // The step from one value to the next when none is given.
  std::int32_t unit() const { return field_ == CalendarField::second ? kMicrosPerSecond : 1; }

  std::unexpected<Error> refuse(std::string_view reason) const {
    return fail(Code::invalid, fmt::format("{}: {}", rule_.name, reason));
  }

  std::optional<std::int32_t> parse_number_of_field(std::string_view text) const {
    return field_ == CalendarField::second ? parse_seconds(text) : parse_number(text);
  }

  Result<std::int32_t> parse_value(std::string_view text) const {
    std::optional<std::int32_t> value = parse_number_of_field(text);
    if (value && field_ == CalendarField::year && *value < 100) {
      *value += *value < 70 ? 2000 : 1900;
    }
    if (!value || *value < rule_.first || *value > rule_.last) {
      return refuse(fmt::format("expected {}, got \"{}\"", rule_.expected, text));
    }
    return *value;
  }

  Result<NumberRun> parse_run(std::string_view item) const {
    const std::size_t slash = item.find('/');
    const std::string_view base = item.substr(0, slash);
    NumberRun run{.step = unit()};
    if (slash != std::string_view::npos) {
      run.step = parse_number_of_field(item.substr(slash + 1)).value_or(0);
      if (run.step == 0) {
        return refuse(fmt::format("expected a step above 0 after /, got \"{}\"", item));
      }
    }
    if (const std::size_t dots = base.find(".."); dots != std::string_view::npos) {
      run.first = TRY(parse_value(base.substr(0, dots)));
      run.last = TRY(parse_value(base.substr(dots + 2)));
      if (run.first > run.last) {
        return refuse(fmt::format("the range \"{}\" runs backwards", base));
      }
      return run;
    }
    run.first = TRY(parse_value(base));
    if (slash == std::string_view::npos) {
      run.last = run.first;
      return run;
    }
    if (field_ == CalendarField::day_from_end) {
      // ~7/2 begins seven days before the end and steps towards it: 7, 5, 3, 1.
      return NumberRun{
          .first = 1 + (run.first - 1) % run.step, .last = run.first, .step = run.step};
    }
    run.last = rule_.last;
    return run;
  }

  CalendarField field_;
  const FieldRule& rule_;
};

}  // namespace

Result<std::vector<NumberRun>> parse_number_runs(CalendarField field, std::string_view text) {
  return RunParser(field).parse(text);
}

}  // namespace muster::core
