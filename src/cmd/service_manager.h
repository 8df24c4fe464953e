// Tells the service manager how we are, by the datagram protocol of sd_notify(3). Does nothing
// where no manager asked for it.
#pragma once

#include <string_view>

namespace muster::cmd {

// "READY=1", "STOPPING=1", … to NOTIFY_SOCKET. Trouble is nobody's concern: the manager times out.
void notify_service_manager(std::string_view state);

}  // namespace muster::cmd
