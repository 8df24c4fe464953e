// The few things that the store does with files itself, each one durable: what is reported as done
// is still so after a power cut. Errors name the path and what the system said. Any thread.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace muster::store {

// The Error for errno: not_found, forbidden, or unavailable ("disk full" among them).
Error system_error(std::string_view what, std::string path);

bool exists(const std::string& path);
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// Writes `path` with mode 0600: complete or as it was before, at any moment.
Result<void> write_file(const std::string& path, std::string_view content);

// With the directory's entry made durable, too. remove_file is content when nothing is there.
Result<void> rename_file(const std::string& from, const std::string& to);
Result<void> remove_file(const std::string& path);
Result<void> sync_file(const std::string& path);

// Makes the directory and what leads to it, with mode 0700, where it is missing.
Result<void> make_directory(const std::string& path);

}  // namespace muster::store
