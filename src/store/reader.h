// DatabaseReader: engine::Reader over a few read-only Sessions of either engine, each lent to one
// thread at a time. Any thread.
#pragma once

#include "base/result.h"
#include "engine/ports/reader.h"
#include "store/audit_chain.h"
#include "store/session.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace muster::store {

class DatabaseReader final : public engine::Reader {
 public:
  explicit DatabaseReader(std::vector<std::unique_ptr<Session>> sessions);  // one or more

  Result<std::vector<engine::PingRow>> pings(std::int64_t newest_row,
                                             std::size_t rows_max) override;
  Result<engine::PingRow> ping(std::int64_t row) override;
  Result<std::vector<engine::TransitionRow>> transitions(core::CheckKey check, Time from, Time to,
                                                         std::size_t rows_max) override;
  Result<std::vector<core::Alert>> alerts(const engine::AlertFilter& filter) override;
  Result<std::optional<core::Alert>> alert(core::AlertId id) override;
  Result<std::vector<core::Delivery>> deliveries(core::AlertId alert) override;
  Result<std::vector<core::AuditEvent>> audit(const engine::AuditFilter& filter) override;
  // Follows the chain from the oldest row that is kept. Says how many rows hold; corrupt, with the
  // first row that does not.
  Result<std::int64_t> verify_audit(const AuditChain& chain);
  Result<void> ping_database() override;

 private:
  class Lease;

  // Runs `query` on a free session; once more, on a fresh connection, if the first was lost.
  template <class Query>
  auto run(Query query) -> decltype(query(std::declval<Session&>()));

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Session>> free_;
};

}  // namespace muster::store
