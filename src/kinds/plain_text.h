// What is done to text before people read it in a message or a log: cut, put on one line, said in
// words. Every answer is valid UTF-8. Pure; any thread.
#pragma once

#include "base/time.h"
#include "core/check.h"
#include "core/zone.h"
#include "kinds/messages.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::kinds {

// `text` in at most `bytes_max` bytes of valid UTF-8, with "…" at the end where it was cut.
std::string shortened(std::string_view text, std::size_t bytes_max);

// The same on one line: every stretch of blanks and control characters becomes one space.
std::string one_line(std::string_view text, std::size_t bytes_max);

// The last lines of `text`, at most `lines_max` of them and `bytes_max` bytes, without control
// characters other than tab and line feed.
std::string last_lines(std::string_view text, std::size_t lines_max, std::size_t bytes_max);

// "1 day 2 hours", "90 days", "0 seconds".
std::string duration_in_words(seconds duration, const Messages& words);

// UTC, and where `zone` is another one its wall clock too:
// "2026-03-29T01:30:00+00:00 (2026-03-29T03:30:00+02:00 Europe/Berlin)".
std::string time_in_words(Time time, const core::Zone& zone);

// "every 1 day, grace 1 hour"; "cron 0 3 * * * in Europe/Berlin, grace 1 hour".
std::string schedule_in_words(const core::CheckSpec& spec, const Messages& words);

// The check's name, else its slug; never its id, which is the secret of its ping URL (Healthchecks
// §2.12 D1).
std::string title(const core::CheckSpec& spec, const Messages& words);

}  // namespace muster::kinds
