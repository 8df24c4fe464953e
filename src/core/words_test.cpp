#include "core/words.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using Pieces = std::vector<std::string_view>;

TEST(Words, SplitsAtAnyRunOfBlanks) {
  EXPECT_EQ(split_words(" a\t b\r\nc "), (Pieces{"a", "b", "c"}));
  EXPECT_EQ(split_words(" \t\n"), Pieces{});
  EXPECT_EQ(split_words(""), Pieces{});
}

TEST(Words, SplitsAtSeparatorsAndKeepsEmptyPieces) {
  EXPECT_EQ(split_at("1,,2", ','), (Pieces{"1", "", "2"}));
  EXPECT_EQ(split_at(",", ','), (Pieces{"", ""}));
  EXPECT_EQ(split_at("", ','), Pieces{""});
}

TEST(Words, NumbersAreDigitsOnly) {
  EXPECT_EQ(parse_number("007"), 7);
  EXPECT_EQ(parse_number("999999999"), 999'999'999);
  for (const std::string_view text :
       {"", "+1", "-1", " 1", "1 ", "0x1", "1.0", "1e3", "1000000000", "\xC2\xB9"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(Words, LettersCompareWithoutCase) {
  EXPECT_TRUE(equal_ignoring_case("Mon", "mON"));
  EXPECT_FALSE(equal_ignoring_case("Mon", "Mond"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
}

}  // namespace
}  // namespace muster::core
