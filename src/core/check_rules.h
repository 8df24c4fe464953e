// What people may ask of a check, and what it makes of the check: bodies of create and update
// requests are read strictly (Healthchecks §2.6), before anything is looked up, into a CheckChange;
// a CheckChange is then applied to a CheckSpec. Pure; any thread. Messages are those that
// Healthchecks gives, since its clients show them to people.
#pragma once

#include "base/result.h"
#include "core/check.h"
#include "core/zone.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace muster::core {

// By which fields a create request may find a check that exists already.
enum class UniqueField { name, slug, tags, timeout, grace };

// A limit that is set, or taken away (none).
struct LimitChange {
  std::optional<seconds> limit;

  friend bool operator==(const LimitChange&, const LimitChange&) = default;
};

// What a request names. A member that is absent keeps its value in the check.
struct CheckChange {
  std::optional<std::string> name;
  std::optional<std::string> slug;
  std::optional<std::string> tags;
  std::optional<std::string> description;
  std::optional<seconds> timeout;
  std::optional<std::string>
      schedule;              // cron or OnCalendar, proven to have an occurrence; beats timeout
  std::optional<Zone> zone;  // of the schedule; without effect on a period
  std::optional<seconds> grace;
  std::optional<LimitChange> start_limit;
  std::optional<LimitChange> run_limit;
  std::optional<std::int32_t> failures_before_down;
  std::optional<std::int32_t> successes_before_up;
  std::optional<Methods> methods;
  std::optional<Resume> resume;
  std::optional<std::string> start_words;
  std::optional<std::string> success_words;
  std::optional<std::string> failure_words;
  std::optional<std::string> subject;  // deprecated: success words, looked for in mail subjects
  std::optional<std::string> subject_fail;  // deprecated: failure words, likewise
  std::optional<bool> filter_subject;
  std::optional<bool> filter_mail_body;
  std::optional<bool> filter_http_body;
  std::optional<bool> filter_default_fail;
  std::optional<std::string> channels;  // as sent: "" none, "*" all, else ids and names, see below
  std::vector<UniqueField> unique;      // of a create request

  friend bool operator==(const CheckChange&, const CheckChange&) = default;
};

// Reads the body of a create or update request. Unknown fields are ignored, types are strict,
// `null` is a wrong type (but for start_limit and run_limit, where it is "off", as 0 is). Only the
// first wrong field is told, in the order of Healthchecks: Code::invalid, message "grace is too
// small", where
// "/grace".
Result<CheckChange> decode_check_change(const boost::json::object& body);

// A channel of the check's project, as requests may name it.
struct NamedChannel {
  ChannelKey key = 0;
  std::string id;  // its UUID
  std::string name;
};

// The channels that a `channels` text stands for, sorted. Code::invalid: "invalid channel
// identifier: X", "non-unique channel identifier: X" (the name of one channel is the id of
// another), "empty channel identifier".
Result<std::vector<ChannelKey>> resolve_channels(std::string_view text,
                                                 std::span<const NamedChannel> project_channels);

// Whether a new name also makes a new slug, as API versions 1 and 2 have it (Healthchecks §2.8).
enum class SlugFrom { name, request_only };
constexpr SlugFrom slug_from(int api_version) {
  return api_version < 3 ? SlugFrom::name : SlugFrom::request_only;
}

// The spec after the change. `project_channels` is looked at only when the change names channels.
// Errors: those of resolve_channels.
Result<CheckSpec> apply_change(const CheckChange& change, CheckSpec spec,
                               std::span<const NamedChannel> project_channels, SlugFrom slug_from);

// True if the change asks for an existing check to be taken, and this is such a check. False when
// `unique` is empty or names a field that the request left out (Healthchecks §2.6).
bool matches_unique(const CheckChange& change, const CheckSpec& spec);
// True if matches_unique can be true for any check at all.
bool wants_existing(const CheckChange& change);

}  // namespace muster::core
