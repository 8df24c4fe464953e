#include "store/database_fixture.h"

#include "store/postgres/connection.h"
#include "store/sqlite/data_file.h"
#include "store/sqlite/database.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::store {
namespace {

std::string script_path() {
  for (auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
       folder != folder.root_path(); folder = folder.parent_path()) {
    const auto script = folder / "scripts" / "with-postgres";
    if (std::filesystem::exists(script)) return script;
  }
  return {};
}

// The script runs a shell that tells the URL and waits for its input to end, which is when we do.
class PrivatePostgres {
 public:
  PrivatePostgres() {
    const std::string script = script_path();
    std::array<int, 2> to_script{};
    std::array<int, 2> from_script{};
    if (script.empty() || ::pipe2(to_script.data(), O_CLOEXEC) != 0 ||
        ::pipe2(from_script.data(), O_CLOEXEC) != 0) {
      return;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to_script[0], 0);
    posix_spawn_file_actions_adddup2(&actions, from_script[1], 1);
    std::string shell = "sh";
    std::string flag = "-c";
    std::string command = "echo \"$MUSTER_TEST_POSTGRES\"; cat >/dev/null";
    std::string name = script;
    const std::array<char*, 5> arguments{name.data(), shell.data(), flag.data(), command.data(),
                                         nullptr};
    if (::posix_spawn(&pid_, script.c_str(), &actions, nullptr, arguments.data(), environ) != 0) {
      pid_ = 0;
    }
    posix_spawn_file_actions_destroy(&actions);
    ::close(to_script[0]);
    ::close(from_script[1]);
    input_ = to_script[1];
    for (char c = 0; ::read(from_script[0], &c, 1) == 1 && c != '\n';) url_ += c;
    ::close(from_script[0]);
  }
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;
  ~PrivatePostgres() {
    if (pid_ == 0) return;
    ::close(input_);
    ::waitpid(pid_, nullptr, 0);
  }

  const std::string& url() const { return url_; }

 private:
  pid_t pid_ = 0;
  int input_ = -1;
  std::string url_;
};

// Of the server that all tests share; empty without one.
const std::string& server_url() {
  static const std::string url = [] {
    if (const char* given = std::getenv("MUSTER_TEST_POSTGRES")) return std::string(given);
    static const PrivatePostgres server;
    return server.url();
  }();
  return url;
}

std::string with_database(std::string url, const std::string& database) {
  const std::size_t path = url.find('/', url.find("://") + 3);
  const std::size_t end = std::min(url.find('?'), url.size());
  return url.replace(path, end - path, "/" + database);
}

std::string next_database() {
  static std::atomic<int> count = 0;
  return fmt::format("muster_test_{}_{}", ::getpid(), ++count);
}

void on_server(const std::string& command) {
  const auto connection = PgConnection::connect(server_url());
  ASSERT_TRUE(connection) << connection.error().message;
  const auto done = (*connection)->script(command);
  ASSERT_TRUE(done) << done.error().message;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  // In memory where that is possible: every commit syncs.
  const char* const asked = std::getenv("TMPDIR");
  const char* const usual = std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
  path_ = fmt::format("{}/muster-store.XXXXXX", asked != nullptr ? asked : usual);
  if (::mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no temporary directory";
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string engine_name(const testing::TestParamInfo<Engine>& engine) {
  return engine.param == Engine::sqlite ? "Sqlite" : "Postgres";
}

void DatabaseTest::SetUp() {
  if (!postgres()) return;
  if (server_url().empty()) GTEST_SKIP() << "no PostgreSQL to test with";
  const std::string name = next_database();
  on_server("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
  url_ = with_database(server_url(), name);
}

void DatabaseTest::TearDown() {
  close_database();
  if (url_.empty()) return;
  const std::size_t begin = url_.find('/', url_.find("://") + 3) + 1;
  const std::string name = url_.substr(begin, std::min(url_.find('?'), url_.size()) - begin);
  on_server("DROP DATABASE " + name + " WITH (FORCE)");
}

OpenOptions DatabaseTest::options() const {
  return {.data_dir = directory_.file("data"), .database_url = url_, .reader_connections = 2};
}

void DatabaseTest::open_database() {
  OpenOptions asked = options();
  asked.lock_wait = seconds(5);  // for a former connection that is still ending
  auto opened = open(asked);
  ASSERT_TRUE(opened) << to_string(opened.error());
  opened_ = *std::move(opened);
}

void DatabaseTest::close_database() {
  opened_.reader.reset();
  opened_.store.reset();
}

void DatabaseTest::commit(const engine::WriteBatch& batch) {
  const auto committed = store().commit(batch);
  ASSERT_TRUE(committed) << to_string(committed.error());
}

engine::Snapshot DatabaseTest::load() {
  auto loaded = store().load();
  EXPECT_TRUE(loaded) << to_string(loaded.error());
  return loaded ? *std::move(loaded) : engine::Snapshot{};
}

Result<std::vector<std::vector<std::string>>> DatabaseTest::sql(const std::string& text) const {
  if (postgres()) {
    const auto connection = TRY(PgConnection::connect(url_));
    return connection->rows(text);
  }
  const DataFiles files(options().data_dir);
  const auto database = TRY(SqliteDatabase::open(files.database, Access::write));
  return database->rows(text);
}

}  // namespace muster::store
