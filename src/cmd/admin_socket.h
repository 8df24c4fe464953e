// Where a running server is reached from its own machine, and whether a TCP address is free.
#pragma once

#include "base/result.h"

#include <string>

namespace muster::cmd {

// DIR/admin.sock. Whoever may connect to it is an administrator: its mode is 0600.
std::string admin_socket_path(const std::string& data_dir);

// conflict when another program listens there already: the server's sockets share their port among
// its own threads, and so would share it with a second server without a word.
Result<void> refuse_taken_address(const std::string& listen);

}  // namespace muster::cmd
