#include "api/live/event.h"

#include "base/json_writer.h"
#include "core/heartbeat.h"

#include <fmt/format.h>

namespace muster::api {
namespace {

void put_time(JsonWriter& json, std::string_view name, const std::optional<Time>& time) {
  json.key(name);
  if (time) {
    json.value(to_iso_micros(*time));
  } else {
    json.null();
  }
}

std::string_view state_of(const core::Alert& alert) {
  if (alert.resolved_at) return "resolved";
  return alert.acknowledged_at ? "acknowledged" : "open";
}

template <class Put>
std::string object(core::ProjectId project, Put put) {
  JsonWriter json;
  json.begin_object().field("project", to_string(project));
  put(json);
  return json.end_object().finish();
}

struct Describe {
  Time now;

  Event operator()(const engine::CheckChanged& changed) const {
    const core::Check& check = changed.check;
    return {"check", object(changed.project, [&](JsonWriter& json) {
              const auto status = core::heartbeat::shown_status(check.spec, check.state, now);
              json.field("id", std::to_string(check.key))
                  .field("status", core::heartbeat::name(status))
                  .field("started", core::heartbeat::is_started(check.state))
                  .field("pings", check.state.pings);
              put_time(json, "last_ping", check.state.last_ping);
              put_time(json, "next_ping", core::heartbeat::next_ping_at(check.spec, check.state));
            })};
  }
  Event operator()(const engine::CheckRemoved& removed) const {
    return {"check_removed", object(removed.project, [&](JsonWriter& json) {
              json.field("id", std::to_string(removed.check));
            })};
  }
  Event operator()(const engine::ChecksChanged& changed) const {
    return {"checks", object(changed.project, [](JsonWriter&) {})};
  }
  Event operator()(const engine::AlertChanged& changed) const {
    return {"alert", object(changed.project, [&](JsonWriter& json) {
              json.field("id", to_string(changed.alert.id))
                  .field("check", std::to_string(changed.alert.check))
                  .field("state", state_of(changed.alert));
            })};
  }
  Event operator()(const engine::AccessChanged&) const { return {"reload", "{}"}; }
};

}  // namespace

Event event_of(const engine::Change& change, Time now) {
  return std::visit(Describe{now}, change.what);
}

std::string event_text(std::string_view id, const Event& event) {
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", id, event.name, event.data);
}

}  // namespace muster::api
