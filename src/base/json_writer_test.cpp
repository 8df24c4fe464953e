#include "base/json_writer.h"

#include <array>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(JsonWriter, PutsCommasAndColonsWhereTheyBelong) {
  JsonWriter writer;
  writer.begin_object();
  writer.field("a", 1).field("b", "x").key("c").begin_array();
  writer.value(true).null().begin_object().end_object().value(false);
  writer.begin_array().end_array().end_array().key("d").raw("[1]").end_object();
  EXPECT_EQ(writer.finish(), R"({"a":1,"b":"x","c":[true,null,{},false,[]],"d":[1]})");
}

TEST(JsonWriter, IsEmptyAgainAfterFinish) {
  JsonWriter writer;
  writer.value(1);
  EXPECT_EQ(writer.finish(), "1");
  writer.value(2);
  EXPECT_EQ(writer.finish(), "2");
}

TEST(JsonWriter, WritesNumbersSoThatTheyReadBackTheSame) {
  const auto written = [](auto number) { return JsonWriter().value(number).finish(); };
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

struct Quoting {
  std::string_view text;
  std::string_view json;
};

TEST(JsonWriter, EscapesAndRepairsText) {
  using namespace std::string_view_literals;
  const std::array cases{
      Quoting{"a\"b\\c", R"("a\"b\\c")"},
      Quoting{"\n\r\t\x01\x1f\x7f", R"("\n\r\t\u0001\u001f\u007f")"},
      Quoting{"a\0b"sv, R"("a\u0000b")"},
      Quoting{"é漢😀", "\"é漢😀\""},
      Quoting{"\xC3\x28", "\"\xEF\xBF\xBD(\""},  // a lead without its tail
      Quoting{"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},  // a surrogate
      Quoting{"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},                  // overlong
      Quoting{"ab\xE6\xBC", "\"ab\xEF\xBF\xBD\xEF\xBF\xBD\""},              // cut in the middle
  };
  for (const Quoting& c : cases) {
    EXPECT_EQ(json_quoted(c.text), c.json);
    EXPECT_TRUE(is_valid_utf8(json_quoted(c.text)));
  }
}

TEST(JsonWriter, ToValidUtf8LeavesValidTextAlone) {
  EXPECT_EQ(to_valid_utf8("é漢😀"), "é漢😀");
  EXPECT_EQ(to_valid_utf8("\xFF"), "\xEF\xBF\xBD");
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_FALSE(is_valid_utf8("\xF5\x80\x80\x80"));
}

}  // namespace
}  // namespace muster
