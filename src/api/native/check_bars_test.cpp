#include "api/native/check_bars.h"

#include "base/limits.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace muster::api::native {
namespace {

// Pings as words, oldest first: "start/a" is the start of run a, "success" an end without an id.
std::vector<engine::PingRow> pings(std::string_view words) {
  std::vector<engine::PingRow> rows;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    engine::PingRow row;
    row.at = from_micros(std::ssize(rows) + 1);
    const std::string_view kind = word.substr(0, word.find('/'));
    row.ping.kind = kind == "start"  ? core::PingKind::start
                    : kind == "fail" ? core::PingKind::fail
                    : kind == "log"  ? core::PingKind::log
                                     : core::PingKind::success;
    if (kind.size() < word.size()) {
      row.ping.rid = Uuid{{static_cast<std::uint8_t>(word.back())}};
    }
    rows.insert(rows.begin(), row);
  }
  return rows;
}

// "kind@number of the ping", oldest first.
std::string bars(std::string_view words) {
  std::string text;
  for (const BarDocument& bar : bars_of(pings(words))) {
    if (!text.empty()) text += ' ';
    text += std::string(enum_name(bar.outcome)) + "@" + std::to_string(to_micros(bar.at));
  }
  return text;
}

TEST(CheckBars, AStartAndItsEndAreOne) {
  struct Case {
    std::string_view pings;
    std::string_view bars;
  };
  for (const Case& c : std::vector<Case>{
           {"", ""},
           {"success success", "success@1 success@2"},
           {"start success", "success@2"},
           {"start log fail", "log@2 fail@3"},
           {"start", "start@1"},
           {"start start success", "start@1 success@3"},
           // Overlapping runs are told apart by their ids.
           {"start/a start/b success/a", "start@2 success@3"},
           {"start/a start/b success/a fail/b", "success@3 fail@4"},
           // An end of no known run takes the latest if it is a failure or bears no id.
           {"start/a start/b success", "start@1 success@3"},
           {"start/a fail/z", "fail@2"},
           {"start/a success/z", "start@1 success@2"},
       }) {
    EXPECT_EQ(bars(c.pings), c.bars) << c.pings;
  }
}

TEST(CheckBars, TheLastOnesAreShown) {
  std::vector<engine::PingRow> many(100);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i].at = from_micros(1'000 - static_cast<std::int64_t>(i));
  }
  const std::vector<BarDocument> shown = bars_of(many);
  ASSERT_EQ(shown.size(), limits::kBarsListed);
  EXPECT_EQ(shown.back().at, from_micros(1'000));
  EXPECT_EQ(shown.front().at, from_micros(971));
}

}  // namespace
}  // namespace muster::api::native
