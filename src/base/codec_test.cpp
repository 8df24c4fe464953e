#include "base/codec.h"

#include <array>

#include <gtest/gtest.h>

namespace muster {
namespace {

enum class Level { low, high, default_ };
BOOST_DESCRIBE_ENUM(Level, low, high, default_)

struct Inner {
  std::string host;
  int port = 25;

  friend bool operator==(const Inner&, const Inner&) = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (host, port))

struct Thing {
  std::string name;
  std::int32_t grace = 0;
  std::uint8_t small = 7;
  double ratio = 0.5;
  bool on = false;
  Level level = Level::high;
  std::optional<std::string> note;
  std::vector<Inner> relays;
  std::map<std::string, int> labels;
  std::optional<Inner> relay;
  std::optional<Time> at;
  std::optional<Uuid> id;

  friend bool operator==(const Thing&, const Thing&) = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (),
                      (name, grace, small, ratio, on, level, note, relays, labels, relay, at, id))

struct Loose {
  static constexpr std::array<std::string_view, 1> kRequired{"to"};
  std::string from;
  std::string to;
  boost::json::value extra;
};
BOOST_DESCRIBE_STRUCT(Loose, (), (from, to, extra))

struct Config {
  Inner server{.host = "localhost", .port = 80};
  Loose other;
};
BOOST_DESCRIBE_STRUCT(Config, (), (server, other))

TEST(Codec, ReadsWhatItWrites) {
  const Thing thing{.name = "näme \"x\"",
                    .grace = -60,
                    .small = 255,
                    .ratio = 0.1,
                    .on = true,
                    .level = Level::default_,
                    .note = "",
                    .relays = {{.host = "a", .port = 1}, {.host = "b", .port = 2}},
                    .labels = {{"k/~", 3}},
                    .relay = Inner{.host = "c"},
                    .at = from_micros(1'750'000'000'123'456),
                    .id = Uuid{{1, 2, 3}}};
  const Result<Thing> again = decode_text<Thing>(encode(thing));
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(*again, thing);
}

TEST(Codec, WritesNamesAsJsonHasThemAndLeavesEmptyOptionalsOut) {
  EXPECT_EQ(encode(Thing{.name = "a", .level = Level::default_}),
            R"({"name":"a","grace":0,"small":7,"ratio":0.5,"on":false,"level":"default",)"
            R"("relays":[],"labels":{}})");
}

struct Refusal {
  const char* json;
  const char* message;
};

TEST(Codec, NamesThePlaceAndWhatWouldBeRight) {
  const std::array cases{
      Refusal{R"([])", "expected an object, got a list"},
      Refusal{R"({"grace":1,"level":"low"})", "/name: this field is required"},
      Refusal{R"({"name":"a","grace":"60","level":"low"})",
              R"(/grace: expected a whole number, got "60")"},
      Refusal{R"({"name":"a","grace":60.0,"level":"low"})",
              "/grace: expected a whole number, got 60"},
      Refusal{R"({"name":"a","grace":2147483648,"level":"low"})",
              "/grace: expected a whole number from -2147483648 to 2147483647, got 2147483648"},
      Refusal{R"({"name":"a","grace":18446744073709551615,"level":"low"})",
              "/grace: expected a whole number from -2147483648 to 2147483647, "
              "got 18446744073709551615"},
      Refusal{R"({"name":"a","grace":1,"small":256,"level":"low"})",
              "/small: expected a whole number from 0 to 255, got 256"},
      Refusal{R"({"name":"a","grace":1,"small":-1,"level":"low"})",
              "/small: expected a whole number from 0 to 255, got -1"},
      Refusal{R"({"name":null,"grace":1,"level":"low"})",
              "/name: expected a text in quotes, got null"},
      Refusal{R"({"name":"a","grace":1,"level":"hihg"})",
              R"(/level: expected one of "low", "high", "default", got "hihg")"},
      Refusal{R"({"name":"a","grace":1,"level":"default_"})",
              R"(/level: expected one of "low", "high", "default", got "default_")"},
      Refusal{R"({"name":"a","grace":1,"level":"low","on":1})",
              "/on: expected true or false, got 1"},
      Refusal{R"({"name":"a","grace":1,"level":"low","ratio":"1"})",
              R"(/ratio: expected a number, got "1")"},
      Refusal{R"({"name":"a","grcae":1,"level":"low"})",
              R"(/grcae: unknown field; did you mean "grace"?)"},
      Refusal{R"({"name":"a","grace":1,"level":"low","relay":{"host":"x","zzzzzz":1}})",
              R"(/relay/zzzzzz: unknown field; the fields here are "host", "port")"},
      Refusal{R"({"name":"a","grace":1,"level":"low","relays":[{"host":"x"},{"host":1}]})",
              "/relays/1/host: expected a text in quotes, got 1"},
      Refusal{R"({"name":"a","grace":1,"level":"low","labels":{"a/b~c":true}})",
              "/labels/a~1b~0c: expected a whole number, got true"},
      Refusal{R"({"name":"a","grace":1,"level":"low","at":"yesterday"})",
              R"(/at: expected a time such as "2026-03-29T01:30:00Z", got "yesterday")"},
      Refusal{R"({"name":"a","grace":1,"level":"low","id":"1"})",
              R"(/id: expected a UUID such as "2c7b4a2e-8a0f-4d43-9b9a-0f3a5a2d1c11", got "1")"},
  };
  for (const Refusal& c : cases) {
    const Result<Thing> result = decode_text<Thing>(c.json);
    ASSERT_FALSE(result) << c.json;
    EXPECT_EQ(result.error().code, Code::invalid) << c.json;
    EXPECT_EQ(to_string(result.error()), c.message) << c.json;
  }
}

TEST(Codec, NullStandsForAnAbsentOptionalOnly) {
  EXPECT_TRUE(decode_text<Thing>(R"({"name":"a","grace":1,"level":"low","relay":null})"));
  EXPECT_FALSE(decode_text<Thing>(R"({"name":"a","grace":1,"level":"low","relays":null})"));
}

TEST(Codec, RequiredIsWhatAStructSaysOrWhatHasNoDefault) {
  EXPECT_TRUE(decode_text<Loose>(R"({"to":"x"})"));
  EXPECT_FALSE(decode_text<Loose>(R"({"from":"x"})"));
  EXPECT_TRUE(decode_text<Inner>(R"({"host":"x"})"));
  // `server` has defaults for everything but its host is required by its type; `other` likewise.
  const Result<Config> config = decode_over(Config{}, *parse_json(R"({"server":{"port":81}})"));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->server, (Inner{.host = "localhost", .port = 81}));
}

TEST(Codec, LongValuesAreCutInErrors) {
  const std::string text = R"({"host":"h","port":")" + std::string(500, 'x') + "\"}";
  const Result<Inner> result = decode_text<Inner>(text);
  ASSERT_FALSE(result);
  EXPECT_LT(result.error().message.size(), 110U);
}

TEST(Codec, DescribesInputAndOutput) {
  EXPECT_EQ(schema<Inner>(),
            R"({"type":"object","properties":{"host":{"type":"string"},)"
            R"("port":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},)"
            R"("required":["host"],"additionalProperties":false})");
  EXPECT_EQ(output_schema<Inner>(),
            R"({"type":"object","properties":{"host":{"type":"string"},)"
            R"("port":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},)"
            R"("required":["host","port"]})");
  EXPECT_NE(schema<Thing>().find(R"("level":{"type":"string","enum":["low","high","default"]})"),
            std::string::npos);
}

TEST(Codec, EnumNames) {
  EXPECT_EQ(enum_name(Level::default_), "default");
  EXPECT_EQ(enum_from<Level>("high"), Level::high);
  EXPECT_EQ(enum_from<Level>("High"), std::nullopt);
}

TEST(ParseJson, RefusesWithPosition) {
  const std::string deep = std::string(33, '[') + std::string(33, ']');
  const std::array cases{
      Refusal{"", "not valid JSON: the text ends too early (line 1, column 1)"},
      Refusal{"{", "not valid JSON: the text ends too early (line 1, column 2)"},
      Refusal{"{}x", "not valid JSON: there is more after the end (line 1, column 3)"},
      Refusal{"{} {}", "not valid JSON: there is more after the end (line 1, column 4)"},
      Refusal{"{\n  \"a\": nul\n}", "not valid JSON: the syntax is wrong (line 2, column 8)"},
      Refusal{R"({"a":1,"a":2})",
              R"(not valid JSON: the key "a" appears twice (line 1, column 10))"},
      Refusal{"[1e400]", "not valid JSON: a number is too large (line 1, column 7)"},
      Refusal{"[1e99999999999]", "not valid JSON: a number is too large (line 1, column 13)"},
      Refusal{"[NaN]", "not valid JSON: the syntax is wrong (line 1, column 2)"},
      Refusal{"[1,]", "not valid JSON: the syntax is wrong (line 1, column 4)"},
      Refusal{"[01]", "not valid JSON: the syntax is wrong (line 1, column 3)"},
      Refusal{"[\"\xC3\x28\"]", "not valid JSON: a byte is not UTF-8 (line 1, column 3)"},
      Refusal{R"(["\ud800"])", "not valid JSON: the syntax is wrong (line 1, column 9)"},
      Refusal{R"(["a\u0000"])",
              "not valid JSON: a NUL character is not allowed (line 1, column 10)"},
      Refusal{"// no\n1", "not valid JSON: the syntax is wrong (line 1, column 1)"},
      Refusal{deep.c_str(),
              "not valid JSON: it is nested too deep (32 levels at the most) (line 1, column 33)"},
  };
  for (const Refusal& c : cases) {
    const Result<boost::json::value> result = parse_json(c.json);
    ASSERT_FALSE(result) << c.json;
    EXPECT_EQ(to_string(result.error()), c.message) << c.json;
  }
}

TEST(ParseJson, TakesEveryKindOfValue) {
  const std::string deep = std::string(32, '[') + std::string(32, ']');
  EXPECT_TRUE(parse_json(deep));
  const Result<boost::json::value> value = parse_json(
      R"( {"a":[1,-2,18446744073709551615,0.1,1e-400,true,null],"é\n":"\ud83d\ude00"} )");
  ASSERT_TRUE(value) << to_string(value.error());
  JsonWriter writer;
  codec::encode_json(writer, *value);
  EXPECT_EQ(writer.finish(),
            "{\"a\":[1,-2,18446744073709551615,0.1,0,true,null],"
            "\"é\\n\":\"😀\"}");
}

TEST(ParseJson, DoublesAreExact) {
  for (const char* text : {"0.1", "1.7976931348623157e308", "123456789.987654321", "5e-324",
                           "9007199254740993.0", "100000000000000000000"}) {
    const Result<boost::json::value> value = parse_json(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(value->as_double(), std::strtod(text, nullptr)) << text;
  }
}

}  // namespace
}  // namespace muster
