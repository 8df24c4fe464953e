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
  core::ProjectKey project = 0;
  std::optional<core::CheckKey> check;
  enum class Which { all, open, resolved } which = Which::all;
  std::optional<Time> opened_before;  // for the next page
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

  virtual Result<std::vector<core::Alert>> alerts(const AlertFilter& filter) = 0;
  virtual Result<std::optional<core::Alert>> alert(core::AlertId id) = 0;
  virtual Result<std::vector<core::Delivery>> deliveries(core::AlertId alert) = 0;

  // Proves that the database answers.
  virtual Result<void> ping_database() = 0;
};

}  // namespace muster::engine
