#include "kinds/placeholders.h"

#include "base/json_writer.h"
#include "kinds/testing/sample_notice.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

PlaceholderValues sample_values() {
  return {.code = "11111111-2222-4333-8444-555555555555",
          .status = "down",
          .now = "2026-03-02T03:00:00+00:00",
          .name = "Job \"A\" & 北京/é",
          .slug = "job-a",
          .tags = "prod db",
          .tag_list = {"prod", "db"},
          .check_json = R"({"name":"x"})",
          .exit_status = 3,
          .body = "line 1\nline \"2\" \xFF"};
}

struct Case {
  std::string text;
  std::string expected;
};

void expect_all(TemplateOf kind, const PlaceholderValues& values, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const Result<std::string> out = expand(one.text, values, kind);
    ASSERT_TRUE(out) << one.text;
    EXPECT_EQ(*out, one.expected) << one.text;
  }
}

TEST(Placeholders, StandForTheirValuesInBodies) {
  expect_all(TemplateOf::body, sample_values(),
             {{"$CODE", "11111111-2222-4333-8444-555555555555"},
              {"$STATUS at $NOW", "down at 2026-03-02T03:00:00+00:00"},
              {"$NAME", "Job \"A\" & 北京/é"},
              {"{\"n\":$NAME_JSON}", "{\"n\":\"Job \\\"A\\\" & 北京/é\"}"},
              {"$SLUG,$TAGS", "job-a,prod db"},
              {"$JSON", R"({"name":"x"})"},
              {"exit $EXITSTATUS", "exit 3"},
              {"$BODY", "line 1\nline \"2\" \xFF"},
              {"$BODY_JSON", "\"line 1\\nline \\\"2\\\" \uFFFD\""},
              {"", ""},
              {"no placeholders", "no placeholders"}});
}

TEST(Placeholders, LongestNameInTheListWinsAndUnknownStays) {
  expect_all(TemplateOf::body, sample_values(),
             {{"$NAME_JSONX", "\"Job \\\"A\\\" & 北京/é\"X"},
              {"$SLUGS", "job-aS"},
              {"$TAG1 $TAG2 $TAG3", "prod db $TAG3"},
              {"$TAG10", "prod0"},
              {"$TAG0 $TAG", "$TAG0 $TAG"},
              {"$TAGSX", "prod dbX"},
              {"$X costs $5 $", "$X costs $5 $"},
              {"$$STATUS$", "$down$"},
              {"$status", "$status"},
              {"$BODY_JSON_", "\"line 1\\nline \\\"2\\\" \uFFFD\"_"}});
}

TEST(Placeholders, ValuesAreNeverExpandedAgain) {
  PlaceholderValues values = sample_values();
  values.name = "$TAG1";
  values.tag_list = {"$NAME", "$"};
  values.slug = "$";
  expect_all(
      TemplateOf::body, values,
      {{"$NAME", "$TAG1"}, {"$TAG1", "$NAME"}, {"$SLUGNAME", "$NAME"}, {"$TAG2CODE", "$CODE"}});
}

TEST(Placeholders, AreEncodedInUrlsAndLeaveTheTemplateAlone) {
  expect_all(TemplateOf::url, sample_values(),
             {{"https://x.example/a b/$NAME",
               "https://x.example/a b/Job%20%22A%22%20%26%20%E5%8C%97%E4%BA%AC%2F%C3%A9"},
              {"?t=$NOW&tags=$TAGS", "?t=2026-03-02T03%3A00%3A00%2B00%3A00&tags=prod%20db"},
              {"?b=$BODY&j=$BODY_JSON", "?b=$BODY&j=$BODY_JSON"},
              {"?j=$JSON", "?j=%7B%22name%22%3A%22x%22%7D"},
              {"?e=$EXITSTATUS", "?e=3"}});
}

TEST(Placeholders, AreLatin1InHeaders) {
  expect_all(TemplateOf::header, sample_values(),
             {{"$NAME", "Job \"A\" & &#21271;&#20140;/\xE9"},
              {"$BODY", "$BODY"},
              {"price 5 €", "price 5 &#8364;"},
              {"😀", "&#128512;"}});
}

