// Backup and restore of an SQLite data directory. A backup is one database file, complete and in
// itself openable, and beside it `<file>.key`, the master key; both have mode 0600. Whoever holds
// the two can read every secret: keep them as the data directory itself. PostgreSQL is backed up
// with its own tools (pg_dump) plus a copy of master.key.
#pragma once

#include "base/result.h"

#include <string>

namespace muster::store {

// Copies the database as it is at one moment to `to_path`, also while a server is writing to it:
// reads only. The copy is checked for integrity, and both files are on the disk before they get
// their names. Errors: conflict (`to_path` or its key is there already), not_found (no database in
// `data_dir`), corrupt (damage found while copying), unavailable.
Result<void> backup_sqlite(const std::string& data_dir, const std::string& to_path);

enum class Existing { refuse, replace };

// Puts a backup into `data_dir` (made if missing), after proving that it is whole. What it replaces
// is kept: muster.db.replaced, muster.db-wal.replaced, master.key.replaced. A crash on the way
// leaves the old database, the new one, or a directory that no server starts in
// (`muster.restoring`) until the restore has been run again: never a mixture. Errors: conflict (a
// server holds the directory; or a database is there and `existing` is refuse), not_found, corrupt
// (the backup is damaged or foreign), unavailable.
Result<void> restore_sqlite(const std::string& from_path, const std::string& data_dir,
                            Existing existing);

}  // namespace muster::store
