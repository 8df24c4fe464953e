// The database's files in a data directory, and whether they are what they must be before SQLite is
// let at them: a file that is not ours, or is damaged, is refused and left untouched (F14b).
#pragma once

#include "base/result.h"

#include <string>

namespace muster::store {

struct DataFiles {
  explicit DataFiles(const std::string& data_dir)
      : database(data_dir + "/muster.db"),
        log(data_dir + "/muster.db-wal"),
        log_index(data_dir + "/muster.db-shm"),
        key(data_dir + "/master.key"),
        restore_mark(data_dir + "/muster.restoring") {}

  std::string database;
  std::string log;           // kept also after an orderly stop: missing means lost
  std::string log_index;     // made anew by whoever opens the database first
  std::string key;           // also with PostgreSQL
  std::string restore_mark;  // there while a restore is on its way
};

// Looks at the first bytes and the size of a database file that no one in this process has open.
// corrupt when it is not a database of ours or is cut off.
Result<void> check_database_file(const std::string& path);

// Leaves a database of ours in the directory, up to date: makes one where there is none, whole or
// not at all. The caller holds the directory's lock.
Result<void> prepare_database_file(const DataFiles& files);

}  // namespace muster::store
