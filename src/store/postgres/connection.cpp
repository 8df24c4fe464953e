#include "store/postgres/connection.h"

#include "base/check.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

namespace muster::store {
namespace {

// Longer than statement_timeout: the server gives its reason before we give it up.
constexpr int kSilenceMs = 15'000;

constexpr const char* kSettings =
    "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; "
    "SET bytea_output = 'hex'; SET TimeZone = 'UTC'; SET synchronous_commit = on; "
    "SET statement_timeout = '10s'; SET lock_timeout = '5s'; "
    "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning; "
    // How soon the server notices that we are gone, and lets go of our lock: within 15 s.
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = '12s'";

std::string first_line(const char* text) {
  std::string_view line = text == nullptr ? "" : text;
  line = line.substr(0, line.find('\n'));
  return std::string(line);
}

// By SQLSTATE (PostgreSQL manual, appendix A).
Code code_of(std::string_view state) {
  if (state.starts_with("23")) return Code::bug;  // a constraint, which the one writer keeps itself
  if (state == "42501") return Code::forbidden;
  if (state.starts_with("28") || state == "3D000") return Code::forbidden;
  if (state.starts_with("XX001") || state.starts_with("XX002")) return Code::corrupt;
  if (state == "42P07") return Code::conflict;
  for (const std::string_view family : {"08", "40", "53", "55", "57", "58", "25"}) {
    if (state.starts_with(family)) return Code::unavailable;
  }
  return Code::bug;
}

}  // namespace

Result<std::unique_ptr<PgConnection>> PgConnection::connect(const std::string& url) {
  // Before dbname, so that the URL may say otherwise.
  const std::array keywords{
      "connect_timeout",     "keepalives",       "keepalives_idle",
      "keepalives_interval", "keepalives_count", "tcp_user_timeout",
      "application_name",    "dbname",           static_cast<const char*>(nullptr)};
  const std::array values{
      "5", "1", "5", "2", "3", "12000", "muster", url.c_str(), static_cast<const char*>(nullptr)};
  PGconn* const handle = PQconnectdbParams(keywords.data(), values.data(), 1);
  CHECK(handle != nullptr);  // only without memory
  std::unique_ptr<PgConnection> connection(new PgConnection(handle));
  if (connection->lost()) {
    return fail(Code::unavailable,
                fmt::format("cannot connect: {}", first_line(PQerrorMessage(handle))),
                "postgresql");
  }
  PQsetNoticeProcessor(handle, [](void*, const char*) {}, nullptr);
  PQsetnonblocking(handle, 1);
  TRY_DO(connection->script(kSettings));
  const char* const encoding = PQparameterStatus(handle, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return fail(Code::conflict,
                fmt::format("the database's encoding is {}; make one with ENCODING 'UTF8'",
                            encoding == nullptr ? "unknown" : encoding),
                "postgresql");
  }
  return connection;
}

PgConnection::~PgConnection() { PQfinish(handle_); }

Result<void> PgConnection::set_patience(Patience patience) {
  patience_ = patience;
  return script(patience == Patience::usual ? "SET statement_timeout = '10s'"
                                            : "SET statement_timeout = 0");
}

Result<void> PgConnection::script(std::string_view text) {
  TRY_DO(sent(PQsendQuery(handle_, std::string(text).c_str())));
  TRY_DO(collect());
  return {};
}

Result<std::vector<std::vector<std::string>>> PgConnection::rows(std::string_view text) {
  TRY_DO(sent(PQsendQuery(handle_, std::string(text).c_str())));
  return collect();
}

Result<std::vector<std::vector<std::string>>> PgConnection::ask(
    const std::string& text, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  TRY_DO(sent(PQsendQueryParams(handle_, text.c_str(), static_cast<int>(values.size()), nullptr,
                                values.data(), nullptr, nullptr, 0)));
  return collect();
}

Result<std::vector<std::vector<std::string>>> PgConnection::collect() {
  std::vector<std::vector<std::string>> found;
  std::optional<Error> error;
  while (true) {
    const PgResult result = TRY(wait_for_result());
    if (!result) break;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_FATAL_ERROR && !error) error = failure(result.get());
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      auto& columns = found.emplace_back();
      for (int column = 0; column < PQnfields(result.get()); ++column) {
        columns.emplace_back(PQgetvalue(result.get(), row, column));
      }
    }
  }
  if (error) return std::unexpected(*std::move(error));
  return found;
}

Result<void> PgConnection::prepare(const std::vector<Prepared>& statements) {
  PQenterPipelineMode(handle_);
  for (const Prepared& statement : statements) {
    TRY_DO(
        sent(PQsendPrepare(handle_, statement.name.c_str(), statement.text.c_str(), 0, nullptr)));
    ++sent_;
  }
  auto outcomes = TRY(outcomes_of_sent());
  if (!outcomes.error) return {};
  outcomes.error->message += " in: " + statements.at(outcomes.succeeded).text;
  return std::unexpected(*std::move(outcomes.error));
}

