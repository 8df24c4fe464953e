#include "core/cron_field.h"

#include "core/words.h"

#include <span>

#include <fmt/format.h>

namespace muster::core {
namespace {

struct FieldRule {
  std::string_view name;
  int first;
  int last;
  std::string_view expected;
  std::span<const std::string_view> value_names;  // the name of `first`, of `first` + 1, ...
};

constexpr std::array<std::string_view, 12> kMonthNames = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdayNames = {"SUN", "MON", "TUE", "WED",
                                                           "THU", "FRI", "SAT"};

// In the order of CronField.
constexpr std::array<FieldRule, 5> kRules = {{
    {"minute", 0, 59, "0-59", {}},
    {"hour", 0, 23, "0-23", {}},
    {"day of month", 1, 31, "1-31, L, LW or 15W", {}},
    {"month", 1, 12, "1-12 or JAN-DEC", kMonthNames},
    {"day of week", 0, 7, "0-7, SUN-SAT, 5L or 1#2", kWeekdayNames},
}};

struct Range {
  int first;
  int last;
  int step;
};

// Reads one field, item after item, into a CronFieldValue.
class FieldParser {
 public:
  explicit FieldParser(CronField field)
      : field_(field), rule_(kRules[static_cast<std::size_t>(field)]) {}

  Result<CronFieldValue> parse(std::string_view text) {
    value_.starred = text.starts_with('*');
    if (text == "?" && is_day_field()) {
      text = "*";
      value_.starred = true;
    }
    for (const std::string_view item : split_at(text, ',')) {
      if (item.empty()) return refuse(fmt::format("an empty item in \"{}\"", text));
      TRY_DO(field_ == CronField::day_of_month  ? take_day(item)
             : field_ == CronField::day_of_week ? take_weekday(item)
                                                : take_steps(item));
    }
    if (field_ == CronField::day_of_week) fold_sunday();
    return value_;
  }

 private:
  bool is_day_field() const {
    return field_ == CronField::day_of_month || field_ == CronField::day_of_week;
  }

  std::unexpected<Error> refuse(std::string_view reason) const {
    return fail(Code::invalid, fmt::format("{}: {}", rule_.name, reason));
  }

  std::unexpected<Error> refuse_value(std::string_view text) const {
    return refuse(fmt::format("expected {}, got \"{}\"", rule_.expected, text));
  }

  Result<int> parse_value(std::string_view text) const {
    for (std::size_t i = 0; i < rule_.value_names.size(); ++i) {
      if (equal_ignoring_case(text, rule_.value_names[i])) return rule_.first + static_cast<int>(i);
    }
    const std::optional<int> number = parse_number(text);
    if (!number || *number < rule_.first || *number > rule_.last) return refuse_value(text);
    return *number;
  }

  Result<void> take_day(std::string_view item) {
    if (equal_ignoring_case(item, "L")) {
      value_.last_day = true;
      return {};
    }
    if (equal_ignoring_case(item, "LW")) {
      value_.last_working_day = true;
      return {};
    }
    if (item.ends_with('W') || item.ends_with('w')) {
      const int day = TRY(parse_value(item.substr(0, item.size() - 1)));
      value_.nearest_weekdays |= DaySet{1} << day;
      return {};
    }
    return take_steps(item);
  }

  Result<void> take_weekday(std::string_view item) {
    if (item.ends_with('L') || item.ends_with('l')) {
      value_.last_weekdays |= TRY(parse_weekday(item.substr(0, item.size() - 1)));
      return {};
    }
    if (const std::size_t hash = item.find('#'); hash != std::string_view::npos) {
      const WeekdaySet weekday = TRY(parse_weekday(item.substr(0, hash)));
      const std::optional<int> ordinal = parse_number(item.substr(hash + 1));
      if (!ordinal || *ordinal < 1 || *ordinal > 5) {
        return refuse(fmt::format("expected 1 to 5 after #, got \"{}\"", item));
      }
      value_.ordinal_weekdays[static_cast<std::size_t>(*ordinal - 1)] |= weekday;
      return {};
    }
    return take_steps(item);
  }

  Result<WeekdaySet> parse_weekday(std::string_view text) const {
    return static_cast<WeekdaySet>(1 << TRY(parse_value(text)) % 7);
  }

  // `*`, `a`, `a-b`, with or without `/n`.
  Result<void> take_steps(std::string_view item) {
    const std::size_t slash = item.find('/');
    const std::string_view base = item.substr(0, slash);
    int step = 1;
    if (slash != std::string_view::npos) {
      step = parse_number(item.substr(slash + 1)).value_or(0);
      if (step == 0) {
        return refuse(fmt::format("expected a step of 1 or more after /, got \"{}\"", item));
      }
    }
    if (base == "*") return take({rule_.first, rule_.last, step});
    if (const std::size_t dash = base.find('-'); dash != std::string_view::npos) {
      const int first = TRY(parse_value(base.substr(0, dash)));
      const int last = TRY(parse_value(base.substr(dash + 1)));
      if (first > last) {
        return refuse(fmt::format("the range \"{}\" runs backwards{}", base,
                                  field_ == CronField::day_of_week && last == 0
                                      ? " (as the end of a range Sunday is 7)"
                                      : ""));
      }
      return take({first, last, step});
    }
    const int first = TRY(parse_value(base));
    return take({first, slash == std::string_view::npos ? first : rule_.last, step});
  }

  Result<void> take(Range range) {
    for (int value = range.first; value <= range.last; value += range.step) {
      value_.numbers |= std::uint64_t{1} << value;
    }
    return {};
  }

  void fold_sunday() {
    constexpr std::uint64_t kSeven = 1U << 7;
    if ((value_.numbers & kSeven) != 0) value_.numbers = (value_.numbers & ~kSeven) | 1;
  }

  CronField field_;
  const FieldRule& rule_;
  CronFieldValue value_;
};

}  // namespace

Result<CronFieldValue> parse_cron_field(CronField field, std::string_view text) {
  return FieldParser(field).parse(text);
}

}  // namespace muster::core
