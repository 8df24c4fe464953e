#include "kinds/exec.h"

#include "core/heartbeat.h"
#include "kinds/answer.h"
#include "kinds/plain_text.h"
#include "kinds/story.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kWordsMax = 64;
constexpr std::size_t kWordBytesMax = 4'096;
constexpr std::size_t kVariableBytesMax = 16'384;
constexpr int kTimeoutMs = 30'000;

// What any program may count on; the rest of our environment is not its business.
constexpr std::string_view kPath =
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::string_view kLocale = "LANG=C.UTF-8";

Result<engine::ValidChannel> validate(std::string_view config_json) {
  const ExecConfig config = TRY(decode_text<ExecConfig>(config_json));
  if (config.command.empty()) {
    return fail(Code::invalid, R"(expected a program and its arguments: ["/usr/local/bin/notify"])",
                "/command");
  }
  if (!config.command.front().starts_with('/')) {
    return fail(Code::invalid,
                "expected the absolute path of a program; there is no shell to look for it",
                "/command/0");
  }
  if (config.command.size() > kWordsMax) {
    return fail(Code::invalid, fmt::format("at most {} words", kWordsMax), "/command");
  }
  for (std::size_t i = 0; i < config.command.size(); ++i) {
    if (config.command[i].size() <= kWordBytesMax) continue;
    return fail(Code::invalid, fmt::format("a word has at most {} bytes", kWordBytesMax),
                fmt::format("/command/{}", i));
  }
  return engine::ValidChannel{.config = encode(config)};
}

class Environment {
 public:
  // NUL would end the variable, so it is left out.
  void set(std::string_view name, std::string_view value) {
    std::string line = fmt::format("MUSTER_{}={}", name, shortened(value, kVariableBytesMax));
    std::erase(line, '\0');
    lines_.push_back(std::move(line));
  }
  void set(std::string_view name, std::optional<Time> value) {
    set(name, value ? to_iso_seconds(*value) : "");
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_{std::string(kPath), std::string(kLocale)};
};

// Every variable is there every time; one that has nothing to say is empty.
std::vector<std::string> environment(const Occasion& occasion, const ExecConfig& config) {
  const engine::Notice& notice = occasion.notice;
  const engine::PingRow* const ping = occasion.last_ping.get();
  const Story story = tell(occasion, config.language);
  const core::CheckSpec& spec = notice.check.spec;
  const auto exit_status = ping == nullptr ? std::nullopt : ping->ping.exit_status;
  const auto duration = ping == nullptr ? std::nullopt : ping->duration;
  Environment variables;
  variables.set("STATUS", notice.delivery.direction == core::Direction::down ? "down" : "up");
  variables.set("TEST", notice.sample_ping ? "1" : "");
  variables.set("CHECK", spec.name);
  variables.set("SLUG", spec.slug);
  variables.set("TAGS", spec.tags);
  variables.set("DESCRIPTION", spec.description);
  variables.set("PROJECT", notice.project_name);
  variables.set("REASON", core::heartbeat::name(notice.delivery.reason));
  variables.set("SINCE", notice.delivery.transition_at);
  variables.set("SCHEDULE", schedule_in_words(spec, messages(config.language)));
  variables.set("LAST_PING", ping == nullptr ? notice.check.state.last_ping : ping->at);
  variables.set("EXIT_STATUS", exit_status ? std::to_string(*exit_status) : "");
  variables.set("DURATION",
                duration ? std::to_string(std::chrono::floor<seconds>(*duration).count()) : "");
  variables.set("OUTPUT", story.output);
  variables.set("LINK", story.link);
  variables.set("HEADLINE", story.headline);
  variables.set("TEXT", plain_text(story));
  variables.set("DELIVERY", to_string(notice.delivery.id));
  variables.set("ATTEMPT", std::to_string(notice.delivery.attempts + 1));
  return variables.take();
}

Result<Errand> prepare(const Occasion& occasion) {
  const ExecConfig config = TRY(stored_config<ExecConfig>(occasion.notice.channel));
  return Errand{.way = ExecErrand{.command = {.words = config.command,
                                              .environment = environment(occasion, config),
                                              .timeout_ms = kTimeoutMs,
                                              .output_bytes_max = kAnswerBytes},
                                  .judge = &judge_exec},
                .remark = occasion.last_ping.trouble()};
}

}  // namespace

constinit const ChannelKind kExec{.name = "exec",
                                  .for_whom = ForWhom::administrators,
                                  .validate = &validate,
                                  .prepare = &prepare};

core::Attempt judge_exec(const host::CommandEnd& end) {
  std::string answer = fmt::format("exit status {}", end.status);
  if (!end.output.empty()) answer += ": " + end.output;
  return {end.status == 0 ? core::Taken::yes : core::Taken::not_now, one_line(answer, kAnswerBytes),
          std::nullopt};
}

}  // namespace muster::kinds
