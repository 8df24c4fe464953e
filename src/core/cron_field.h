// One of the five fields of a cron expression, from text to sets. Pure; any thread.
#pragma once

#include "base/result.h"
#include "core/cron.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace muster::core {

enum class CronField { minute, hour, day_of_month, month, day_of_week };

struct CronFieldValue {
  std::uint64_t numbers = 0;  // bit n is the value n; Sunday is bit 0 only
  DaySet nearest_weekdays = 0;
  WeekdaySet last_weekdays = 0;
  std::array<WeekdaySet, 5> ordinal_weekdays{};
  bool last_day = false;
  bool last_working_day = false;
  bool starred = false;  // begins with `*`, or is `?`

  friend bool operator==(const CronFieldValue&, const CronFieldValue&) = default;
};

// A list of: `*`, a value, a range `a-b`, each with a step `/n` if wanted (`a/n` runs to the end of
// the field); L, LW and `15W` in the day of month; `5L` and `1#2` in the day of week. Names of
// months and weekdays in any case. `?` alone stands for `*` in the two day fields. Code::invalid as
// in `minute: expected 0-59, got "61"`.
Result<CronFieldValue> parse_cron_field(CronField field, std::string_view text);

}  // namespace muster::core
