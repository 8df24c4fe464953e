#include "core/slug.h"

#include "base/limits.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

TEST(Slug, IsMadeOfANameAsHealthchecksDoes) {
  const struct {
    std::string_view name;
    std::string_view slug;
  } cases[] = {
      {"Database Backup", "database-backup"},
      {"  Nightly -- job  ", "nightly-job"},
      {"a_b c.d/e", "a_b-cde"},
      {"Ünïcödé Ångström", "unicode-angstrom"},
      {"Žluťoučký kůň", "zlutoucky-kun"},
      {"Trần Hưng Đạo", "tran-hung-ao"},
      {"straße", "strae"},
      {"ﬁnance ½", "finance-12"},
      {"ＡＢＣ　１", "abc-1"},
      {"备份", ""},
      {"--x--", "x"},
      {"_x_", "x"},
      {"tab\tand\nline", "tab-and-line"},
      {"cafe\xCC\x81", "cafe"},
      {"broken \xFF\xC3", "broken"},
      {"", ""},
  };
  for (const auto& test : cases) EXPECT_EQ(slug_of(test.name), test.slug) << test.name;
}

TEST(Slug, IsNeverLongerThanASlugMayBe) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "ﬃ";
  EXPECT_EQ(slug_of(name).size(), limits::kSlugChars);
  EXPECT_TRUE(is_slug(slug_of(name)));
}

TEST(Slug, TakesLowerCaseDigitsHyphenAndUnderscoreOnly) {
  for (const std::string_view good : {"", "a", "0-9_z", "--"}) EXPECT_TRUE(is_slug(good)) << good;
  for (const std::string_view bad : {"A", "a b", "ä", "a.b", "a\n"})
    EXPECT_FALSE(is_slug(bad)) << bad;
  EXPECT_TRUE(is_slug(std::string(100, 'a')));
  EXPECT_FALSE(is_slug(std::string(101, 'a')));
}

}  // namespace
}  // namespace muster::core
