// What single steps of a ping cost, and what the store makes of batches of several sizes. Run it as
// scripts/bench micro; compare ratios and processor time, not absolute figures, between machines.
#include "api/ping_url.h"
#include "base/codec.h"
#include "base/time.h"
#include "core/check.h"
#include "core/check_document.h"
#include "core/heartbeat.h"
#include "core/schedule.h"
#include "net/request_parser.h"
#include "store/open.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

namespace muster {
namespace {

constexpr Time kNow = from_micros(1'774'000'000'000'000);

core::Check sample_check() {
  return {.key = 1,
          .project = 1,
          .id = {make_uuid_v4({1, 2, 3})},
          .badge_id = make_uuid_v4({4, 5, 6}),
          .created_at = kNow,
          .spec = {.name = "nightly backup", .slug = "nightly-backup", .tags = "prod db"},
          .state = {.status = core::Status::up, .last_ping = kNow}};
}

void take_ping(benchmark::State& state) {
  const core::Check check = sample_check();
  core::CheckState now = check.state;
  Time at = kNow;
  for (auto _ : state) {
    at += seconds(1);
    now = core::heartbeat::take(check.spec, std::move(now), core::PingKind::success, {}, at).state;
    benchmark::DoNotOptimize(core::heartbeat::deadline(check.spec, now));
  }
}
BENCHMARK(take_ping);

void next_occurrence(benchmark::State& state, const char* expression) {
  const auto schedule = core::Schedule::parse(expression, *core::Zone::find("Europe/Berlin"));
  Time at = kNow;
  for (auto _ : state) benchmark::DoNotOptimize(at = *schedule->next(at));
}
BENCHMARK_CAPTURE(next_occurrence, cron_nightly, "30 2 * * 1-5");
BENCHMARK_CAPTURE(next_occurrence, cron_every_five_minutes, "*/5 * * * *");
BENCHMARK_CAPTURE(next_occurrence, cron_leap_day, "0 0 29 2 *");
BENCHMARK_CAPTURE(next_occurrence, on_calendar, "Mon..Fri *-*~03 02:30");

void parse_schedule(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(core::Schedule::parse("30 2 * * 1-5", core::Zone::utc()));
  }
}
BENCHMARK(parse_schedule);

void parse_ping_url(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(api::parse_ping_url("/ping/2c7b4a2e-1111-4222-8333-444455556666/start",
                                                 "rid=2c7b4a2e-1111-4222-8333-444455556666"));
  }
}
BENCHMARK(parse_ping_url);

class NoBody final : public net::Handler {
 public:
  net::BodyPolicy body_policy(const net::Request&) const override { return {}; }
  void handle(net::Request&&, net::Reply) override {}
};

void parse_http_request(benchmark::State& state) {
  const std::string text =
      "GET /ping/2c7b4a2e-1111-4222-8333-444455556666 HTTP/1.1\r\n"
      "Host: muster.example.org\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n";
  const NoBody handler;
  const net::ServerLimits limits;
  net::Request request;
  for (auto _ : state) {
    net::RequestParser parser(request, handler, limits);
    benchmark::DoNotOptimize(parser.take(text));
  }
}
BENCHMARK(parse_http_request);

void write_check_document(benchmark::State& state) {
  const core::Check check = sample_check();
  for (auto _ : state) {
    benchmark::DoNotOptimize(core::check_document(check, {}, core::View::read_write(), 3, kNow,
                                                  {.site = "https://muster.example.org"}));
  }
}
BENCHMARK(write_check_document);

void parse_json_document(benchmark::State& state) {
  const std::string text =
      core::check_document(sample_check(), {}, core::View::read_write(), 3, kNow, {});
  for (auto _ : state) benchmark::DoNotOptimize(parse_json(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_json_document);

// A data directory that is gone afterwards.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "muster-bench.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Rows of the ping log in batches, each durable before the next.
void commit_pings(benchmark::State& state) {
  const ScratchDirectory directory;
  const auto opened = store::open({.data_dir = directory.path()});
  if (!opened) return state.SkipWithError(opened.error().message.c_str());
  engine::WriteBatch batch;
  batch.projects_saved.push_back(
      {.key = 1, .id = {make_uuid_v4({7})}, .name = "bench", .ping_key = "a", .badge_key = "b"});
  batch.checks_saved.push_back(sample_check());
  if (!opened->store->commit(batch)) return state.SkipWithError("the check was not saved");

  std::int64_t row = 0;
  for (auto _ : state) {
    batch.clear();
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      ++row;
      batch.pings.push_back(
          {.row = row,
           .check = 1,
           .number = row,
           .previous_row = row - 1,
           .at = kNow + Duration(row),
           .ping = {.remote_address = "192.0.2.1", .method = "GET", .user_agent = "curl/7.88.1"}});
    }
    if (!opened->store->commit(batch)) return state.SkipWithError("a batch was not committed");
  }
  state.SetItemsProcessed(row);
}
BENCHMARK(commit_pings)->Arg(1)->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();

}  // namespace
}  // namespace muster

BENCHMARK_MAIN();
