// Opens the database that the configuration names and hands out the two ports over it. The one
// place that knows which engines there are. Called at start-up, on one thread.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "engine/ports/reader.h"
#include "engine/ports/store.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace muster::store {

struct OpenOptions {
  std::string data_dir;      // made with mode 0700 if missing; holds muster.lock and master.key
  std::string database_url;  // empty or "sqlite": DATA_DIR/muster.db; else postgresql://…
  std::size_t reader_connections = 4;
  Duration lock_wait{0};  // PostgreSQL: how long to wait while another server holds the database
};

struct Opened {
  std::unique_ptr<engine::Store> store;
  std::unique_ptr<engine::Reader> reader;  // destroyed first
  std::int64_t schema_version = 0;
};

// Takes the data directory and the database for this process, brings the schema up to date, and
// reads or makes the master key. Both stay taken for as long as the Store lives. Errors: invalid
// (an URL that is neither form; it is never repeated in the message, since it may hold a password);
// conflict (another server holds the directory or the database, and which; or the schema is newer
// than this program); corrupt (damaged, foreign or altered files, which are left as they are; a
// master key that is missing or is not the one the database was sealed with); unavailable.
Result<Opened> open(const OpenOptions& options);

// A Reader alone, for a standby or a tool: takes no lock and changes nothing.
Result<std::unique_ptr<engine::Reader>> open_reader(const OpenOptions& options);

// Follows the chain of the audit log from its oldest row (audit_chain.h). How many rows hold;
// corrupt, with the first row that does not. Beside a running server, too.
Result<std::int64_t> verify_audit(const OpenOptions& options);

// The newest schema that this program knows.
std::int64_t schema_version();

// After such an error of load or commit the process must end and be started again: a failed fsync
// may have dropped pages that the kernel now believes written (reliability, decision 4), and
// damaged data must not be built upon.
bool must_exit(const Error& error);

}  // namespace muster::store
