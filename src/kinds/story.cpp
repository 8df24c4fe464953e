#include "kinds/story.h"

#include "core/heartbeat.h"
#include "kinds/plain_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::heartbeat::Reason;

constexpr std::size_t kFactBytes = 500;
constexpr std::size_t kOutputLines = 20;
constexpr std::size_t kOutputBytes = 4'000;

std::string exit_words(const engine::PingRow* ping) {
  if (ping == nullptr || !ping->ping.exit_status) return {};
  return fmt::format(" (exit status {})", *ping->ping.exit_status);
}

std::string reason_in_words(const Occasion& occasion, const engine::PingRow* ping) {
  const core::Delivery& delivery = occasion.notice.delivery;
  const core::CheckSpec& spec = occasion.notice.check.spec;
  const std::string at = time_in_words(delivery.transition_at, spec.schedule.zone());
  switch (delivery.reason) {
    case Reason::none:
      return delivery.direction == Direction::up ? "success was reported" : "not known";
    case Reason::fail:
      return "failure was reported" + exit_words(ping);
    case Reason::timeout:
      return "nothing came by " + at;
    case Reason::missed_start:
      return "it had not started by " + at;
    case Reason::overrun:
      return "it ran longer than " + duration_in_words(spec.run_limit.value_or(spec.grace));
  }
  return {};
}

std::string run_time_in_words(Duration duration) {
  if (duration < seconds(1)) {
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(duration);
    return fmt::format("{} ms", whole.count());
  }
  return duration_in_words(std::chrono::duration_cast<seconds>(duration));
}

std::string last_ping_in_words(const Occasion& occasion, const engine::PingRow* ping) {
  const core::Check& check = occasion.notice.check;
  const core::Zone& zone = check.spec.schedule.zone();
  if (ping != nullptr) {
    std::string words = fmt::format("{}, {}", time_in_words(ping->at, zone),
                                    core::heartbeat::name(ping->ping.kind));
    if (ping->duration) words += ", after " + run_time_in_words(*ping->duration);
    return words + exit_words(ping);
  }
  if (occasion.notice.delivery.ping_row == 0) return "never";
  const auto known = check.state.last_ping;
  if (known && *known <= occasion.notice.delivery.transition_at) return time_in_words(*known, zone);
  return "not kept";
}

// The deadline that was missed, or the one that now runs. A reported failure missed none.
std::string deadline_in_words(const Occasion& occasion) {
  const core::Check& check = occasion.notice.check;
  const core::Delivery& delivery = occasion.notice.delivery;
  const core::Zone& zone = check.spec.schedule.zone();
  if (delivery.direction == Direction::down) {
    return delivery.reason == Reason::fail ? "" : time_in_words(delivery.transition_at, zone);
  }
  const auto next = core::heartbeat::deadline(check.spec, check.state);
  return next ? time_in_words(next->at, zone) : "";
}

}  // namespace

Story tell(const Occasion& occasion) {
  const engine::Notice& notice = occasion.notice;
  const core::CheckSpec& spec = notice.check.spec;
  const engine::PingRow* ping = occasion.last_ping.get();
  const bool down = notice.delivery.direction == Direction::down;

  Story story;
  story.headline = title(spec) + (down ? " is down" : " is up again");
  const auto add = [&story](std::string_view label, std::string_view value) {
    if (!value.empty()) story.facts.push_back({std::string(label), one_line(value, kFactBytes)});
  };
  add("Project", notice.project_name);
  add("Check", title(spec));
  add("Reason", reason_in_words(occasion, ping));
  add("Since", time_in_words(notice.delivery.transition_at, spec.schedule.zone()));
  add("Schedule", schedule_in_words(spec));
  add(down ? "Deadline" : "Next deadline", deadline_in_words(occasion));
  add("Last ping", last_ping_in_words(occasion, ping));
  add("Tags", spec.tags);
  add("Description", spec.description);
  if (ping != nullptr) story.output = last_lines(ping->ping.body, kOutputLines, kOutputBytes);
  if (!occasion.settings.site_url.empty()) {
    story.link =
        fmt::format("{}/checks/{}", occasion.settings.site_url, to_string(notice.check.id));
  }
  return story;
}

std::string plain_text(const Story& story) {
  std::size_t width = 0;
  for (const Fact& fact : story.facts) width = std::max(width, fact.label.size());
  std::string text = story.headline + "\n\n";
  for (const Fact& fact : story.facts) {
    text += fmt::format("{:<{}} {}\n", fact.label + ":", width + 1, fact.value);
  }
  if (!story.output.empty()) text += "\nLast output:\n\n" + story.output + "\n";
  if (!story.link.empty()) text += "\n" + story.link + "\n";
  return text;
}

}  // namespace muster::kinds
