#include "kinds/secrets.h"

#include "kinds/all.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

TEST(Secrets, ArePutOutOfSight) {
  struct Case {
    std::string kind;
    std::string stored;
    engine::PublicConfig shown;
  };
  for (const Case& one : std::vector<Case>{
           {"mail",
            R"({"to":["a@x.example"],"up":false})",
            {R"({"to":["a@x.example"],"up":false})", {}}},
           {"webhook",
            R"({"url_down":"https://x.example","secret":"s"})",
            {R"({"url_down":"https://x.example"})", {"secret"}}},
           {"webhook",
            R"({"secret":"","url_down":"https://x.example"})",
            {R"({"url_down":"https://x.example"})", {}}},
           {"dingtalk",
            R"({"url":"https://u","secret":"s","at_all":true})",
            {R"({"at_all":true})", {"url", "secret"}}},
           {"dingtalk",
            R"({"access_token":"t","at_mobiles":[]})",
            {R"({"at_mobiles":[]})", {"access_token"}}},
           {"feishu",
            R"({"url":"https://u","secret":"s","language":"zh"})",
            {R"({"language":"zh"})", {"url", "secret"}}},
           {"wecom",
            R"({"url":"https://u","mentioned":["@all"]})",
            {R"({"mentioned":["@all"]})", {"url"}}},
           {"slack", R"({"url":"https://u","channel":"#ops"})", {R"({"channel":"#ops"})", {"url"}}},
           {"telegram", R"({"token":"1:a","chat_id":"5"})", {R"({"chat_id":"5"})", {"token"}}},
           {"ntfy", R"({"topic":"t","token":"tk"})", {R"({"topic":"t"})", {"token"}}},
           {"exec", R"({"command":["/bin/true"]})", {R"({"command":["/bin/true"]})", {}}}}) {
    EXPECT_EQ(ChannelTable().public_view(one.kind, one.stored).value(), one.shown) << one.stored;
  }
}

TEST(Secrets, OfAnUnknownKindOrABrokenConfigurationAreNotShown) {
  const auto unknown = ChannelTable().public_view("pager", "{}");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().where, "kind");
  for (const std::string broken : {"", "[]", "{"}) {
    const auto out = ChannelTable().public_view("slack", broken);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, Code::corrupt);
  }
}

std::string merged(std::string_view kind, std::string_view stored, std::string_view update) {
  const auto out = ChannelTable().merge(kind, stored, update);
  return out ? *out : out.error().where + ": " + out.error().message;
}

TEST(Secrets, StayUnlessAnUpdateMentionsThem) {
  const std::string stored = R"({"url":"https://u","secret":"s","at_all":true})";
  EXPECT_EQ(merged("feishu", stored, R"({"language":"zh"})"),
            R"({"language":"zh","url":"https://u","secret":"s"})");
  EXPECT_EQ(merged("feishu", stored, R"({"url":"https://v"})"),
            R"({"url":"https://v","secret":"s"})");
  EXPECT_EQ(merged("feishu", stored, R"({"secret":""})"), R"({"url":"https://u"})");
  EXPECT_EQ(merged("feishu", stored, R"({"secret":null})"), R"({"url":"https://u"})");
  EXPECT_EQ(merged("feishu", stored, R"({"secret":"t"})"), R"({"secret":"t","url":"https://u"})");
  EXPECT_EQ(merged("mail", R"({"to":["a@x.example"]})", R"({"to":["b@x.example"]})"),
            R"({"to":["b@x.example"]})");
}

TEST(Secrets, AreNotSentToAnotherPlaceByWhoDoesNotKnowThem) {
  const std::string stored = R"({"topic":"t","token":"tk","server":"https://a.example"})";
  EXPECT_EQ(merged("ntfy", stored, R"({"topic":"u","server":"https://a.example"})"),
            R"({"topic":"u","server":"https://a.example","token":"tk"})");
  for (const std::string update :
       {R"({"topic":"t","server":"https://evil.example"})", R"({"topic":"t"})"}) {
    EXPECT_EQ(merged("ntfy", stored, update),
              "/token: give the token again: it would be sent to another server");
  }
  EXPECT_EQ(merged("ntfy", stored, R"({"topic":"t","server":"https://b.example","token":"new"})"),
            R"({"topic":"t","server":"https://b.example","token":"new"})");
  EXPECT_EQ(merged("telegram", R"({"token":"1:a","chat_id":"5"})",
                   R"({"chat_id":"5","server":"https://evil.example"})"),
            "/token: give the token again: it would be sent to another server");
}

TEST(Secrets, AnUpdateThatIsNoObjectIsRefused) {
  EXPECT_FALSE(ChannelTable().merge("slack", "{}", "[]"));
  EXPECT_FALSE(ChannelTable().merge("slack", "{}", "{"));
  EXPECT_FALSE(ChannelTable().merge("pager", "{}", "{}"));
}

TEST(Secrets, ABrokenConfigurationCanBeMendedByAnUpdate) {
  EXPECT_EQ(merged("slack", "{", R"({"url":"https://u"})"), R"({"url":"https://u"})");
}

}  // namespace
}  // namespace muster::kinds
