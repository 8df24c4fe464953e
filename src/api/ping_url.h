// What the URL of a ping says (Healthchecks §2.2), taken apart without looking anything up. Pure;
// any thread.
#pragma once

#include "base/uuid.h"
#include "core/ping.h"
#include "engine/pings.h"

#include <expected>
#include <optional>
#include <string_view>

namespace muster::api {

struct PingUrl {
  engine::PingAddress address;
  core::PingKind kind = core::PingKind::success;
  std::optional<int> exit_status;
  std::optional<Uuid> rid;
};

enum class PingUrlFault {
  not_found,     // no ping URL at all
  invalid_url,   // an exit status above 255, or a slug that cannot be one
  invalid_uuid,  // a rid that is no UUID
};

// `path` is the whole path ("/ping/…"), `query` what follows the '?', both as sent.
std::expected<PingUrl, PingUrlFault> parse_ping_url(std::string_view path, std::string_view query);

}  // namespace muster::api
