#include "store/reader.h"

#include "base/check.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace muster::store {
namespace {

using engine::AlertFilter;
using engine::PingRow;
using engine::TransitionRow;

// As a LIMIT, which must fit PostgreSQL's integer.
std::int64_t row_limit(std::size_t rows_max) {
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int64_t>(std::min(rows_max, kMost));
}

Statement alerts_of_check(AlertFilter::Which which) {
  switch (which) {
    case AlertFilter::Which::all:
      return Statement::alerts_of_check;
    case AlertFilter::Which::open:
      return Statement::open_alerts_of_check;
    case AlertFilter::Which::resolved:
      return Statement::resolved_alerts_of_check;
  }
  return Statement::alerts_of_check;
}

Statement alerts_of_project(AlertFilter::Which which) {
  switch (which) {
    case AlertFilter::Which::all:
      return Statement::alerts_of_project;
    case AlertFilter::Which::open:
      return Statement::open_alerts_of_project;
    case AlertFilter::Which::resolved:
      return Statement::resolved_alerts_of_project;
  }
  return Statement::alerts_of_project;
}

}  // namespace

class DatabaseReader::Lease {
 public:
  explicit Lease(DatabaseReader& reader) : reader_(reader) {
    std::unique_lock lock(reader_.mutex_);
    reader_.returned_.wait(lock, [this] { return !reader_.free_.empty(); });
    session_ = std::move(reader_.free_.back());
    reader_.free_.pop_back();
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    {
      const std::scoped_lock lock(reader_.mutex_);
      reader_.free_.push_back(std::move(session_));
    }
    reader_.returned_.notify_one();
  }

  Session& session() { return *session_; }

 private:
  DatabaseReader& reader_;
  std::unique_ptr<Session> session_;
};

DatabaseReader::DatabaseReader(std::vector<std::unique_ptr<Session>> sessions)
    : free_(std::move(sessions)) {
  CHECK(!free_.empty());
}

template <class Query>
auto DatabaseReader::run(Query query) -> decltype(query(std::declval<Session&>())) {
  Lease lease(*this);
  auto found = query(lease.session());
  if (found || found.error().code != Code::unavailable) return found;
  TRY_DO(lease.session().recover());
  return query(lease.session());
}

Result<std::vector<PingRow>> DatabaseReader::pings(std::int64_t newest_row, std::size_t rows_max) {
  if (rows_max == 0) return {};
  return run([&](Session& session) {
    return select<PingRow>(session, Statement::page_pings, newest_row, row_limit(rows_max));
  });
}

Result<PingRow> DatabaseReader::ping(std::int64_t row) {
  return run([row](Session& session) -> Result<PingRow> {
    std::optional<PingRow> found;
    const auto take = [&found](RowReader& columns) -> Result<void> {
      found = TRY(read_record<PingRow>(columns));
      if (columns.null()) return {};
      const auto body = columns.bytes();
      if (!body) return fail(Code::corrupt, "a stored body is not bytes", "ping_bodies.body");
      found->ping.body = *body;
      return {};
    };
    TRY_DO(for_each_row(session, Statement::ping_and_body, take, row));
    if (!found) return fail(Code::not_found, "this ping is no longer kept");
    return *std::move(found);
  });
}

Result<std::vector<TransitionRow>> DatabaseReader::transitions(core::CheckKey check, Time from,
                                                               Time to, std::size_t rows_max) {
  return run([&](Session& session) {
    return select<TransitionRow>(session, Statement::page_transitions, check, from, to,
                                 row_limit(rows_max));
  });
}

Result<std::vector<core::Alert>> DatabaseReader::alerts(const AlertFilter& filter) {
  const Time before = filter.opened_before.value_or(Time::max());
  const std::int64_t rows_max = row_limit(filter.rows_max);
  return run([&](Session& session) {
    if (filter.check) {
      return select<core::Alert>(session, alerts_of_check(filter.which), filter.project, before,
                                 rows_max, *filter.check);
    }
    return select<core::Alert>(session, alerts_of_project(filter.which), filter.project, before,
                               rows_max);
  });
}

Result<std::optional<core::Alert>> DatabaseReader::alert(core::AlertId id) {
  return run([id](Session& session) -> Result<std::optional<core::Alert>> {
    auto found = TRY(select<core::Alert>(session, Statement::alert_by_id, id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Result<std::vector<core::Delivery>> DatabaseReader::deliveries(core::AlertId alert) {
  return run([alert](Session& session) {
    return select<core::Delivery>(session, Statement::deliveries_of_alert, alert);
  });
}

Result<void> DatabaseReader::ping_database() {
  return run([](Session& session) {
    return for_each_row(session, Statement::answer, [](RowReader&) -> Result<void> { return {}; });
  });
}

}  // namespace muster::store
