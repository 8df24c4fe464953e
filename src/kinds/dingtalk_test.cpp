#include "kinds/dingtalk.h"

#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

constexpr std::string_view kUrl = "https://oapi.dingtalk.com/robot/send?access_token=abc123";

std::string config(std::string_view more = "") {
  return R"({"url":")" + std::string(kUrl) + '"' + std::string(more) + '}';
}

TEST(DingTalkConfig, SaysWhichFieldIsWrong) {
  expect_refusals("dingtalk",
                  {{R"({})", "/url"},
                   {R"({"url":""})", "/url"},
                   {R"({"url":"oapi.dingtalk.com"})", "/url"},
                   {R"({"url":"http://oapi.dingtalk.com/robot/send?access_token=a"})", "/url"},
                   {R"({"url":"https://oapi.dingtalk.com/robot/send?access_token="})", "/url"},
                   {R"({"url":"https://oapi.dingtalk.com/"})", "/url"},
                   {R"({"url":"https://open.feishu.cn/open-apis/bot/v2/hook/x"})", "/url"},
                   {config(R"(,"access_token":"t")"), "/url"},
                   {R"({"access_token":"a b"})", "/access_token"},
                   {config(R"(,"secret":"a\nb")"), "/secret"},
                   {config(R"(,"at_mobiles":["13800000000","x"])"), "/at_mobiles/1"},
                   {config(R"(,"at_all":"yes")"), "/at_all"},
                   {config(R"(,"language":"fr")"), "/language"},
                   {config(R"(,"webhook":"x")"), "/webhook"}});
}

TEST(DingTalkConfig, TakesAUrlATokenOrAGatewayOfOnesOwn) {
  for (const std::string& good :
       {config(), std::string(R"({"access_token":"abc-123_x"})"),
        std::string(
            R"({"url":"http://10.0.0.1:8080/dingtalk","secret":"SECabc","at_all":true})")}) {
    const auto out = ChannelTable().validate("dingtalk", good);
    ASSERT_TRUE(out) << to_string(out.error());
    EXPECT_TRUE(out->wants_down && out->wants_up);
    EXPECT_EQ(ChannelTable().validate("dingtalk", out->config).value().config, out->config);
  }
}

TEST(DingTalk, SaysWhatHappenedInMarkdown) {
  const Posted down = posted(Direction::down, "dingtalk", config());
  EXPECT_EQ(down.call.method, "POST");
  EXPECT_EQ(down.call.url, kUrl);
  EXPECT_EQ(down.call.redirects_max, 0);
  EXPECT_EQ(down.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(down.shape({"/markdown/text"}),
            R"({"msgtype":"markdown","markdown":{"title":"Nightly \"backup\" is down",)"
            R"("text":"…"},"at":{"atMobiles":[],"isAtAll":false}})");
  EXPECT_EQ(down.text("/markdown/text"),
            "### 🔴 Nightly \"backup\" is down\n"
            "\n"
            "- **Project:** Shop\n"
            "- **Check:** Nightly \"backup\"\n"
            "- **Reason:** nothing came by 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "- **Since:** 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "- **Schedule:** cron 0 3 \\* \\* \\* in Europe/Berlin, grace 1 hour\n"
            "- **Deadline:** 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "- **Last ping:** 2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 Europe/Berlin), "
            "success, after 1 minute 35 seconds (exit status 0)\n"
            "- **Tags:** prod db\n"
            "\n"
            "**Last output:**\n"
            "\n"
            "> copied 3 files  \n"
            "> all \"done\"  \n"
            "\n"
            "[Details](https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7)\n");
}

TEST(DingTalk, SpeaksChinese) {
  const Posted up = posted(Direction::up, "dingtalk", config(R"(,"language":"zh")"));
  EXPECT_EQ(up.text("/markdown/title"), "恢复正常：Nightly \"backup\"");
  EXPECT_EQ(up.text("/markdown/text"),
            "### 🟢 恢复正常：Nightly \"backup\"\n"
            "\n"
            "- **业务：** Shop\n"
            "- **检查：** Nightly \"backup\"\n"
            "- **原因：** 已收到成功上报\n"
            "- **恢复时间：** 2026-03-02T09:30:00+00:00 (2026-03-02T10:30:00+01:00 Europe/Berlin)\n"
            "- **计划：** cron 0 3 \\* \\* \\*（时区 Europe/Berlin），宽限 1 小时\n"
            "- **下次截止：** 2026-03-03T03:00:00+00:00 (2026-03-03T04:00:00+01:00 Europe/Berlin)\n"
            "- **最后一次上报：** 2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 "
            "Europe/Berlin)，成功，耗时 1 分钟 35 秒（退出码 0）\n"
            "- **标签：** prod db\n"
            "\n"
            "**最后输出：**\n"
            "\n"
            "> copied 3 files  \n"
            "> all \"done\"  \n"
            "\n"
            "[查看详情](https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7)\n");
}

TEST(DingTalk, CallsPeopleWhenACheckGoesDownOnly) {
  const std::string called = config(R"(,"at_mobiles":["13800000000","13900000000"],"at_all":true)");
  const Posted down = posted(Direction::down, "dingtalk", called);
  EXPECT_EQ(encode(down.json.at_pointer("/at")),
            R"({"atMobiles":["13800000000","13900000000"],"isAtAll":true})");
  EXPECT_TRUE(down.text("/markdown/text").ends_with("\n@13800000000 @13900000000 "));
  const Posted up = posted(Direction::up, "dingtalk", called);
  EXPECT_EQ(encode(up.json.at_pointer("/at")), R"({"atMobiles":[],"isAtAll":false})");
  EXPECT_FALSE(up.text("/markdown/text").contains("@13800000000"));
}

TEST(DingTalk, IsSignedAsItsServiceWants) {
  EXPECT_EQ(dingtalk_signature("SEC0123456789abcdef", 1'700'000'000'000),
            "TSZbRFUuvaSQaRKUpF970OPCb2/LcQAP3wOvwZIzBZk=");
  FakeReader reader;
  engine::Notice notice = sample_notice(
      Direction::down, "dingtalk", R"({"access_token":"abc123","secret":"SEC0123456789abcdef"})");
  notice.now = at("2023-11-14T22:13:20Z");
  EXPECT_EQ(posted(notice, reader).call.url,
            std::string(kUrl) +
                "&timestamp=1700000000000"
                "&sign=TSZbRFUuvaSQaRKUpF970OPCb2%2FLcQAP3wOvwZIzBZk%3D");
}

TEST(DingTalk, NothingInANameIsMarkup) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("dingtalk", config()), reader);
  EXPECT_TRUE(
      made.text("/markdown/text")
          .contains("- **Project:** \\<script\\>alert(1)\\</script\\> \"q\" 'a' \\*\\*b\\*\\* "
                    "\\_i\\_ \\`c\\` \\[x\\](http://evil) \\<at id=all\\>\\</at\\> "
                    "\\<@all\\> @channel \\<!channel\\> \\# h1 \\\\ & &lt; \\~s\\~ 😀\n"))
      << made.text("/markdown/text");
}

TEST(DingTalk, KeepsTheLimitOfItsService) {
  FakeReader reader;
  const Posted made = posted(longest_notice("dingtalk", config()), talkative(reader, "\\"));
  EXPECT_LE(made.call.body.size(), 20'000U);
  EXPECT_TRUE(made.text("/markdown/text").contains("\n> "));
}

TEST(DingTalk, TheCodeInTheAnswerDecides) {
  expect_judgements(
      posted(Direction::down, "dingtalk", config()),
      {{200, R"({"errcode":0,"errmsg":"ok"})", Taken::yes, "errcode 0: ok", {}, {}},
       {200,
        R"({"errcode":310000,"errmsg":"sign not match"})",
        Taken::never,
        "errcode 310000: sign not match",
        {},
        {}},
       {200,
        R"({"errcode":300001,"errmsg":"token is not exist"})",
        Taken::never,
        "errcode 300001: token is not exist",
        {},
        {}},
       {200,
        R"({"errcode":130101,"errmsg":"send too fast"})",
        Taken::not_now,
        "errcode 130101: send too fast",
        seconds(60),
        {}},
       {200,
        R"({"errcode":-1,"errmsg":"系统繁忙"})",
        Taken::not_now,
        "errcode -1: 系统繁忙",
        {},
        {}},
       {200,
        "<html>log in</html>",
        Taken::not_now,
        "no errcode in the answer: 200 OK: <html>log in</html>",
        {},
        {}},
       {200,
        R"({"errcode":"0"})",
        Taken::not_now,
        R"(no errcode in the answer: 200 OK: {"errcode":"0"})",
        {},
        {}},
       {503, "", Taken::not_now, "503 Service Unavailable", seconds(7), {{"retry-after", "7"}}},
       {302, "", Taken::not_now, "302 Found", {}, {}},
       {500,
        R"({"errcode":0,"errmsg":"ok"})",
        Taken::not_now,
        R"(500 Internal Server Error: {"errcode":0,"errmsg":"ok"})",
        {},
        {}}});
}

}  // namespace
}  // namespace muster::kinds
