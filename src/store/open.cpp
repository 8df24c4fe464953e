#include "store/open.h"

#include "store/directory_lock.h"
#include "store/files.h"
#include "store/key_file.h"
#include "store/migrations.h"
#include "store/postgres/session.h"
#include "store/reader.h"
#include "store/sealer.h"
#include "store/sqlite/data_file.h"
#include "store/sqlite/session.h"
#include "store/store.h"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace muster::store {
namespace {

using Sessions = std::vector<std::unique_ptr<Session>>;

Result<Engine> engine_of(const OpenOptions& options) {
  const std::string& url = options.database_url;
  if (url.empty() || url == "sqlite") return Engine::sqlite;
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Engine::postgres;
  return fail(Code::invalid,
              "expected nothing or \"sqlite\" for muster.db in the data directory, or "
              "postgresql://user:password@host:port/database",
              "database.url");
}

Result<void> check_data_dir(const OpenOptions& options) {
  if (!options.data_dir.empty()) return {};
  return fail(Code::invalid, "expected the path of a directory", "data_dir");
}

Result<std::unique_ptr<Session>> open_session(const OpenOptions& options, Engine engine,
                                              Role role) {
  if (engine == Engine::postgres) {
    return TRY(PgSession::open({options.database_url, role, options.lock_wait}));
  }
  const DataFiles files(options.data_dir);
  const Access access = role == Role::writer ? Access::write : Access::read;
  auto database = TRY(SqliteDatabase::open(files.database, access));
  return TRY(SqliteSession::open(std::move(database), role));
}

Result<std::unique_ptr<DatabaseReader>> make_reader(const OpenOptions& options, Engine engine) {
  Sessions sessions;
  while (sessions.size() < std::max<std::size_t>(options.reader_connections, 1)) {
    sessions.push_back(TRY(open_session(options, engine, Role::reader)));
  }
  return std::make_unique<DatabaseReader>(std::move(sessions));
}

// Of the master key that the database was first used with; nothing in a new database.
Result<std::optional<std::string>> stored_fingerprint(Session& session) {
  std::optional<std::string> fingerprint;
  const auto take = [&fingerprint](RowReader& row) -> Result<void> {
    if (decode(row, fingerprint)) return {};
    return fail(Code::corrupt, "is not a text", "meta.key_fingerprint");
  };
  TRY_DO(for_each_row(session, Statement::load_fingerprint, take));
  return fingerprint;
}

Result<void> store_fingerprint(Session& session, const std::string& fingerprint) {
  TRY_DO(execute(session, Statement::save_fingerprint, fingerprint));
  return session.settle();
}

// The key and the database must belong together: API keys, tokens and sealed secrets depend on it.
Result<MasterKey> open_master_key(Session& session, const std::string& path) {
  const auto stored = TRY(stored_fingerprint(session));
  const MasterKey key =
      TRY(open_or_create_key_file(path, stored ? WhenMissing::refuse : WhenMissing::create));
  const std::string fingerprint = Sealer(key).fingerprint();
  if (!stored) {
    TRY_DO(store_fingerprint(session, fingerprint));
  } else if (*stored != fingerprint) {
    return fail(Code::corrupt,
                "is not the master key that this database was made with; put the right one back "
                "from a backup, or copy it from the server that uses this database",
                path);
  }
  return key;
}

}  // namespace

Result<Opened> open(const OpenOptions& options) {
  const Engine engine = TRY(engine_of(options));
  TRY_DO(check_data_dir(options));
  TRY_DO(make_directory(options.data_dir));
  auto lock = TRY(DirectoryLock::take(options.data_dir));
  const DataFiles files(options.data_dir);
  if (engine == Engine::sqlite) TRY_DO(prepare_database_file(files));
  auto session = TRY(open_session(options, engine, Role::writer));
  const MasterKey key = TRY(open_master_key(*session, files.key));
  auto store = std::make_unique<DatabaseStore>(std::move(lock), std::move(session), key);
  auto reader = TRY(make_reader(options, engine));
  return Opened{std::move(store), std::move(reader), schema_version()};
}

Result<std::unique_ptr<engine::Reader>> open_reader(const OpenOptions& options) {
  const Engine engine = TRY(engine_of(options));
  if (engine == Engine::sqlite) TRY_DO(check_data_dir(options));
  return make_reader(options, engine);
}

Result<std::int64_t> verify_audit(const OpenOptions& options) {
  const Engine engine = TRY(engine_of(options));
  if (engine == Engine::sqlite) TRY_DO(check_data_dir(options));
  const MasterKey key =
      TRY(open_or_create_key_file(DataFiles(options.data_dir).key, WhenMissing::refuse));
  const auto reader = TRY(make_reader(options, engine));
  return reader->verify_audit(AuditChain(key));
}

std::int64_t schema_version() {
  return static_cast<std::int64_t>(migrations(Engine::sqlite).size());
}

bool must_exit(const Error& error) { return error.code == Code::corrupt; }

}  // namespace muster::store
