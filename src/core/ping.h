// A ping: the signal of an external job's run. Values.
#pragma once

#include "base/time.h"
#include "base/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::core {

// What a ping says. `ignored`: it was logged, and changed nothing.
enum class PingKind { success, start, fail, log, ignored };

enum class Scheme { http, https, email };
std::string_view name(Scheme scheme);  // http https email

struct Ping {
  PingKind kind = PingKind::success;  // as the URL said, before any filter
  Scheme scheme = Scheme::http;
  std::string remote_address;
  std::string method;      // empty for mail
  std::string user_agent;  // cut to limits::kUserAgentChars
  std::optional<Uuid> rid;
  std::optional<int> exit_status;  // 0–255
  std::string body;                // bytes as they came, cut to the body limit

  friend bool operator==(const Ping&, const Ping&) = default;
};

}  // namespace muster::core
