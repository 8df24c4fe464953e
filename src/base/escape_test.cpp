#include "base/escape.h"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Escape, PercentEncodesAllButUnreserved) {
  EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encoded("a/b c%&=+"), "a%2Fb%20c%25%26%3D%2B");
  EXPECT_EQ(percent_encoded("\xC3\xA9"), "%C3%A9");
}

TEST(Escape, MarkupCharactersBecomeEntities) {
  EXPECT_EQ(markup_escaped("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

}  // namespace
}  // namespace muster
