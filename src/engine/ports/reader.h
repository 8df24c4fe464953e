// Reader: history for people to look at, a page at a time. Blocking: called on pool threads only,
// any number at once. Never sees what is not committed.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

struct AlertFilter {
  std::optional<core::ProjectKey> project;  // none: of every project that exists
  std::optional<core::CheckKey> check;      // of that project
  enum class Which { all, open, acknowledged, resolved } which = Which::all;  // one state, or all
  // For the next page: those opened before this moment, and of those opened at it the ones whose
  // id comes before. Deadlines make many alerts of one moment.
  std::optional<Time> opened_before;
  core::AlertId id_before;
  std::size_t rows_max = 100;
};

struct AuditFilter {
  // What the asker may see: everything, or what happened in these projects and what they did
  // themselves.
  bool everything = false;
  std::vector<core::ProjectKey> projects;
  std::string own_user_id;

  std::optional<core::ProjectKey> project;
  std::string user_id;  // "" for any
  std::string action;   // "check.update", "check." for all of a kind
  std::optional<core::AuditOutcome> outcome;
  Time from = Time::min();
  Time to = Time::max();
  std::optional<std::int64_t> row_before;  // for the next page
  std::int64_t row_after = 0;
  std::size_t rows_max = 100;
};

class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  // A check's pings, newest first, walking the chain from `newest_row` (CheckState::last_row),
  // without bodies. Fewer than asked where retention has cut the chain.
  virtual Result<std::vector<PingRow>> pings(std::int64_t newest_row, std::size_t rows_max) = 0;

  // One row of the log with its body; not_found where retention took it.
  virtual Result<PingRow> ping(std::int64_t row) = 0;

  // A check's transitions, newest first, from ≤ at < to.
  virtual Result<std::vector<TransitionRow>> transitions(core::CheckKey check, Time from, Time to,
                                                         std::size_t rows_max) = 0;

  // Newest first; of one moment, the highest id first.
  virtual Result<std::vector<core::Alert>> alerts(const AlertFilter& filter) = 0;
  virtual Result<std::optional<core::Alert>> alert(core::AlertId id) = 0;
  virtual Result<std::vector<core::Delivery>> deliveries(core::AlertId alert) = 0;

  // Newest first.
  virtual Result<std::vector<core::AuditEvent>> audit(const AuditFilter& filter) = 0;

  // Proves that the database answers.
  virtual Result<void> ping_database() = 0;
};

}  // namespace muster::engine
