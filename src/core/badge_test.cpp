#include "core/badge.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

using heartbeat::ShownStatus;

int svg_width(std::string_view svg) {
  const auto at = svg.find("width=\"") + 7;
  return std::stoi(std::string(svg.substr(at, 8)));
}

TEST(Badge, CountsNewAndPausedAsUp) {
  BadgeTally tally;
  for (const auto status : {ShownStatus::fresh, ShownStatus::paused, ShownStatus::up}) {
    tally.count(status);
  }
  EXPECT_EQ(tally, (BadgeTally{.total = 3}));
  EXPECT_EQ(tally.status(BadgeStates::three), BadgeStatus::up);
}

TEST(Badge, LateIsUpWithTwoStatesAndDownBeatsLate) {
  BadgeTally tally;
  tally.count(ShownStatus::grace);
  EXPECT_EQ(tally.status(BadgeStates::two), BadgeStatus::up);
  EXPECT_EQ(tally.status(BadgeStates::three), BadgeStatus::late);
  tally.count(ShownStatus::down);
  EXPECT_EQ(tally.status(BadgeStates::two), BadgeStatus::down);
  EXPECT_EQ(tally.status(BadgeStates::three), BadgeStatus::down);
  EXPECT_EQ(badge_json(tally, BadgeStates::three),
            R"({"status":"down","total":2,"grace":1,"down":1})");
}

TEST(Badge, ShieldsFormHasTheirColours) {
  EXPECT_EQ(badge_shields("a\"b", BadgeStatus::up),
            R"({"schemaVersion":1,"label":"a\"b","message":"up","color":"success"})");
  EXPECT_TRUE(badge_shields("x", BadgeStatus::late).contains(R"("color":"important")"));
  EXPECT_TRUE(badge_shields("x", BadgeStatus::down).contains(R"("color":"critical")"));
}

TEST(Badge, SvgHasTheColourOfItsStatus) {
  EXPECT_TRUE(badge_svg("x", BadgeStatus::up).contains("#4c1"));
  EXPECT_TRUE(badge_svg("x", BadgeStatus::late).contains("#fe7d37"));
  EXPECT_TRUE(badge_svg("x", BadgeStatus::down).contains("#e05d44"));
  EXPECT_TRUE(badge_svg("x", BadgeStatus::down).contains(">down</text>"));
}

TEST(Badge, SvgEscapesItsLabel) {
  const std::string svg = badge_svg("</text><script>\"'&\x01\xFF\xEF\xBF\xBF", BadgeStatus::up);
  EXPECT_FALSE(svg.contains("<script>"));
  EXPECT_TRUE(svg.contains("&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp; \xEF\xBF\xBD "));
  EXPECT_FALSE(svg.contains('\x01'));
}

TEST(Badge, SvgIsAsWideAsItsText) {
  EXPECT_LT(svg_width(badge_svg("iiii", BadgeStatus::up)),
            svg_width(badge_svg("WWWW", BadgeStatus::up)));
  EXPECT_GT(svg_width(badge_svg("数据库备份", BadgeStatus::up)), 5 * 11);
  // In Verdana 11 "master" is 38.6 pixels wide and "up" 13.8; each has 10 around it.
  EXPECT_EQ(svg_width(badge_svg("master", BadgeStatus::up)), 39 + 14 + 20);
}

TEST(Badge, D1_LabelIsNameElseSlugElseTheWordCheckAndNeverTheSecretId) {
  EXPECT_EQ(badge_label({.name = "Backup", .slug = "b"}), "Backup");
  EXPECT_EQ(badge_label({.slug = "b"}), "b");
  EXPECT_EQ(badge_label({}), "check");
}

TEST(Badge, TagsAreWholeWords) {
  EXPECT_TRUE(has_tag("db prod", "prod"));
  EXPECT_TRUE(has_tag(" db\tprod ", "db"));
  EXPECT_FALSE(has_tag("production", "prod"));
  EXPECT_FALSE(has_tag("db prod", "db prod"));
  EXPECT_FALSE(has_tag("", ""));
}

}  // namespace
}  // namespace muster::core
