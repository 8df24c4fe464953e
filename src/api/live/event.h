// One change as an event of /v1/events (WHATWG HTML §9.2): its name and its data, JSON on one line.
// Nothing in it is secret: viewers get the same text. Pure.
#pragma once

#include "engine/ports/feed.h"

#include <string>
#include <string_view>

namespace muster::api {

struct Event {
  std::string_view name;
  std::string data;

  friend bool operator==(const Event&, const Event&) = default;
};

Event event_of(const engine::Change& change, Time now);

// "id: …\nevent: …\ndata: …\n\n".
std::string event_text(std::string_view id, const Event& event);

}  // namespace muster::api
