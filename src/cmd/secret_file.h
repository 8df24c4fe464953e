// Small files that are read once at start: the configuration, and secrets, which must not be open
// to everybody. Blocking.
#pragma once

#include "base/result.h"

#include <string>

namespace muster::cmd {

// At most 1 MiB. Errors name the file: not_found, forbidden, invalid (a directory, too long),
// unavailable.
Result<std::string> read_file(const std::string& path);

// True if everybody on this machine may read it. False also when it cannot be looked at.
bool world_readable(const std::string& path);

// The text of the file without the end of its line. Errors: those of read_file; forbidden when
// everybody may read it; invalid when it is empty.
Result<std::string> read_secret_file(const std::string& path);

}  // namespace muster::cmd
