// Sender: carries one notice to its channel. The real one (kinds) renders it in the form of the
// channel's kind and sends it; a slow or dead channel holds up nobody else.
#pragma once

#include "core/alert.h"
#include "core/check.h"
#include "core/project.h"
#include "engine/ports/store.h"

#include <functional>
#include <optional>
#include <string>

namespace muster::engine {

// All a message may say, copied when the attempt begins.
struct Notice {
  core::Delivery delivery;
  core::Channel channel;
  core::Check check;
  std::string project_name;
  core::ProjectId project_id;
  Time now;
  // Set in a test message only: the last ping, which no log has. Such a message says that it is
  // a test.
  std::optional<PingRow> sample_ping = std::nullopt;
};

class Sender {
 public:
  Sender() = default;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  virtual ~Sender() = default;

  // Called on the state thread after COMMIT, for a test message on any thread; must not block.
  // `done` is called exactly once, on any thread, also when sending is impossible.
  virtual void send(Notice notice, std::move_only_function<void(core::Attempt)> done) = 0;
};

}  // namespace muster::engine
