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
constexpr std::size_t kOutputBytesMin = 40;  // less says nothing

std::string exit_words(const engine::PingRow* ping, const Messages& words) {
  if (ping == nullptr || !ping->ping.exit_status) return {};
  return said(words.exit_status, *ping->ping.exit_status);
}

std::string reason_in_words(const Occasion& occasion, const engine::PingRow* ping,
                            const Messages& words) {
  const core::Delivery& delivery = occasion.notice.delivery;
  const core::CheckSpec& spec = occasion.notice.check.spec;
  const std::string at = time_in_words(delivery.transition_at, spec.schedule.zone());
  switch (delivery.reason) {
    case Reason::none:
      return std::string(delivery.direction == Direction::up ? words.succeeded
                                                             : words.reason_unknown);
    case Reason::fail:
      return std::string(words.failed) + exit_words(ping, words);
    case Reason::timeout:
      return said(words.nothing_came, at);
    case Reason::missed_start:
      return said(words.not_started, at);
    case Reason::overrun:
      return said(words.ran_too_long,
                  duration_in_words(spec.run_limit.value_or(spec.grace), words));
  }
  return {};
}

std::string run_time_in_words(Duration duration, const Messages& words) {
  if (duration < seconds(1)) {
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(duration);
    return said(words.milliseconds, whole.count());
  }
  return duration_in_words(std::chrono::duration_cast<seconds>(duration), words);
}

std::string last_ping_in_words(const Occasion& occasion, const engine::PingRow* ping,
                               const Messages& words) {
  const core::Check& check = occasion.notice.check;
  const core::Zone& zone = check.spec.schedule.zone();
  if (ping != nullptr) {
    std::string text = said(words.ping, time_in_words(ping->at, zone),
                            words.ping_kinds.at(static_cast<std::size_t>(ping->ping.kind)));
    if (ping->duration) text += said(words.ran_for, run_time_in_words(*ping->duration, words));
    return text + exit_words(ping, words);
  }
  if (occasion.notice.delivery.ping_row == 0) return std::string(words.never);
  const auto known = check.state.last_ping;
  if (known && *known <= occasion.notice.delivery.transition_at) return time_in_words(*known, zone);
  return std::string(words.not_kept);
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

std::string headline(const engine::Notice& notice, const Messages& words) {
  const bool down = notice.delivery.direction == Direction::down;
  std::string text = said(down ? words.is_down : words.is_up, title(notice.check.spec, words));
  return notice.sample_ping ? said(words.test, text) : text;
}

// By the check's number: its id is the secret of its ping URL (Healthchecks §2.12 D1). The check of
// a test message has no page.
std::string link(const Occasion& occasion) {
  const std::string& site = occasion.settings.site_url;
  if (site.empty() || occasion.notice.sample_ping) return site;
  return fmt::format("{}/p/{}/checks/{}", site, to_string(occasion.notice.project_id),
                     occasion.notice.check.key);
}

}  // namespace

Story tell(const Occasion& occasion, std::optional<Language> language) {
  const engine::Notice& notice = occasion.notice;
  const core::CheckSpec& spec = notice.check.spec;
  const engine::PingRow* ping = occasion.last_ping.get();
  const bool down = notice.delivery.direction == Direction::down;
  const Messages& words = messages(language);

  Story story{.language = language.value_or(Language::en),
              .direction = notice.delivery.direction,
              .headline = headline(notice, words),
              .facts = {},
              .output = {},
              .link = link(occasion)};
  const auto add = [&story](std::string_view label, std::string_view value) {
    if (!value.empty()) story.facts.push_back({std::string(label), one_line(value, kFactBytes)});
  };
  add(words.project, notice.project_name);
  add(words.check, title(spec, words));
  add(words.reason, reason_in_words(occasion, ping, words));
  add(down ? words.down_since : words.up_since,
      time_in_words(notice.delivery.transition_at, spec.schedule.zone()));
  add(words.schedule, schedule_in_words(spec, words));
  add(down ? words.deadline : words.next_deadline, deadline_in_words(occasion));
  add(words.last_ping, last_ping_in_words(occasion, ping, words));
  add(words.tags, spec.tags);
  add(words.description, spec.description);
  if (ping != nullptr) story.output = last_lines(ping->ping.body, kOutputLines, kOutputBytes);
  return story;
}

std::string plain_text(const Story& story) {
  const Messages& words = messages(story.language);
  // Columns stand under each other only where every letter is as wide as the next.
  std::size_t width = 0;
  if (story.language == Language::en) {
    for (const Fact& fact : story.facts) width = std::max(width, fact.label.size() + 2);
  }
  std::string text = story.headline + "\n\n";
  for (const Fact& fact : story.facts) {
    text += fmt::format("{:<{}}{}\n", fact.label + std::string(words.colon), width, fact.value);
  }
  if (!story.output.empty()) {
    text += fmt::format("\n{}{}\n\n{}\n", words.last_output, words.colon, story.output);
  }
  if (!story.link.empty()) text += "\n" + story.link + "\n";
  return text;
}

bool shrink(Story& story, std::size_t excess_bytes) {
  // In small steps: rendering makes it longer than it is here, by how much is not known.
  const auto less = [excess_bytes](std::size_t bytes) {
    return bytes - std::min(excess_bytes, bytes / 8 + 1);
  };
  if (story.output.size() > kOutputBytesMin) {
    story.output = last_lines(story.output, kOutputLines, less(story.output.size()));
    return true;
  }
  if (!story.output.empty()) {
    story.output.clear();
    return true;
  }
  if (!story.facts.empty()) {
    story.facts.pop_back();
    return true;
  }
  const std::size_t before = story.headline.size();
  story.headline = shortened(story.headline, less(before));
  return story.headline.size() < before;
}

}  // namespace muster::kinds
