#include "kinds/story.h"

#include "base/json_writer.h"
#include "kinds/testing/sample_notice.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;

Story long_story() {
  Story story{.headline = "北京备份 is down", .facts = {}, .output = {}, .link = "https://x"};
  story.facts = {{"First", "one"}, {"Second", "two"}, {"Third", "three"}};
  for (int i = 0; i < 15; ++i) story.output += "\n行 " + std::to_string(i) + " 😀";
  return story;
}

TEST(Story, WhatFitsStaysWhole) {
  EXPECT_EQ(fitted(long_story(), 10'000, plain_text), plain_text(long_story()));
}

TEST(Story, GivesUpTheBeginningOfTheOutputFirst) {
  const std::string whole = plain_text(long_story());
  const std::string text = fitted(long_story(), whole.size() - 5, plain_text);
  EXPECT_FALSE(text.contains("行 0 "));
  EXPECT_TRUE(text.contains("行 14 😀\n"));
  EXPECT_TRUE(text.contains("Third:"));
}

TEST(Story, ThenFactsFromTheLastAndTheHeadlineAtTheEnd) {
  EXPECT_EQ(fitted(long_story(), 60, plain_text),
            "北京备份 is down\n\nFirst:  one\nSecond: two\n\nhttps://x\n");
  EXPECT_EQ(fitted(long_story(), 35, plain_text), "北京备份 is down\n\n\nhttps://x\n");
  EXPECT_EQ(fitted(long_story(), 25, plain_text), "北京备…\n\n\nhttps://x\n");
}

TEST(Story, IsNeverLongerThanAllowedNorCutInsideACharacter) {
  const std::size_t least = fitted(long_story(), 0, plain_text).size();
  for (std::size_t most = least; most < 300; ++most) {
    const std::string text = fitted(long_story(), most, plain_text);
    EXPECT_LE(text.size(), most);
    EXPECT_TRUE(is_valid_utf8(text)) << most;
  }
}

// What the engine hands over for a test message: a ping that is in no log.
Story test_message(Direction direction, Language language) {
  FakeReader reader;
  engine::Notice notice = sample_notice(direction, "slack", "{}");
  notice.delivery.ping_row = 0;
  notice.sample_ping = sample_ping();
  notice.sample_ping->ping.body = "no space left on device\n";
  const SenderSettings settings{.site_url = "https://muster.example"};
  LastPing last_ping(reader, notice);
  Story story = tell({.notice = notice, .settings = settings, .last_ping = last_ping}, language);
  EXPECT_EQ(reader.reads, 0);
  return story;
}

TEST(Story, OfATestMessageSaysSo) {
  const Story down = test_message(Direction::down, Language::en);
  EXPECT_EQ(down.headline, "[Test] Nightly \"backup\" is down");
  EXPECT_EQ(down.output, "no space left on device");
  EXPECT_EQ(down.link, "https://muster.example");
  EXPECT_EQ(test_message(Direction::up, Language::zh).headline,
            "[测试] 恢复正常：Nightly \"backup\"");
}

}  // namespace
}  // namespace muster::kinds
