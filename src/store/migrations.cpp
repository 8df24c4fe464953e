#include "store/migrations.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::store {
namespace {

constexpr std::string_view kSchema = "schema";

std::string sha256(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

std::int64_t parse_version(std::string_view text) {
  std::int64_t version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return version;
}

// Of 0001_start.postgres.sql: "postgres"; empty for a file that both engines share.
std::string_view engine_word(std::string_view name) {
  const std::size_t first = name.find('.');
  const std::size_t last = name.rfind('.');
  return first == last ? std::string_view() : name.substr(first + 1, last - first - 1);
}

constexpr std::string_view kMakeTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "version BIGINT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";

Result<void> apply(ScriptRunner& database, const Migration& migration) {
  const std::string record = fmt::format(
      "INSERT INTO schema_migrations (version, checksum, applied_at) "
      "VALUES ({}, '{}', CAST(CURRENT_TIMESTAMP AS TEXT))",
      migration.version, migration.checksum);
  TRY_DO(database.script("BEGIN"));
  auto outcome = database.script(migration.text);
  if (outcome) outcome = database.script(record);
  if (outcome) outcome = database.script("COMMIT");
  if (!outcome) {
    static_cast<void>(database.script("ROLLBACK"));
    return fail(outcome.error().code,
                fmt::format("migration {} failed and was rolled back: {}", migration.version,
                            outcome.error().message),
                std::string(kSchema));
  }
  return {};
}

}  // namespace

std::vector<Migration> migrations(Engine engine, std::span<const EmbeddedFile> files) {
  const std::string_view own = engine == Engine::sqlite ? "sqlite" : "postgres";
  std::vector<Migration> list;
  // The shared file of a version goes before the engine's own.
  for (const bool shared : {true, false}) {
    for (const EmbeddedFile& file : files) {
      const std::string_view word = engine_word(file.name);
      if (shared ? !word.empty() : word != own) continue;
      const auto version = static_cast<std::size_t>(parse_version(file.name));
      CHECK(version > 0);
      if (list.size() < version) list.resize(version);
      list[version - 1].text += file.text;
    }
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    CHECK(!list[i].text.empty());
    list[i].version = static_cast<std::int64_t>(i) + 1;
    list[i].checksum = sha256(list[i].text);
  }
  return list;
}

std::vector<Migration> migrations(Engine engine) { return migrations(engine, embedded_sql()); }

Result<std::int64_t> check_schema(ScriptRunner& database, std::span<const Migration> known) {
  const auto applied =
      TRY(database.rows("SELECT version, checksum FROM schema_migrations ORDER BY version"));
  const auto newest_known = static_cast<std::int64_t>(known.size());
  if (!applied.empty() && parse_version(applied.back().front()) > newest_known) {
    return fail(Code::conflict,
                fmt::format("the database has schema version {}, this program knows up to {}; "
                            "install the newer program again, or restore a backup that was made "
                            "before the upgrade",
                            applied.back().front(), newest_known),
                std::string(kSchema));
  }
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (applied[i].front() != fmt::to_string(i + 1) || applied[i].back() != known[i].checksum) {
      return fail(Code::corrupt,
                  fmt::format("the database was made by a different version {} of the schema than "
                              "this program's; install the program that made it, or restore a "
                              "backup",
                              applied[i].front()),
                  std::string(kSchema));
    }
  }
  return static_cast<std::int64_t>(applied.size());
}

Result<void> migrate(ScriptRunner& database, std::span<const Migration> known) {
  TRY_DO(database.script(kMakeTable));
  const auto applied = static_cast<std::size_t>(TRY(check_schema(database, known)));
  for (const Migration& migration : known.subspan(applied)) TRY_DO(apply(database, migration));
  return {};
}

}  // namespace muster::store
