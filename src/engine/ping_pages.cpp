#include "engine/ping_pages.h"

#include "base/limits.h"

#include <algorithm>

namespace muster::engine {
namespace {

constexpr std::int64_t kStride = 1'000;  // rows read at once on the way to older ones

// The place in the log of the ping with that number, which is not above the end's; none where the
// log does not reach it.
Result<std::optional<LogEnd>> go_back_to(Reader& reader, LogEnd end, std::int64_t number) {
  if (end.number - number >= limits::kPingsReached) return std::nullopt;
  while (end.number > number && end.row != 0) {
    const std::int64_t steps = std::min(end.number - number, kStride);
    const auto rows = TRY(reader.pings(end.row, static_cast<std::size_t>(steps)));
    if (std::ssize(rows) < steps) return std::nullopt;
    end = {.row = rows.back().previous_row, .number = rows.back().number - 1};
  }
  return end.row == 0 ? std::nullopt : std::optional(end);
}

}  // namespace

Result<PingPage> ping_page(Reader& reader, LogEnd end, std::optional<std::int64_t> before,
                           std::size_t rows_max) {
  PingPage page;
  const std::int64_t newest = std::min(before.value_or(end.number + 1) - 1, end.number);
  if (newest < 1) return page;
  const std::optional<LogEnd> from = TRY(go_back_to(reader, end, newest));
  if (!from) return page;
  page.rows = TRY(reader.pings(from->row, rows_max + 1));
  if (page.rows.size() > rows_max) {
    page.rows.pop_back();
    page.next = page.rows.back().number;
  }
  return page;
}

Result<PingRow> numbered_ping(Reader& reader, LogEnd end, std::int64_t number) {
  if (number >= 1 && number <= end.number) {
    const std::optional<LogEnd> place = TRY(go_back_to(reader, end, number));
    if (place) return reader.ping(place->row);
  }
  return fail(Code::not_found, "there is no such ping, or it is no longer kept");
}

}  // namespace muster::engine
