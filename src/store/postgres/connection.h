// PgConnection: libpq with an owner, Results and an end to every wait. One thread at a time.
#pragma once

#include "base/result.h"
#include "store/migrations.h"
#include "store/row.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

namespace muster::store {

struct PgClear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, PgClear>;

// The parameters of one statement, in buffers that are used again for the next.
class PgParameters final : public RowWriter {
 public:
  void clear();
  std::size_t count() const { return spans_.size(); }

  void null() override;
  void boolean(bool value) override;
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void bytes(std::string_view value) override;

 private:
  friend class PgConnection;
  enum class Form { null, text, binary };
  struct Span {
    Form form;
    std::size_t begin;  // in text_
    std::string_view outside;
  };

  std::string text_;  // values, each with the NUL that libpq wants
  std::vector<Span> spans_;
  std::string scratch_;
  // As libpq wants them, filled when the statement is sent.
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// The columns of one row of a result.
class PgRow final : public RowReader {
 public:
  void stand_at(const PGresult* result) {
    result_ = result;
    column_ = 0;
  }

  bool null() override;
  std::optional<bool> boolean() override;
  std::optional<std::int64_t> integer() override;
  std::optional<std::string_view> text() override;
  std::optional<std::string_view> bytes() override;

 private:
  const PGresult* result_ = nullptr;
  int column_ = 0;
  std::string bytes_;
};

class PgConnection final : public ScriptRunner {
 public:
  // Errors never hold the URL.
  static Result<std::unique_ptr<PgConnection>> connect(const std::string& url);
  PgConnection(const PgConnection&) = delete;
  PgConnection& operator=(const PgConnection&) = delete;
  ~PgConnection();

  bool lost() const { return PQstatus(handle_) != CONNECTION_OK; }
  bool in_transaction() const { return PQtransactionStatus(handle_) != PQTRANS_IDLE; }

  // From now on the server may take as long as it likes for an answer (migrations), or no longer.
  enum class Patience { usual, endless };
  Result<void> set_patience(Patience patience);

  Result<void> script(std::string_view text) override;
  Result<std::vector<std::vector<std::string>>> rows(std::string_view text) override;

  struct Prepared {
    std::string name;
    std::string text;
  };
  Result<void> prepare(const std::vector<Prepared>& statements);

  // Puts a prepared statement on its way, without waiting for what becomes of it.
  Result<void> send(const char* name, PgParameters& parameters);
  // Waits for all that were sent: the first failure among them.
  Result<void> settle();

  // Runs a prepared statement; its rows then come one at a time, null after the last.
  Result<void> query(const char* name, PgParameters& parameters);
  Result<PgRow*> next_row();
  // Passes over the rows that were not asked for.
  void end_query();

  // Several commands or one with parameters, waited for: start-up and locking.
  Result<std::vector<std::vector<std::string>>> ask(const std::string& text,
                                                    const std::vector<std::string>& parameters);

 private:
  explicit PgConnection(PGconn* handle) : handle_(handle) {}

  Result<void> sent(int outcome);
  // Of the statements that were sent: how many succeeded before the first failure.
  struct Outcomes {
    std::size_t succeeded = 0;
    std::optional<Error> error;
  };
  Result<Outcomes> outcomes_of_sent();
  Result<PgResult> wait_for_result();
  Result<std::vector<std::vector<std::string>>> collect();
  Result<void> flush();
  Result<void> wait_for_socket(short events);
  Error failure(const PGresult* result) const;
  Error lost_connection() const;
  void give_up();

  PGconn* const handle_;
  Patience patience_ = Patience::usual;
  std::size_t sent_ = 0;  // in pipeline mode, not settled
  bool querying_ = false;
  PgResult result_;
  PgRow row_;
};

}  // namespace muster::store