TEST(Placeholders, F69i_CannotEndAHeader) {
  PlaceholderValues values = sample_values();
  values.name = std::string("a\r\nX-Evil: 1\0b\x7F", 15);
  values.tags = "\xC2\x85next";  // U+0085, a line end in Latin-1
  expect_all(TemplateOf::header, values, {{"$NAME", "a  X-Evil: 1 b "}, {"$TAGS", " next"}});
  expect_all(TemplateOf::line, values, {{"Status of $NAME", "Status of a X-Evil: 1 b"}});
}

TEST(Placeholders, S2_14_MakeTheSubjectsOfTheOldProduct) {
  const auto notice = sample_notice(core::Direction::up, "mail", "{}");
  EXPECT_EQ(expand("Status is Up", placeholder_values(notice, "", nullptr), TemplateOf::line),
            "Status is Up");
}

TEST(Placeholders, S36_AreLimitedInWhatTheyMakeGrow) {
  PlaceholderValues values = sample_values();
  values.body = std::string(100'000, 'x');
  ASSERT_TRUE(expand("$BODY" + std::string(60'000, 'y'), values, TemplateOf::body));
  const auto twice = expand("$BODY$BODY", values, TemplateOf::body);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, Code::too_large);
  // Escaping may make it longer than the bytes that came, and still fits.
  values.body = std::string(100'000, '\x01');
  ASSERT_TRUE(expand("{\"out\":$BODY_JSON}", values, TemplateOf::body));
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "$NAME";
  EXPECT_EQ(expand(many, values, TemplateOf::url).error().code, Code::too_large);
}

TEST(Placeholders, ValuesComeFromTheNotice) {
  const auto notice = sample_notice(core::Direction::down, "webhook", "{}");
  engine::PingRow ping = sample_ping();
  PlaceholderValues values = placeholder_values(notice, "https://m.example", &ping.ping);
  EXPECT_EQ(values.code, "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(values.status, "down");
  EXPECT_EQ(values.now, "2026-03-02T03:00:00+00:00");
  EXPECT_EQ(values.tag_list, (std::vector<std::string>{"prod", "db"}));
  EXPECT_EQ(values.exit_status, 0);
  EXPECT_EQ(values.body, ping.ping.body);
  EXPECT_TRUE(values.check_json.contains("\"nightly-backup\"")) << values.check_json;
  EXPECT_TRUE(values.check_json.contains("https://m.example/ping/")) << values.check_json;

  ping.ping.exit_status.reset();
  EXPECT_EQ(placeholder_values(notice, "", &ping.ping).exit_status, -1);
  EXPECT_EQ(placeholder_values(notice, "", nullptr).exit_status, -1);
}

// Every template ends, stays within its limit, and gives the same when nothing is in it to replace.
TEST(Placeholders, F64_AnyTemplateIsHarmless) {
  const PlaceholderValues values = sample_values();
  const std::vector<std::string> pieces{"$",    "$$",    "$NAME", "$NAME_", "$TAG",  "$TAG9",
                                        "TAG1", "$BODY", "_JSON", "\xFF",   "\r\n",  "$JSON",
                                        "北",   "%",     "\"",    "$EXIT",  "STATUS"};
  std::uint32_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 6; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      text += pieces.at((state >> 16) % pieces.size());
    }
    for (const auto kind :
         {TemplateOf::url, TemplateOf::header, TemplateOf::body, TemplateOf::line}) {
      const auto out = expand(text, values, kind);
      ASSERT_TRUE(out) << text;
      if (kind == TemplateOf::header || kind == TemplateOf::line) {
        ASSERT_FALSE(out->contains('\n') || out->contains('\r')) << text;
      }
      if (kind == TemplateOf::line) {
        ASSERT_TRUE(is_valid_utf8(*out)) << text;
      }
    }
  }
}

}  // namespace
}  // namespace muster::kinds
