// Schedules: whatever parses has occurrences that only go forward, and reads the same a second
// time.
#include "base/check.h"
#include "core/schedule.h"
#include "fuzz/target.h"

#include <array>

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text = fuzz::text_of(bytes, size);
  static constexpr std::array<std::string_view, 5> kZones{
      "UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"};
  const auto zone = core::Zone::find(kZones[fuzz::choose(text, kZones.size())]);
  CHECK(zone.has_value());
  const auto schedule = core::parse_any(text, *zone);
  if (!schedule) return 0;

  Time at = from_micros(1'774'000'000'000'000);  // some days before a change to summer time
  for (int i = 0; i < 4; ++i) {
    const auto next = schedule->next(at);
    if (!next) break;
    CHECK(*next > at);
    at = *next;
  }
  if (schedule->kind() != core::Schedule::Kind::period) {
    const auto again = core::Schedule::parse(schedule->expression(), *zone);
    CHECK(again.has_value() && *again == *schedule);
  }
  return 0;
}
