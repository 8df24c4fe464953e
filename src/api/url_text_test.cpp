#include "api/url_text.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

TEST(UrlText, DecodesPercentEscapes) {
  EXPECT_EQ(percent_decoded("a%20b%2Fc%e4"), "a b/c\xE4");
  EXPECT_EQ(percent_decoded(""), "");
  for (const char* text : {"%", "%4", "%4g", "%g4", "a%", "%+4", "% 4"}) {
    EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
  }
}

TEST(UrlText, SplitsPaths) {
  using Segments = std::vector<std::string_view>;
  EXPECT_EQ(path_segments("/a//b/"), (Segments{"a", "", "b", ""}));
  EXPECT_EQ(path_segments("/"), (Segments{""}));
  EXPECT_EQ(path_segments("*"), (Segments{"*"}));
}

TEST(UrlText, FindsQueryValues) {
  using Values = std::vector<std::string>;
  EXPECT_EQ(query_values("a=1&b=2&a=x+y%26&%61=3&a", "a"), (Values{"1", "x y&", "3", ""}));
  EXPECT_EQ(query_value("a=1&a=2", "a"), "2");
  EXPECT_EQ(query_value("ab=1&&", "a"), std::nullopt);
  EXPECT_EQ(query_value("a=100%", "a"), "100%");
  EXPECT_EQ(query_value("a=b=c", "a"), "b=c");
}

}  // namespace
}  // namespace muster::api
