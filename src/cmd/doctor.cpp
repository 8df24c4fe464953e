#include "cmd/doctor.h"

#include "base/json_writer.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/timex.h>

namespace muster::cmd {
namespace {

// Each connection needs a file; below this a few thousand clients exhaust them.
constexpr rlim_t kOpenFilesEnough = 4'096;
constexpr Time kLongPast = Time(std::chrono::sys_days(std::chrono::January / 1 / 2025));

std::string_view level_name(Finding::Level level) {
  switch (level) {
    case Finding::Level::ok:
      return "ok";
    case Finding::Level::warn:
      return "warn";
    case Finding::Level::fail:
      return "fail";
  }
  return {};
}

Findings examine_config(const LoadedConfig& loaded) {
  Findings findings;
  for (const Error& error : loaded.errors) {
    findings.push_back({"configuration", Finding::Level::fail, to_string(error),
                        "correct it; `muster config defaults` explains every setting"});
  }
  if (!findings.empty()) return findings;
  findings.push_back(
      {"configuration", Finding::Level::ok,
       loaded.file_path.empty() ? "no file, from environment and flags alone" : loaded.file_path,
       ""});
  if (loaded.config.webhooks.allow_private) {
    findings.push_back(
        {"webhooks", Finding::Level::warn,
         "may reach private and loopback addresses of this network",
         "turn webhooks.allow_private off unless every channel's author is trusted"});
  }
  return findings;
}

Finding examine_clock(const engine::Clock& clock) {
  const std::string now = to_iso_seconds(clock.now());
  if (clock.now() < kLongPast) {
    return {"clock", Finding::Level::fail, "shows " + now, "set the time of this machine"};
  }
  timex state{};  // no modes: only asks
  if (::adjtimex(&state) == TIME_ERROR) {
    return {"clock", Finding::Level::warn, "shows " + now + ", not synchronised",
            "run an NTP client, so that deadlines and jobs agree on the time"};
  }
  return {"clock", Finding::Level::ok, "shows " + now + ", synchronised", ""};
}

Finding examine_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return {"open files", Finding::Level::warn, "the limit cannot be read", ""};
  }
  const std::string message = limit.rlim_max == RLIM_INFINITY
                                  ? std::string("no limit")
                                  : fmt::format("up to {}", limit.rlim_max);
  if (limit.rlim_max >= kOpenFilesEnough) return {"open files", Finding::Level::ok, message, ""};
  return {"open files", Finding::Level::warn, message,
          fmt::format("raise LimitNOFILE to {} or more, so that many clients can connect at once",
                      kOpenFilesEnough)};
}

}  // namespace

Findings examine(const LoadedConfig& loaded, const engine::Clock& clock, Reach reach) {
  Findings findings = examine_config(loaded);
  const auto append = [&findings](Findings more) {
    findings.insert(findings.end(), std::move_iterator(more.begin()),
                    std::move_iterator(more.end()));
  };
  append(examine_storage(loaded.config));
  append(examine_network(loaded.config, clock.now(), reach));
  append(examine_machine(clock));
  return findings;
}

Findings examine_machine(const engine::Clock& clock) {
  return {examine_clock(clock), examine_open_files()};
}

std::string show_findings(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text +=
        fmt::format("{:<4}  {}: {}\n", level_name(finding.level), finding.subject, finding.message);
    if (!finding.advice.empty()) text += fmt::format("      → {}\n", finding.advice);
  }
  return text;
}

std::string show_findings_json(const Findings& findings) {
  JsonWriter writer;
  writer.begin_array();
  for (const Finding& finding : findings) {
    writer.begin_object()
        .field("subject", finding.subject)
        .field("level", level_name(finding.level))
        .field("message", finding.message)
        .field("advice", finding.advice)
        .end_object();
  }
  return writer.end_array().finish();
}

bool any_failed(const Findings& findings) {
  return std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.level == Finding::Level::fail; });
}

}  // namespace muster::cmd
