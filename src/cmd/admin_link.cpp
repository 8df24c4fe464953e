#include "cmd/admin_link.h"

#include "cmd/admin_socket.h"

#include <chrono>
#include <thread>

namespace muster::cmd {

Result<std::unique_ptr<AdminLink>> AdminLink::open(const Config& config) {
  // Between taking the directory and listening a starting server is in neither state.
  constexpr int kAttempts = 50;
  constexpr std::chrono::milliseconds kPause{100};
  for (int attempt = 1;; ++attempt) {
    auto socket = open_socket_link(admin_socket_path(config.server.data_dir));
    if (socket || socket.error().code != Code::unavailable) return socket;
    auto local = open_local_link(config);
    if (local || local.error().code != Code::conflict || attempt == kAttempts) return local;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace muster::cmd
