// Session: one connection to either database, with every statement prepared. What is above it
// (batch, snapshot, pages) knows records and statements; what is below knows an engine. Owned by
// the Store (the writer) or the Reader (several); one thread at a time.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"
#include "store/records.h"
#include "store/row.h"
#include "store/statements.h"
#include "store/value_codec.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::store {

class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  // Begins to fill in the parameters of `statement`; then execute() for one without rows, or next()
  // until it gives null and finish() for one with rows.
  virtual RowWriter& start(Statement statement) = 0;

  // May put the work off until settle(), which then tells of its failure.
  virtual Result<void> execute() = 0;
  virtual Result<RowReader*> next() = 0;
  virtual void finish() = 0;

  // Appends to the log and keeps the bodies, by the quickest way that the engine has.
  virtual Result<void> append_pings(std::span<const engine::PingRow> pings) = 0;

  // Waits for everything that was executed.
  virtual Result<void> settle() = 0;

  // After a commit that succeeded: what the engine needs done from time to time.
  virtual Result<void> after_commit() = 0;

  // Ends what a failure left behind: a transaction, or a lost connection, for which a writer takes
  // the database's lock anew. conflict if another server has it.
  virtual Result<void> recover() = 0;
};

// Visits a record's columns to write them.
struct ColumnWriter {
  RowWriter& row;

  template <class T>
  void operator()(std::string_view, const T& value) {
    encode(row, value);
  }
};

// Visits a record's columns to read them; remembers the first one that did not hold its value.
struct ColumnReader {
  RowReader& row;
  std::string_view wrong_column = {};

  template <class T>
  void operator()(std::string_view name, T& value) {
    if (wrong_column.empty() && !decode(row, value)) wrong_column = name;
  }
};

template <class R>
Result<R> read_record(RowReader& row) {
  R record{};
  ColumnReader reader{row};
  columns(reader, record);
  if (!reader.wrong_column.empty()) {
    return fail(Code::corrupt, "a stored row holds a value that does not belong there",
                std::string(reader.wrong_column));
  }
  return record;
}

template <class... Values>
Result<void> execute(Session& session, Statement statement, const Values&... values) {
  [[maybe_unused]] RowWriter& row = session.start(statement);
  (encode(row, values), ...);
  return session.execute();
}

template <class R>
Result<void> save(Session& session, Statement statement, const R& record) {
  ColumnWriter writer{session.start(statement)};
  columns(writer, record);
  return session.execute();
}

// Calls `take(row)` for every row that `statement` yields, until it returns an Error.
template <class Take, class... Values>
Result<void> for_each_row(Session& session, Statement statement, Take take,
                          const Values&... values) {
  RowWriter& parameters = session.start(statement);
  (encode(parameters, values), ...);
  Result<void> outcome;
  while (outcome) {
    auto row = session.next();
    if (!row) {
      outcome = std::unexpected(std::move(row).error());
    } else if (*row == nullptr) {
      break;
    } else {
      outcome = take(**row);
    }
  }
  session.finish();
  return outcome;
}

template <class R, class... Values>
Result<std::vector<R>> select(Session& session, Statement statement, const Values&... values) {
  std::vector<R> records;
  const auto take = [&records](RowReader& row) -> Result<void> {
    records.push_back(TRY(read_record<R>(row)));
    return {};
  };
  TRY_DO(for_each_row(session, statement, take, values...));
  return records;
}

}  // namespace muster::store
