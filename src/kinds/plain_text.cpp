#include "kinds/plain_text.h"

#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::string_view kEllipsis = "…";

bool continues_sequence(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::string shortened(std::string_view text, std::size_t bytes_max) {
  // One replaced byte becomes three, so nothing behind this point can be needed.
  std::string valid = to_valid_utf8(text.substr(0, bytes_max + 4));
  if (valid.size() <= bytes_max && text.size() <= bytes_max) return valid;
  std::size_t end = std::min(valid.size(), bytes_max - std::min(bytes_max, kEllipsis.size()));
  while (end > 0 && end < valid.size() && continues_sequence(valid[end])) --end;
  valid.resize(end);
  valid += kEllipsis;
  return valid;
}

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string line;
  line.reserve(std::min(text.size(), bytes_max + 4));
  bool blank_owed = false;
  for (const char c : text) {
    if (line.size() > bytes_max) break;
    if (c == ' ' || is_control(c)) {
      blank_owed = !line.empty();
      continue;
    }
    if (std::exchange(blank_owed, false)) line += ' ';
    line += c;
  }
  return shortened(line, bytes_max);
}

std::string last_lines(std::string_view text, std::size_t lines_max, std::size_t bytes_max) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  std::size_t begin = text.size() > bytes_max ? text.size() - bytes_max : 0;
  while (begin > 0 && begin < text.size() && continues_sequence(text[begin])) ++begin;
  std::size_t lines = 1;
  for (std::size_t i = text.size(); i > begin; --i) {
    if (text[i - 1] == '\n' && lines++ == lines_max) begin = i;
  }
  std::string out;
  for (const char c : text.substr(begin)) {
    if (!is_control(c) || c == '\n' || c == '\t') out += c;
  }
  return to_valid_utf8(out);
}

std::string duration_in_words(seconds duration, const Messages& words) {
  constexpr std::array<std::int64_t, 4> kLengths{86'400, 3'600, 60, 1};
  std::int64_t rest = duration.count();
  std::string text;
  for (std::size_t i = 0; i < kLengths.size(); ++i) {
    const std::int64_t count = rest / kLengths.at(i);
    rest %= kLengths.at(i);
    if (count == 0) continue;
    const UnitWords& unit = words.units.at(i);
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : " ", count, count == 1 ? unit.one : unit.many);
  }
  return text.empty() ? fmt::format("0 {}", words.units.back().many) : text;
}

std::string time_in_words(Time time, const core::Zone& zone) {
  std::string words = to_iso_seconds(time);
  if (zone == core::Zone::utc() || zone.name() == "UTC") return words;
  return fmt::format("{} ({} {})", words, core::to_iso_in_zone(time, zone), zone.name());
}

std::string schedule_in_words(const core::CheckSpec& spec, const Messages& words) {
  const core::Schedule& schedule = spec.schedule;
  const auto expression = [&](std::string_view dialect) {
    return said(words.expression, dialect, one_line(schedule.expression(), 200),
                schedule.zone().name());
  };
  const auto duration = [&](seconds length) { return duration_in_words(length, words); };
  std::string text;
  switch (schedule.kind()) {
    case core::Schedule::Kind::period:
      text = said(words.every, duration(schedule.every()));
      break;
    case core::Schedule::Kind::cron:
      text = expression("cron");
      break;
    case core::Schedule::Kind::on_calendar:
      text = expression("OnCalendar");
      break;
  }
  text += said(words.grace, duration(spec.grace));
  if (spec.start_limit) text += said(words.start_limit, duration(*spec.start_limit));
  if (spec.run_limit) text += said(words.run_limit, duration(*spec.run_limit));
  return text;
}

std::string title(const core::CheckSpec& spec, const Messages& words) {
  if (std::string name = one_line(spec.name, 400); !name.empty()) return name;
  if (!spec.slug.empty()) return one_line(spec.slug, 400);
  return std::string(words.unnamed);
}

}  // namespace muster::kinds
