// DatabaseTest: one test on each engine, with a data directory and a database of its own.
// PostgreSQL is the one that MUSTER_TEST_POSTGRES names, or else a private server, started by
// scripts/with-postgres for as long as the test program runs; without either, those tests are
// skipped and say so.
#pragma once

#include "store/migrations.h"
#include "store/open.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::store {

// A directory that is gone with everything in it at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

class DatabaseTest : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override;
  void TearDown() override;

  bool postgres() const { return GetParam() == Engine::postgres; }
  OpenOptions options() const;

  // Opens store and reader; a failure fails the test.
  void open_database();
  void close_database();

  engine::Store& store() { return *opened_.store; }
  engine::Reader& reader() { return *opened_.reader; }

  // Commits and loads; an Error fails the test.
  void commit(const engine::WriteBatch& batch);
  engine::Snapshot load();

  // SQL on a connection of its own, beside the store.
  Result<std::vector<std::vector<std::string>>> sql(const std::string& text) const;

  TemporaryDirectory directory_;
  Opened opened_;

 private:
  std::string url_;  // PostgreSQL's
};

std::string engine_name(const testing::TestParamInfo<Engine>& engine);

}  // namespace muster::store
