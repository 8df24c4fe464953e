// MemoryStore: a Store and Reader in memory for tests. It keeps exactly what was committed, so that
// a simulated crash loses what a real one would; it can be told to fail. Used on one thread.
#pragma once

#include "engine/ports/reader.h"
#include "engine/ports/store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace muster::sim {

class MemoryStore : public engine::Store, public engine::Reader {
 public:
  Result<engine::Snapshot> load() override;
  Result<void> commit(const engine::WriteBatch& batch) override;
  std::int64_t rows_trimmed() const override { return rows_trimmed_; }

  Result<std::vector<engine::PingRow>> pings(std::int64_t newest_row,
                                             std::size_t rows_max) override;
  Result<engine::PingRow> ping(std::int64_t row) override;
  Result<std::vector<engine::TransitionRow>> transitions(core::CheckKey check, Time from, Time to,
                                                         std::size_t rows_max) override;
  Result<std::vector<core::Alert>> alerts(const engine::AlertFilter& filter) override;
  Result<std::optional<core::Alert>> alert(core::AlertId id) override;
  Result<std::vector<core::Delivery>> deliveries(core::AlertId alert) override;
  Result<std::vector<core::AuditEvent>> audit(const engine::AuditFilter& filter) override;
  Result<void> ping_database() override { return {}; }

  // What commit (and load) answer from now on instead of doing their work; nullopt: they work
  // again.
  void fail_with(std::optional<Error> error) { failure_ = std::move(error); }
  // The same for commit alone: what is there can be read.
  void fail_commits_with(std::optional<Error> error) { commit_failure_ = std::move(error); }
  // The commit after `successes` more answers `error` once.
  void fail_once_after(int successes, Error error);
  int commits() const { return commits_; }
  const engine::Meta& meta() const { return meta_; }

  const std::map<std::int64_t, engine::PingRow>& ping_log() const { return pings_; }
  const std::map<std::int64_t, engine::TransitionRow>& transition_log() const {
    return transitions_;
  }
  const std::map<core::DeliveryId, core::Delivery>& delivery_table() const { return deliveries_; }
  const std::map<std::int64_t, core::AuditEvent>& audit_log() const { return audit_; }
  const std::map<core::AlertId, core::Alert>& alert_table() const { return alerts_; }
  // Deliveries are counted in the order in which they were first committed.
  std::int64_t delivery_order(core::DeliveryId id) const { return delivery_order_.at(id); }

 private:
  void apply(const engine::WriteBatch& batch);
  void apply_trims(const engine::WriteBatch& batch);

  engine::Meta meta_;
  std::map<core::ProjectKey, core::Project> projects_;
  std::map<core::ApiKeyId, core::ApiKey> keys_;
  std::map<core::UserId, core::User> users_;
  std::map<engine::MemberKey, core::Membership> memberships_;
  std::map<core::SessionId, core::Session> sessions_;
  std::map<core::ApiTokenId, core::ApiToken> tokens_;
  std::map<core::ChannelKey, core::Channel> channels_;
  std::map<core::CheckKey, core::Check> checks_;
  std::map<std::int64_t, engine::PingRow> pings_;
  std::map<std::int64_t, engine::TransitionRow> transitions_;
  std::map<core::AlertId, core::Alert> alerts_;
  std::map<core::DeliveryId, core::Delivery> deliveries_;
  std::map<std::int64_t, core::AuditEvent> audit_;
  std::map<core::UserId, engine::AuditSeen> audit_seen_;
  std::map<core::DeliveryId, std::int64_t> delivery_order_;
  std::optional<Error> failure_;
  std::optional<Error> commit_failure_;
  std::optional<std::pair<int, Error>> failure_to_come_;
  int commits_ = 0;
  std::int64_t rows_trimmed_ = 0;
};

}  // namespace muster::sim
