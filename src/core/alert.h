// Alerts and their deliveries: one Alert is one episode of a failing check; one Delivery is one
// notice of it to one channel, kept until the far side has taken it or its time is over. Pure.
#pragma once

#include "base/time.h"
#include "base/uuid.h"
#include "core/heartbeat.h"
#include "core/project.h"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::core {

struct Alert;
using AlertId = Id<Alert>;

struct Alert {
  AlertId id;
  CheckKey check = 0;
  ProjectKey project = 0;
  heartbeat::Reason reason = heartbeat::Reason::fail;
  Time opened_at;                       // when the check went down
  std::optional<Time> resolved_at;      // when it came up, was paused or was deleted
  std::optional<Time> acknowledged_at;  // when a person said that they know; stays when resolved
  std::string acknowledged_by;          // that person's name then; empty where none is known
  std::string remark;                   // what they had to say; may be empty

  friend bool operator==(const Alert&, const Alert&) = default;
};

enum class Direction { down, up };

enum class DeliveryState {
  pending,  // to be sent, or sent again, at next_attempt_at
  sent,     // the far side took it
  failed,   // given up: refused for good, or not taken within limits::kDeliveryLife
  dropped,  // no longer wanted: its check or channel was deleted or disabled
};

struct Delivery;
using DeliveryId = Id<Delivery>;

struct Delivery {
  DeliveryId id;  // also the idempotency key: the same in every attempt
  AlertId alert;
  CheckKey check = 0;
  ChannelKey channel = 0;
  Direction direction = Direction::down;
  heartbeat::Reason reason = heartbeat::Reason::none;
  Time transition_at;
  std::int64_t ping_row = 0;  // newest ping not later than the transition, 0 for none
  DeliveryState state = DeliveryState::pending;
  std::int32_t attempts = 0;
  Time created_at;
  Time next_attempt_at;
  std::optional<Time> settled_at;
  std::string answer;  // what the far side said last, or why it was not reached

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

// What a transition means for people (Healthchecks §2.3 "Flip → notifications").
enum class AlertStep {
  nothing,
  open,              // tell that it is down
  resolve,           // tell that it is up again
  resolve_silently,  // paused: the episode ends, nobody is told
};
AlertStep alert_step(const heartbeat::Transition& transition);

// How an attempt ended.
enum class Taken { yes, not_now, never };
struct Attempt {
  Taken taken = Taken::yes;
  std::string answer;
  std::optional<Duration> retry_after;  // as the far side asked

  friend bool operator==(const Attempt&, const Attempt&) = default;
};

// Takes the end of an attempt: settled, or waiting for the next one. Attempts follow at 5 s, 30 s,
// 2 min, 10 min, 30 min, then every hour, each moved by ±20 % (`jitter` in [-1, 1]), never sooner
// than the far side asked, until limits::kDeliveryLife after the delivery was made.
Delivery after_attempt(Delivery delivery, const Attempt& attempt, Time now, double jitter);

}  // namespace muster::core
