#include "store/sample_records.h"

#include <gtest/gtest.h>

namespace muster::store {

core::CheckState full_state() {
  return {.status = core::Status::paused,
          .last_ping = moment(100),
          .last_duration = Duration(2'500'000),
          .runs = {{.rid = uuid_of(9, 1), .started_at = moment(50), .supervised = false},
                   {.rid = std::nullopt, .started_at = moment(60), .supervised = true}},
          .failures_in_row = 3,
          .successes_in_row = 2,
          .pings = 12'345'678'901,
          .last_row = 98'765'432'109,
          .blackout = Duration(777)};
}

core::Check full_check(std::int64_t key, core::ProjectKey project) {
  core::Check check{.key = key,
                    .project = project,
                    .id = {uuid_of(5, key)},
                    .badge_id = uuid_of(10, key),
                    .created_at = moment(key),
                    .spec = {},
                    .state = full_state()};
  const auto zone = core::Zone::find("Europe/Berlin");
  EXPECT_TRUE(zone);
  auto schedule = core::Schedule::parse("*/5 9-17 * * 1-5", *zone);
  EXPECT_TRUE(schedule);
  check.spec = {.name = "nightly back-up ünïcode 🚀",
                .slug = "nightly-back-up",
                .tags = "prod db",
                .description = "line 1\nline 2\t\"quoted\" \\ back",
                .schedule = *schedule,
                .grace = seconds(61),
                .start_limit = seconds(62),
                .run_limit = seconds(63),
                .failures_before_down = 4,
                .successes_before_up = 5,
                .methods = core::Methods::post_only,
                .resume = core::Resume::by_hand,
                .filters = std::make_shared<const core::Filters>(
                    core::Filters{"start", "ok,done", "error", true, true, true, true}),
                .channels = {1, 5, 9'000'000'000}};
  return check;
}

bool same(const core::Check& a, core::Check b) {
  if (a.spec.filters && b.spec.filters && *a.spec.filters == *b.spec.filters) {
    b.spec.filters = a.spec.filters;
  }
  return a == b;
}

}  // namespace muster::store
