#include "api/native/check_bars.h"

#include "base/limits.h"

#include <algorithm>
#include <optional>
#include <ranges>

namespace muster::api::native {
namespace {

// A start and an end for each.
constexpr std::size_t kPingsRead = 2 * limits::kBarsListed;

struct Run {
  BarDocument bar;
  std::optional<Uuid> rid;
};

bool is_open(const Run& run) { return run.bar.outcome == ShownPing::start; }

// Takes away the start that this ping ended.
void end_run(std::vector<Run>& runs, const core::Ping& ping) {
  const auto latest = std::views::reverse(runs);
  auto start = std::ranges::find_if(
      latest, [&](const Run& run) { return is_open(run) && run.rid == ping.rid; });
  if (start == latest.end() && (ping.kind == core::PingKind::fail || !ping.rid)) {
    start = std::ranges::find_if(latest, is_open);
  }
  if (start != latest.end()) runs.erase(std::next(start).base());
}

}  // namespace

ShownPing shown_ping(core::PingKind kind) {
  switch (kind) {
    case core::PingKind::success:
      return ShownPing::success;
    case core::PingKind::start:
      return ShownPing::start;
    case core::PingKind::fail:
      return ShownPing::fail;
    case core::PingKind::log:
      return ShownPing::log;
    case core::PingKind::ignored:
      return ShownPing::ign;
  }
  return ShownPing::ign;
}

std::vector<BarDocument> bars_of(std::span<const engine::PingRow> newest_first) {
  std::vector<Run> runs;
  for (const engine::PingRow& row : std::views::reverse(newest_first)) {
    Run run{.bar = {.at = row.at, .outcome = shown_ping(row.ping.kind), .duration = std::nullopt},
            .rid = row.ping.rid};
    if (row.duration) run.bar.duration = std::chrono::duration<double>(*row.duration).count();
    if (row.ping.kind == core::PingKind::success || row.ping.kind == core::PingKind::fail) {
      end_run(runs, row.ping);
    }
    runs.push_back(std::move(run));
  }
  const auto too_many =
      std::max(std::ssize(runs) - std::ptrdiff_t{limits::kBarsListed}, std::ptrdiff_t{0});
  std::vector<BarDocument> bars;
  for (const Run& run : std::views::drop(runs, too_many)) bars.push_back(run.bar);
  return bars;
}

Result<std::vector<BarDocument>> read_bars(engine::Reader& reader, std::int64_t newest_row) {
  if (newest_row == 0) return {};
  return bars_of(TRY(reader.pings(newest_row, kPingsRead)));
}

}  // namespace muster::api::native
