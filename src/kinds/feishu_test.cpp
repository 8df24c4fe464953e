#include "kinds/feishu.h"

#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

constexpr std::string_view kUrl = "https://open.feishu.cn/open-apis/bot/v2/hook/0a1b";

std::string config(std::string_view more = "") {
  return R"({"url":")" + std::string(kUrl) + '"' + std::string(more) + '}';
}

TEST(FeishuConfig, SaysWhichFieldIsWrong) {
  expect_refusals("feishu",
                  {{R"({})", "/url"},
                   {R"({"url":""})", "/url"},
                   {R"({"url":"https://open.feishu.cn/"})", "/url"},
                   {R"({"url":"http://open.larksuite.com/open-apis/bot/v2/hook/x"})", "/url"},
                   {R"({"url":"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x"})", "/url"},
                   {config(R"(,"secret":"a b")"), "/secret"},
                   {config(R"(,"at_all":1)"), "/at_all"},
                   {config(R"(,"language":"cn")"), "/language"}});
  EXPECT_TRUE(ChannelTable().validate("feishu", config(R"(,"language":"zh","secret":"s")")));
  EXPECT_TRUE(ChannelTable().validate(
      "feishu", R"({"url":"https://open.larksuite.com/open-apis/bot/v2/hook/x"})"));
  EXPECT_TRUE(ChannelTable().validate("feishu", R"({"url":"https://gateway.example/f"})"));
}

TEST(Feishu, SaysWhatHappenedOnACard) {
  const Posted down = posted(Direction::down, "feishu", config());
  EXPECT_EQ(down.call.url, kUrl);
  EXPECT_EQ(
      down.shape({"/card/elements/0/text/content", "/card/elements/2/text/content"}),
      R"({"msg_type":"interactive","card":{"config":{"wide_screen_mode":true},)"
      R"("header":{"title":{"tag":"plain_text","content":"Nightly \"backup\" is down"},)"
      R"("template":"red"},"elements":[)"
      R"({"tag":"div","text":{"tag":"lark_md","content":"…"}},)"
      R"({"tag":"hr"},)"
      R"({"tag":"div","text":{"tag":"plain_text","content":"…"}},)"
      R"({"tag":"action","actions":[{"tag":"button",)"
      R"("text":{"tag":"plain_text","content":"Details"},"type":"default",)"
      R"("url":"https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7"}]}]}})");
  EXPECT_EQ(down.text("/card/elements/0/text/content"),
            "**Project:** Shop\n"
            "**Check:** Nightly \"backup\"\n"
            "**Reason:** nothing came by 2026-03-02T03:00:00+00:00 "
            "&#40;2026-03-02T04:00:00+01:00 Europe/Berlin&#41;\n"
            "**Since:** 2026-03-02T03:00:00+00:00 "
            "&#40;2026-03-02T04:00:00+01:00 Europe/Berlin&#41;\n"
            "**Schedule:** cron 0 3 &#42; &#42; &#42; in Europe/Berlin, grace 1 hour\n"
            "**Deadline:** 2026-03-02T03:00:00+00:00 "
            "&#40;2026-03-02T04:00:00+01:00 Europe/Berlin&#41;\n"
            "**Last ping:** 2026-03-01T02:00:05+00:00 "
            "&#40;2026-03-01T03:00:05+01:00 Europe/Berlin&#41;, "
            "success, after 1 minute 35 seconds &#40;exit status 0&#41;\n"
            "**Tags:** prod db");
  EXPECT_EQ(down.text("/card/elements/2/text/content"),
            "Last output:\ncopied 3 files\nall \"done\"");
}

TEST(Feishu, SpeaksChineseAndIsGreenWhenAllIsWell) {
  const Posted up = posted(Direction::up, "feishu", config(R"(,"language":"zh")"));
  EXPECT_EQ(up.text("/card/header/title/content"), "恢复正常：Nightly \"backup\"");
  EXPECT_EQ(up.text("/card/header/template"), "green");
  EXPECT_TRUE(up.text("/card/elements/0/text/content").starts_with("**业务：** Shop\n**检查："));
  EXPECT_EQ(up.text("/card/elements/2/text/content"), "最后输出：\ncopied 3 files\nall \"done\"");
  EXPECT_EQ(up.text("/card/elements/3/actions/0/text/content"), "查看详情");
}

TEST(Feishu, CallsEverybodyWhenACheckGoesDownOnly) {
  const std::string called = config(R"(,"at_all":true)");
  EXPECT_EQ(posted(Direction::down, "feishu", called).text("/card/elements/3/text/content"),
            "<at id=all></at>");
  EXPECT_FALSE(posted(Direction::up, "feishu", called).call.body.contains("<at"));
}

TEST(Feishu, IsSignedAsItsServiceWants) {
  EXPECT_EQ(feishu_signature("feishu-secret", 1'700'000'000),
            "OrBzY1Y01Gq+HgJsl+7OfWcMVwc7YocohQm5iiZwjhU=");
  FakeReader reader;
  engine::Notice notice =
      sample_notice(Direction::down, "feishu", config(R"(,"secret":"feishu-secret")"));
  notice.now = at("2023-11-14T22:13:20Z");
  const Posted made = posted(notice, reader);
  EXPECT_EQ(made.text("/timestamp"), "1700000000");
  EXPECT_EQ(made.text("/sign"), "OrBzY1Y01Gq+HgJsl+7OfWcMVwc7YocohQm5iiZwjhU=");
}

TEST(Feishu, NothingInANameIsMarkup) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("feishu", config()), reader);
  const std::string text = made.text("/card/elements/0/text/content");
  EXPECT_FALSE(text.contains('<')) << text;
  EXPECT_TRUE(
      text.contains("**Project:** &#60;script&#62;alert&#40;1&#41;&#60;/script&#62; \"q\" "
                    "'a' &#42;&#42;b&#42;&#42; &#95;i&#95; &#96;c&#96; "
                    "&#91;x&#93;&#40;http://evil&#41; &#60;at id=all&#62;&#60;/at&#62; "
                    "&#60;@all&#62; @channel &#60;&#33;channel&#62; &#35; h1 &#92; &#38; "
                    "&#38;lt; &#126;s&#126; 😀\n"))
      << text;
}

TEST(Feishu, KeepsTheLimitOfItsService) {
  FakeReader reader;
  const Posted made = posted(longest_notice("feishu", config()), talkative(reader, "\\"));
  EXPECT_LE(made.call.body.size(), 18'000U);
  EXPECT_TRUE(made.text("/card/elements/0/text/content").contains("**Project:**"));
}

TEST(Feishu, TheCodeInTheAnswerDecides) {
  expect_judgements(
      posted(Direction::down, "feishu", config()),
      {{200, R"({"StatusCode":0,"code":0,"msg":"success"})", Taken::yes, "code 0: success", {}, {}},
       {200,
        R"({"code":19021,"msg":"sign match fail or timestamp is not within one hour"})",
        Taken::never,
        "code 19021: sign match fail or timestamp is not within one hour",
        {},
        {}},
       {200,
        R"({"code":19024,"msg":"Key Words Not Found"})",
        Taken::never,
        "code 19024: Key Words Not Found",
        {},
        {}},
       {400,
        R"({"code":9499,"msg":"Bad Request"})",
        Taken::never,
        "code 9499: Bad Request",
        {},
        {}},
       {400,
        R"({"code":11232,"msg":"frequency limited"})",
        Taken::not_now,
        "code 11232: frequency limited",
        seconds(60),
        {}},
       {429,
        R"({"code":11232,"msg":"frequency limited"})",
        Taken::not_now,
        "code 11232: frequency limited",
        seconds(5),
        {{"retry-after", "5"}}},
       {200, R"({"code":12345,"msg":"?"})", Taken::not_now, "code 12345: ?", {}, {}},
       {200, "ok", Taken::not_now, "no code in the answer: 200 OK: ok", {}, {}},
       {502, "bad", Taken::not_now, "502 Bad Gateway: bad", {}, {}}});
}

}  // namespace
}  // namespace muster::kinds
