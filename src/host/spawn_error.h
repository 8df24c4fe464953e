// Why posix_spawn could not start a program. Pure.
#pragma once

#include "base/error.h"

#include <string>

namespace muster::host {

// `number`: what posix_spawn returned. not_found, forbidden or unavailable, with the system's words
// and the program as its place.
Error spawn_error(int number, std::string program);

}  // namespace muster::host
