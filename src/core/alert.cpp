#include "core/alert.h"

#include "base/limits.h"

#include <algorithm>
#include <array>

namespace muster::core {
namespace {

using heartbeat::Transition;

constexpr std::array<seconds, 6> kBackoff{seconds(5),   seconds(30),    seconds(120),
                                          seconds(600), seconds(1'800), seconds(3'600)};
constexpr double kJitterShare = 0.2;

Duration backoff(std::int32_t attempts, double jitter) {
  const auto step = std::clamp<std::size_t>(static_cast<std::size_t>(attempts), 1, kBackoff.size());
  const auto base = std::chrono::duration<double>(kBackoff.at(step - 1));
  return std::chrono::duration_cast<Duration>(base * (1.0 + kJitterShare * jitter));
}

}  // namespace

AlertStep alert_step(const Transition& transition) {
  switch (transition.to) {
    case Status::down:
      return AlertStep::open;
    case Status::up:
      return transition.from == Status::down ? AlertStep::resolve : AlertStep::nothing;
    case Status::paused:
      return transition.from == Status::down ? AlertStep::resolve_silently : AlertStep::nothing;
    case Status::fresh:
      return AlertStep::nothing;
  }
  return AlertStep::nothing;
}

Delivery after_attempt(Delivery delivery, const Attempt& attempt, Time now, double jitter) {
  ++delivery.attempts;
  delivery.answer = attempt.answer;
  const auto settle = [&](DeliveryState state) {
    delivery.state = state;
    delivery.settled_at = now;
    return delivery;
  };
  switch (attempt.taken) {
    case Taken::yes:
      return settle(DeliveryState::sent);
    case Taken::never:
      return settle(DeliveryState::failed);
    case Taken::not_now:
      break;
  }
  const Time give_up_at = delivery.created_at + limits::kDeliveryLife;
  if (now >= give_up_at) return settle(DeliveryState::failed);
  const Duration wait =
      std::max(backoff(delivery.attempts, jitter), attempt.retry_after.value_or(Duration{0}));
  delivery.next_attempt_at = std::min(now + wait, give_up_at);
  return delivery;
}

}  // namespace muster::core
