#include "store/records.h"

#include <fmt/format.h>

namespace muster::store {
namespace {

Result<core::Schedule> to_schedule(const CheckRecord& record) {
  if (record.period && !record.expression && record.period->count() > 0) {
    return core::Schedule::period(*record.period);
  }
  if (record.period || !record.expression || !record.zone) {
    return fail(Code::corrupt, "neither a period nor an expression with a zone");
  }
  const core::Zone zone = TRY(core::Zone::find(*record.zone));
  return core::Schedule::parse(*record.expression, zone);
}

// All columns, or none of them.
Result<std::shared_ptr<const core::Filters>> to_filters(CheckRecord::FilterColumns&& columns) {
  const int present = columns.start_words.has_value() + columns.success_words.has_value() +
                      columns.failure_words.has_value() + columns.subject.has_value() +
                      columns.mail_body.has_value() + columns.http_body.has_value() +
                      columns.default_fail.has_value();
  if (present == 0) return nullptr;
  if (present != 7) return fail(Code::corrupt, "some of the filter columns are NULL");
  return std::make_shared<const core::Filters>(
      core::Filters{.start_words = *std::move(columns.start_words),
                    .success_words = *std::move(columns.success_words),
                    .failure_words = *std::move(columns.failure_words),
                    .subject = *columns.subject,
                    .mail_body = *columns.mail_body,
                    .http_body = *columns.http_body,
                    .default_fail = *columns.default_fail});
}

}  // namespace

CheckRecord to_record(const core::Check& check) {
  CheckRecord record{.check = check};
  const core::Schedule& schedule = check.spec.schedule;
  if (schedule.kind() == core::Schedule::Kind::period) {
    record.period = schedule.every();
  } else {
    record.expression = schedule.expression();
    record.zone = schedule.zone().name();
  }
  if (const auto& filters = check.spec.filters) {
    record.filters = {filters->start_words, filters->success_words, filters->failure_words,
                      filters->subject,     filters->mail_body,     filters->http_body,
                      filters->default_fail};
  }
  return record;
}

Result<core::Check> to_check(CheckRecord&& record) {
  const auto bad = [&record](const Error& error) {
    return fail(Code::corrupt,
                fmt::format("check {}: {}", to_string(record.check.id), error.message), "checks");
  };
  auto schedule = to_schedule(record);
  if (!schedule) return bad(schedule.error());
  auto filters = to_filters(std::move(record.filters));
  if (!filters) return bad(filters.error());
  record.check.spec.schedule = *std::move(schedule);
  record.check.spec.filters = *std::move(filters);
  return std::move(record.check);
}

}  // namespace muster::store
