#include "kinds/plain_text.h"

#include "base/json_writer.h"
#include "kinds/testing/sample_notice.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

const Messages& kEnglish = messages(Language::en);

TEST(PlainText, IsCutBetweenCharacters) {
  EXPECT_EQ(shortened("short", 5), "short");
  EXPECT_EQ(shortened("longer", 5), "lo…");
  EXPECT_EQ(shortened("北京北京", 12), "北京北京");
  EXPECT_EQ(shortened("北京北京", 11), "北京…");
  EXPECT_EQ(shortened("\xFF\xFF", 6), "\uFFFD\uFFFD");
  EXPECT_EQ(shortened("\xFF\xFF\xFF", 6), "\uFFFD…");
  for (std::size_t most = 3; most < 40; ++most) {
    const std::string text = shortened("aé北😀\xE5\xFF北京é😀aaaaaaaaaaaaaaaaaaaaaaaaaaa", most);
    EXPECT_LE(text.size(), most);
    EXPECT_TRUE(is_valid_utf8(text)) << most;
  }
}

TEST(PlainText, OneLineHasNoLineEnds) {
  EXPECT_EQ(one_line("  a\r\n\tb  c \x7F", 100), "a b c");
  EXPECT_EQ(one_line("\n\n", 100), "");
  EXPECT_EQ(one_line(std::string(1'000, 'x') + "\n", 10), "xxxxxxx…");
}

TEST(PlainText, LastLinesAreTheEnd) {
  EXPECT_EQ(last_lines("1\n2\n3\n\n", 2, 100), "2\n3");
  EXPECT_EQ(last_lines("1\r\n2\r\n", 5, 100), "1\n2");
  EXPECT_EQ(last_lines("only", 1, 100), "only");
  EXPECT_EQ(last_lines("", 1, 100), "");
  EXPECT_EQ(last_lines("\x1B[31mred\x1B[0m", 1, 100), "[31mred[0m");
  EXPECT_EQ(last_lines("北京", 1, 4), "京");
  EXPECT_EQ(last_lines("a\nbb\nccc", 3, 6), "bb\nccc");
}

TEST(PlainText, DurationsAreSaidInWords) {
  EXPECT_EQ(duration_in_words(seconds(0), kEnglish), "0 seconds");
  EXPECT_EQ(duration_in_words(seconds(1), kEnglish), "1 second");
  EXPECT_EQ(duration_in_words(seconds(90'061), kEnglish), "1 day 1 hour 1 minute 1 second");
  EXPECT_EQ(duration_in_words(seconds(7'200), kEnglish), "2 hours");
}

TEST(PlainText, TimesNameTheCheckSOwnZoneWhereItIsNotUtc) {
  const Time time = at("2026-03-29T01:30:00Z");
  EXPECT_EQ(time_in_words(time, core::Zone::utc()), "2026-03-29T01:30:00+00:00");
  EXPECT_EQ(time_in_words(time, core::Zone::find("Europe/Berlin").value()),
            "2026-03-29T01:30:00+00:00 (2026-03-29T03:30:00+02:00 Europe/Berlin)");
}

TEST(PlainText, SchedulesAreSaidInWords) {
  core::CheckSpec spec;
  EXPECT_EQ(schedule_in_words(spec, kEnglish), "every 1 day, grace 1 hour");
  spec = sample_check().spec;
  spec.run_limit = seconds(600);
  EXPECT_EQ(schedule_in_words(spec, kEnglish),
            "cron 0 3 * * * in Europe/Berlin, grace 1 hour, to run at most 10 minutes");
}

TEST(PlainText, ANamelessCheckIsNeverCalledByItsSecretId) {
  core::CheckSpec spec;
  EXPECT_EQ(title(spec, kEnglish), "unnamed check");
  spec.slug = "a-b";
  EXPECT_EQ(title(spec, kEnglish), "a-b");
  spec.name = "A\nB";
  EXPECT_EQ(title(spec, kEnglish), "A B");
}

}  // namespace
}  // namespace muster::kinds
