#include "store/reader.h"

#include "base/check.h"

#include <algorithm>
#include <array>
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

// A statement for each state.
using ByState = std::array<Statement, 4>;

Statement of_state(const ByState& statements, AlertFilter::Which which) {
  switch (which) {
    case AlertFilter::Which::all:
      return statements[0];
    case AlertFilter::Which::open:
      return statements[1];
    case AlertFilter::Which::acknowledged:
      return statements[2];
    case AlertFilter::Which::resolved:
      return statements[3];
  }
  return statements[0];
}

constexpr ByState kOfAll{Statement::alerts_of_all, Statement::open_alerts_of_all,
                         Statement::acknowledged_alerts_of_all, Statement::resolved_alerts_of_all};
constexpr ByState kOfProject{Statement::alerts_of_project, Statement::open_alerts_of_project,
                             Statement::acknowledged_alerts_of_project,
                             Statement::resolved_alerts_of_project};
constexpr ByState kOfCheck{Statement::alerts_of_check, Statement::open_alerts_of_check,
                           Statement::acknowledged_alerts_of_check,
                           Statement::resolved_alerts_of_check};

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
    if (!filter.project) {
      return select<core::Alert>(session, of_state(kOfAll, filter.which), before, filter.id_before,
                                 rows_max);
    }
    if (!filter.check) {
      return select<core::Alert>(session, of_state(kOfProject, filter.which), before,
                                 filter.id_before, rows_max, *filter.project);
    }
    return select<core::Alert>(session, of_state(kOfCheck, filter.which), before, filter.id_before,
                               rows_max, *filter.project, *filter.check);
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

namespace {

// A LIKE pattern of a word that may end early; nothing in an action is special to LIKE but '_',
// which stands for itself often enough.
std::string pattern_of(std::string_view action) {
  if (action.empty()) return "%";
  return std::string(action) + (action.ends_with('.') ? "%" : "");
}

// ",3,17," or "*".
std::string visible(const engine::AuditFilter& filter) {
  if (filter.everything) return "*";
  std::string text = ",";
  for (const core::ProjectKey project : filter.projects) text += std::to_string(project) + ",";
  return text;
}

}  // namespace

Result<std::vector<core::AuditEvent>> DatabaseReader::audit(const engine::AuditFilter& filter) {
  return run([&](Session& session) -> Result<std::vector<core::AuditEvent>> {
    std::vector<core::AuditEvent> events;
    const auto take = [&events](RowReader& row) -> Result<void> {
      events.push_back(TRY(read_record<AuditRecord>(row)).event);
      return {};
    };
    const auto ask = [&](Statement statement, const auto&... scope) {
      return for_each_row(session, statement, take,
                          filter.row_before.value_or(std::numeric_limits<std::int64_t>::max()),
                          filter.from, filter.to, pattern_of(filter.action),
                          std::string(filter.outcome ? enum_text(*filter.outcome) : "%"),
                          visible(filter), filter.own_user_id, row_limit(filter.rows_max),
                          filter.row_after, filter.user_id, scope...);
    };
    if (filter.project) {
      TRY_DO(ask(Statement::audit_of_project, *filter.project));
    } else if (!filter.user_id.empty()) {
      TRY_DO(ask(Statement::audit_of_user, filter.user_id));
    } else {
      TRY_DO(ask(Statement::audit_of_all));
    }
    return events;
  });
}

Result<std::int64_t> DatabaseReader::verify_audit(const AuditChain& chain) {
  constexpr std::size_t kRowsAtOnce = 1'000;
  return run([&](Session& session) -> Result<std::int64_t> {
    std::int64_t good = 0;
    std::int64_t last_row = 0;
    std::optional<std::string> previous;
    for (std::size_t got = kRowsAtOnce; got == kRowsAtOnce;) {
      got = 0;
      const auto take = [&](RowReader& columns) -> Result<void> {
        const AuditRecord record = TRY(read_record<AuditRecord>(columns));
        ++got;
        const bool linked =
            !previous || (record.previous == *previous && record.event.row == last_row + 1);
        if (!linked || chain.hash(record.event, record.previous) != record.hash) {
          return fail(
              Code::corrupt,
              linked ? "the row was changed" : "rows before this one are missing or changed",
              "audit row " + std::to_string(record.event.row));
        }
        previous = record.hash;
        last_row = record.event.row;
        ++good;
        return {};
      };
      TRY_DO(for_each_row(session, Statement::audit_after, take, last_row, row_limit(kRowsAtOnce)));
    }
    return good;
  });
}

Result<void> DatabaseReader::ping_database() {
  return run([](Session& session) {
    return for_each_row(session, Statement::answer, [](RowReader&) -> Result<void> { return {}; });
  });
}

}  // namespace muster::store
