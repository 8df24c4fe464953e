// Copies of checks: what the state thread hands out so that encoding happens elsewhere, and how all
// checks of a project are gone through without holding the state thread for longer than a view.
#pragma once

#include "api/healthchecks/call.h"
#include "core/check.h"
#include "engine/state.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api::healthchecks {

struct CheckCopy {
  core::Check check;
  std::vector<core::ChannelId> channels;
};
CheckCopy copy_check(const engine::State& state, const core::Check& check);

// What is needed to tell a check's status, without its texts: schedules are worked out on the io
// thread.
struct StatusCopy {
  core::CheckSpec spec;
  core::CheckState state;
};
StatusCopy copy_status(const core::Check& check);

// The check object of §2.5.
std::string document(const CheckCopy& copy, const Site& site, int version, core::KeyAccess access,
                     Time now);

// The checks that come after one, in the order in which they were made, limits::kChecksPerView at
// the most; with a slug only those that have it.
struct CheckRange {
  std::vector<engine::CheckSlot> slots;
  std::optional<core::CheckKey> more_after;  // there are more; go on after this one
};
CheckRange next_checks(const engine::State& state, core::ProjectKey project, std::string_view slug,
                       core::CheckKey after);

// A walk over the checks of a project in as many visits to the state thread as it needs. It is
// owned by the thread that it is on.
class Walk {
 public:
  Walk() = default;
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  virtual ~Walk() = default;

  // State thread, at each visit: whose checks these are. The right is checked anew every time.
  virtual Result<core::ProjectKey> enter(const engine::State& state) = 0;
  // Only checks with this slug; "" for all.
  virtual std::string_view slug() const { return {}; }
  // State thread: takes what it needs of one check.
  virtual void see(const engine::State& state, const core::Check& check, Time now) = 0;
  // Io thread, after each visit: works on what was seen. True: nothing more is wanted.
  virtual bool digest(Time now) = 0;
  // Io thread, at the end.
  virtual void finish(const Services& services, CorsReply reply) = 0;
};
void walk_checks(const Services& services, CorsReply reply, std::unique_ptr<Walk> walk,
                 core::CheckKey after = 0);

}  // namespace muster::api::healthchecks
