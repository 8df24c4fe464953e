// DatabaseStore: engine::Store over a Session of either engine. Owns the session, the directory's
// lock and the sealer. State thread only.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"
#include "store/audit_chain.h"
#include "store/directory_lock.h"
#include "store/sealer.h"
#include "store/session.h"

#include <cstdint>
#include <memory>

namespace muster::store {

class DatabaseStore final : public engine::Store {
 public:
  DatabaseStore(std::unique_ptr<DirectoryLock> lock, std::unique_ptr<Session> session,
                const MasterKey& master_key);

  // Reconnects first if the connection was lost; conflict if another server took the database
  // since.
  Result<engine::Snapshot> load() override;

  // Errors: unavailable (disk full, connection lost …: nothing is written, or load() tells);
  // corrupt (the process must end: must_exit in open.h); bug (two rows with one number).
  Result<void> commit(const engine::WriteBatch& batch) override;
  std::int64_t rows_trimmed() const override { return rows_trimmed_; }

 private:
  Result<void> write(const engine::WriteBatch& batch);

  std::unique_ptr<DirectoryLock> lock_;
  std::int64_t rows_trimmed_ = 0;  // by the last commit
  std::unique_ptr<Session> session_;
  Sealer sealer_;
  AuditChain chain_;
};

}  // namespace muster::store
