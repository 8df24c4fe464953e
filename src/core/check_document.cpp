#include "core/check_document.h"

#include "base/json_writer.h"
#include "core/heartbeat.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace muster::core {
namespace {

void write_time(JsonWriter& json, std::string_view key, const std::optional<Time>& time) {
  json.key(key);
  if (time) {
    json.value(to_iso_seconds(*time));
  } else {
    json.null();
  }
}

std::int64_t whole_seconds(Duration duration) {
  return std::chrono::duration_cast<seconds>(duration).count();
}

// True while the runs that are awaited are within what a run may last: the point at which API
// version 1 stops saying "started" and says "down" (Healthchecks §2.3 "Status shown", 1 and 2).
bool is_running_in_time(const Check& check, Time now) {
  const auto oldest = std::ranges::find_if(check.state.runs, &Run::supervised);
  if (oldest == check.state.runs.end()) return false;
  const Duration allowed = check.spec.run_limit.value_or(check.spec.grace) + check.state.blackout;
  return now < oldest->started_at + allowed;
}

std::string_view status_name(const Check& check, int version, Time now) {
  if (version == 1 && is_running_in_time(check, now)) return "started";
  return heartbeat::name(heartbeat::shown_status(check.spec, check.state, now));
}

void write_filters(JsonWriter& json, const CheckSpec& spec) {
  static const Filters kNone;
  const Filters& filters = spec.filters ? *spec.filters : kNone;
  json.field("subject", filters.subject ? filters.success_words : std::string());
  json.field("subject_fail", filters.subject ? filters.failure_words : std::string());
  json.field("start_kw", filters.start_words);
  json.field("success_kw", filters.success_words);
  json.field("failure_kw", filters.failure_words);
  json.field("filter_subject", filters.subject);
  json.field("filter_body", filters.mail_body);
  json.field("filter_http_body", filters.http_body);
  json.field("filter_default_fail", filters.default_fail);
}

void write_schedule(JsonWriter& json, const Schedule& schedule) {
  if (schedule.kind() == Schedule::Kind::period) {
    json.field("timeout", schedule.every().count());
  } else {
    json.field("schedule", schedule.expression());
    json.field("tz", schedule.zone().name());
  }
}

std::string joined(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  std::string text;
  for (const std::string& id : ids) {
    if (!text.empty()) text += ',';
    text += id;
  }
  return text;
}

void write_secrets(JsonWriter& json, const Check& check,
                   const std::vector<std::string>& channel_ids, int version,
                   const DocumentUrls& urls) {
  const std::string id = to_string(check.id);
  const std::string update_url = urls.site + "/api/v" + std::to_string(version) + "/checks/" + id;
  json.field("uuid", id);
  json.field("ping_url", urls.site + "/ping/" + id);
  json.field("update_url", update_url);
  json.field("pause_url", update_url + "/pause");
  json.field("resume_url", update_url + "/resume");
  json.field("channels", joined(channel_ids));
}

void write_own_members(JsonWriter& json, const CheckSpec& spec) {
  static const CheckSpec kDefault;
  if (spec.start_limit) json.field("start_limit", spec.start_limit->count());
  if (spec.run_limit) json.field("run_limit", spec.run_limit->count());
  if (spec.failures_before_down != kDefault.failures_before_down) {
    json.field("failures_before_down", spec.failures_before_down);
  }
  if (spec.successes_before_up != kDefault.successes_before_up) {
    json.field("successes_before_up", spec.successes_before_up);
  }
}

}  // namespace

std::string check_document(const Check& check, const std::vector<std::string>& channel_ids,
                           const View& view, int version, Time now, const DocumentUrls& urls) {
  const CheckSpec& spec = check.spec;
  const CheckState& state = check.state;
  JsonWriter json;
  json.begin_object();
  json.field("name", spec.name);
  json.field("slug", spec.slug);
  json.field("tags", spec.tags);
  json.field("desc", spec.description);
  json.field("grace", spec.grace.count());
  json.field("n_pings", state.pings);
  json.field("status", status_name(check, version, now));
  json.field("started", heartbeat::is_started(state));
  write_time(json, "last_ping", state.last_ping);
  write_time(json, "next_ping", heartbeat::next_ping_at(spec, state));
  json.field("manual_resume", spec.resume == Resume::by_hand);
  json.field("methods", spec.methods == Methods::post_only ? "POST" : "");
  write_filters(json, spec);
  if (state.last_duration) json.field("last_duration", whole_seconds(*state.last_duration));
  json.field("badge_url", urls.site + "/b/2/" + to_string(check.badge_id) + ".svg");
  if (view.unique_key()) {
    json.field("unique_key", *view.unique_key());
  } else {
    write_secrets(json, check, channel_ids, version, urls);
  }
  write_schedule(json, spec.schedule);
  write_own_members(json, spec);
  json.end_object();
  return json.finish();
}

std::string unique_key_text(const CheckId& id) {
  std::string hex = to_string(id).substr(0, 18);  // 8-4-4: sixteen digits and two hyphens
  std::erase(hex, '-');
  return hex;
}

}  // namespace muster::core
