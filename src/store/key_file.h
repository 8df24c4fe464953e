// The master key's file: 32 bytes, readable by its owner alone. Everything that is sealed or hashed
// with a server secret depends on it; without it a database is still readable, its secrets are not.
#pragma once

#include "base/result.h"
#include "store/sealer.h"

#include <string>

namespace muster::store {

// What a missing file means. `refuse`: the database was sealed with a key, so a new one would be
// wrong.
enum class WhenMissing { create, refuse };

// Reads the key at `path`, or makes one from the kernel's randomness: mode 0600, complete or not
// there at all, on the disk before it is returned. Errors: corrupt (missing under `refuse`, or not
// 32 bytes), forbidden (others may read or write it, or we may not), unavailable (disk).
Result<MasterKey> open_or_create_key_file(const std::string& path, WhenMissing when_missing);

// Writes `key` to `path` in the same way, replacing what is there.
Result<void> write_key_file(const std::string& path, const MasterKey& key);

}  // namespace muster::store
