// The schema and how it came to be: SQL files numbered 0001, 0002 …, each applied once, in its own
// transaction, and never changed afterwards. Runs at start-up, before anything else uses the
// database.
#pragma once

#include "base/result.h"
#include "store/embedded_sql.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::store {

enum class Engine { sqlite, postgres };

struct Migration {
  std::int64_t version = 0;
  std::string text;      // the shared file, then the engine's own
  std::string checksum;  // SHA-256 of `text`, 64 hex digits
};

// Joins `files` into what `engine` runs. Versions are 1, 2, 3 … without a gap.
std::vector<Migration> migrations(Engine engine, std::span<const EmbeddedFile> files);
std::vector<Migration> migrations(Engine engine);

// Runs SQL that is ours word for word; nothing from outside ever goes through here.
class ScriptRunner {
 public:
  virtual Result<void> script(std::string_view text) = 0;
  // Every value as text.
  virtual Result<std::vector<std::vector<std::string>>> rows(std::string_view text) = 0;

 protected:
  ~ScriptRunner() = default;
};

// Proves that what the database has is what this program knows: returns its version. conflict:
// newer than the program. corrupt: a migration that was applied is not the one in the program.
Result<std::int64_t> check_schema(ScriptRunner& database, std::span<const Migration> known);

// The same, after applying what is missing. Stopped anywhere, it goes on from there the next time.
Result<void> migrate(ScriptRunner& database, std::span<const Migration> known);

}  // namespace muster::store