Result<void> PgConnection::send(const char* name, PgParameters& parameters) {
  parameters.values_.clear();
  parameters.lengths_.clear();
  parameters.formats_.clear();
  for (const PgParameters::Span& span : parameters.spans_) {
    const bool binary = span.form == PgParameters::Form::binary;
    const char* const outside = span.outside.empty() ? "" : span.outside.data();
    const char* const text = parameters.text_.data() + span.begin;
    parameters.values_.push_back(span.form == PgParameters::Form::null ? nullptr
                                 : binary                              ? outside
                                                                       : text);
    parameters.lengths_.push_back(binary ? static_cast<int>(span.outside.size()) : 0);
    parameters.formats_.push_back(binary ? 1 : 0);
  }
  if (PQpipelineStatus(handle_) == PQ_PIPELINE_OFF && !querying_) PQenterPipelineMode(handle_);
  TRY_DO(sent(PQsendQueryPrepared(handle_, name, static_cast<int>(parameters.count()),
                                  parameters.values_.data(), parameters.lengths_.data(),
                                  parameters.formats_.data(), 0)));
  ++sent_;
  return {};
}

Result<void> PgConnection::settle() {
  const auto outcomes = TRY(outcomes_of_sent());
  if (outcomes.error) return std::unexpected(*outcomes.error);
  return {};
}

// Each statement's result is followed by a null; those after a failed one are only counted off.
Result<PgConnection::Outcomes> PgConnection::outcomes_of_sent() {
  Outcomes outcomes;
  if (std::exchange(sent_, 0) == 0) return outcomes;
  TRY_DO(sent(PQpipelineSync(handle_)));
  while (true) {
    const PgResult result = TRY(wait_for_result());
    const ExecStatusType status = result ? PQresultStatus(result.get()) : PGRES_EMPTY_QUERY;
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_FATAL_ERROR && !outcomes.error) outcomes.error = failure(result.get());
    if (!result && !outcomes.error) ++outcomes.succeeded;
  }
  PQexitPipelineMode(handle_);
  return outcomes;
}

Result<void> PgConnection::query(const char* name, PgParameters& parameters) {
  TRY_DO(settle());
  querying_ = true;
  TRY_DO(send(name, parameters));
  sent_ = 0;
  PQsetSingleRowMode(handle_);
  return {};
}

Result<PgRow*> PgConnection::next_row() {
  result_ = TRY(wait_for_result());
  if (!result_) {
    querying_ = false;
    return nullptr;
  }
  switch (PQresultStatus(result_.get())) {
    case PGRES_SINGLE_TUPLE:
      row_.stand_at(result_.get());
      return &row_;
    case PGRES_TUPLES_OK:
      return next_row();  // no more rows; the end follows
    default:
      return std::unexpected(failure(result_.get()));
  }
}

void PgConnection::end_query() {
  while (querying_) {
    const auto result = wait_for_result();
    if (!result || !*result) querying_ = false;
  }
  result_.reset();
}

Result<void> PgConnection::sent(int outcome) {
  if (outcome == 1) return {};
  if (lost()) return std::unexpected(lost_connection());
  return fail(Code::bug, first_line(PQerrorMessage(handle_)), "postgresql");
}

Result<void> PgConnection::wait_for_socket(short events) {
  pollfd socket{.fd = PQsocket(handle_), .events = events, .revents = 0};
  int ready = 0;
  do {
    ready = ::poll(&socket, 1, patience_ == Patience::usual ? kSilenceMs : -1);
  } while (ready < 0 && errno == EINTR);
  if (ready > 0) return {};
  give_up();
  return fail(Code::unavailable, "the server does not answer", "postgresql");
}

// Everything out, while taking in what comes: neither side waits for the other.
Result<void> PgConnection::flush() {
  while (true) {
    const int left = PQflush(handle_);
    if (left == 0) return {};
    if (left < 0) return std::unexpected(lost_connection());
    TRY_DO(wait_for_socket(POLLIN | POLLOUT));
    if (PQconsumeInput(handle_) == 0) return std::unexpected(lost_connection());
  }
}

Result<PgResult> PgConnection::wait_for_result() {
  TRY_DO(flush());
  while (PQisBusy(handle_) != 0) {
    TRY_DO(wait_for_socket(POLLIN));
    if (PQconsumeInput(handle_) == 0) return std::unexpected(lost_connection());
  }
  PgResult result(PQgetResult(handle_));
  if (lost()) return std::unexpected(lost_connection());
  return result;
}

Error PgConnection::failure(const PGresult* result) const {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (state == nullptr) return lost_connection();
  const bool full = std::string_view(state) == "53100";
  return {code_of(state),
          fmt::format("{}{} (SQLSTATE {})", full ? "disk full: " : "", first_line(message), state),
          "postgresql"};
}

Error PgConnection::lost_connection() const {
  return {Code::unavailable,
          fmt::format("the connection was lost: {}", first_line(PQerrorMessage(handle_))),
          "postgresql"};
}

// A connection that has gone silent must not be used again, in the middle of who knows what.
void PgConnection::give_up() {
  ::shutdown(PQsocket(handle_), SHUT_RDWR);
  PQconsumeInput(handle_);  // which makes libpq notice
}

}  // namespace muster::store
