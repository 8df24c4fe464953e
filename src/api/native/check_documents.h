// More bodies of the native API (documents.h): what has been seen of a check, many checks at once,
// and what a schedule would ask for.
#pragma once

#include "base/codec.h"
#include "base/time.h"
#include "base/uuid.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api::native {

// What a ping said: as core::PingKind, in the words of the ping API ("ign" was logged only).
enum class ShownPing { success, start, fail, log, ign };
BOOST_DESCRIBE_ENUM(ShownPing, success, start, fail, log, ign)

// One run at a glance: a start and its end are one bar, which bears the end's time. A start is a
// bar of its own while its end is not known; so is what belongs to no run.
struct BarDocument {
  Time at;
  ShownPing outcome = ShownPing::success;
  std::optional<double> duration;  // seconds

  friend bool operator==(const BarDocument&, const BarDocument&) = default;
};
BOOST_DESCRIBE_STRUCT(BarDocument, (), (at, outcome, duration))

struct PingDocument {
  std::int64_t n = 0;  // 1, 2, 3 … within the check
  Time at;
  ShownPing kind = ShownPing::success;
  std::optional<double> duration;  // seconds, of the run that it ended
  std::string method;              // "" for mail
  std::string scheme;              // http, https, email
  std::string address;
  std::string user_agent;
  std::optional<Uuid> rid;
  std::optional<std::int32_t> exit_status;
  std::int64_t body_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(PingDocument, (),
                      (n, at, kind, duration, method, scheme, address, user_agent, rid, exit_status,
                       body_bytes))

struct PingList {
  std::vector<PingDocument> pings;   // newest first
  std::optional<std::int64_t> next;  // the value of ?before= for the next page
};
BOOST_DESCRIBE_STRUCT(PingList, (), (pings, next))

enum class StoredStatus { new_, up, down, paused };
BOOST_DESCRIBE_ENUM(StoredStatus, new_, up, down, paused)

struct TransitionDocument {
  Time at;
  StoredStatus from = StoredStatus::new_;
  StoredStatus to = StoredStatus::new_;
  std::string reason;  // fail, timeout, missed_start, overrun; "" for what a success or person did
};
BOOST_DESCRIBE_STRUCT(TransitionDocument, (), (at, from, to, reason))

struct TransitionList {
  std::vector<TransitionDocument> transitions;  // newest first
};
BOOST_DESCRIBE_STRUCT(TransitionList, (), (transitions))

enum class BulkAction { pause, resume, delete_, tag, untag };
BOOST_DESCRIBE_ENUM(BulkAction, pause, resume, delete_, tag, untag)

struct BulkRequest {
  static constexpr std::array<std::string_view, 2> kRequired{"checks", "action"};
  std::vector<std::string> checks;  // ids, uuids or slugs
  BulkAction action = BulkAction::pause;
  std::optional<std::string> tag;  // of tag and untag
};
BOOST_DESCRIBE_STRUCT(BulkRequest, (), (checks, action, tag))

struct BulkAnswer {
  std::uint64_t changed = 0;  // those that were not so already
};
BOOST_DESCRIBE_STRUCT(BulkAnswer, (), (changed))

// A schedule, or a timeout in seconds. `grace` is looked at for its range only.
struct PreviewRequest {
  std::optional<std::string> schedule;
  std::optional<std::int64_t> timeout;
  std::optional<std::string> tz;
  std::optional<std::int64_t> grace;
  std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(PreviewRequest, (), (schedule, timeout, tz, grace, count))

// What daylight saving did to it: core::ClockMark.
enum class PreviewMark { gap, repeat };
BOOST_DESCRIBE_ENUM(PreviewMark, gap, repeat)

struct PreviewTime {
  Time at;
  std::string local;  // with the offset of the zone
  std::optional<PreviewMark> mark;
};
BOOST_DESCRIBE_STRUCT(PreviewTime, (), (at, local, mark))

struct PreviewAnswer {
  std::vector<PreviewTime> times;  // fewer than asked for when there are no more
};
BOOST_DESCRIBE_STRUCT(PreviewAnswer, (), (times))

}  // namespace muster::api::native
