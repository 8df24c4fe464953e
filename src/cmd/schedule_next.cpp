#include "cmd/schedule_next.h"

#include "core/schedule.h"
#include "core/zone.h"

#include <utility>

namespace muster::cmd {
namespace {

// A TRY that says which argument is meant.
template <class T>
Result<T> about(const char* argument, Result<T> result) {
  if (!result) result.error().where = argument;
  return result;
}

}  // namespace

Result<std::vector<std::string>> schedule_next(const ScheduleNext& command, Time now) {
  const core::Zone zone = TRY(about("zone", core::Zone::find(command.zone)));
  const core::Schedule schedule =
      TRY(about("expression", core::parse_any(command.expression, zone)));
  Time after = command.after.empty() ? now : TRY(about("after", parse_iso(command.after)));
  std::vector<std::string> times;
  while (times.size() < command.count) {
    const auto next = schedule.next(after);
    if (!next) break;
    times.push_back(core::to_iso_in_zone(*next, zone));
    after = *next;
  }
  return times;
}

}  // namespace muster::cmd
