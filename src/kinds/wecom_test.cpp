#include "kinds/wecom.h"

#include "base/json_writer.h"
#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

constexpr std::string_view kUrl = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b";

std::string config(std::string_view more = "") {
  return R"({"url":")" + std::string(kUrl) + '"' + std::string(more) + '}';
}

TEST(WeComConfig, SaysWhichFieldIsWrong) {
  std::string many = R"(,"mentioned":["a")";
  for (int i = 0; i < 50; ++i) many += R"(,"a")";
  expect_refusals("wecom",
                  {{R"({})", "/url"},
                   {R"({"url":"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="})", "/url"},
                   {R"({"url":"https://oapi.dingtalk.com/robot/send?access_token=x"})", "/url"},
                   {config(R"(,"mentioned":["ann","b c"])"), "/mentioned/1"},
                   {config(R"(,"mentioned":[""])"), "/mentioned/0"},
                   {config(many + "]"), "/mentioned"},
                   {config(R"(,"secret":"x")"), "/secret"}});
  EXPECT_TRUE(ChannelTable().validate("wecom", config(R"(,"mentioned":["ann","@all"])")));
}

TEST(WeCom, SaysWhatHappenedInMarkdown) {
  const Posted down = posted(Direction::down, "wecom", config());
  EXPECT_EQ(down.call.url, kUrl);
  EXPECT_EQ(down.shape({"/markdown/content"}),
            R"({"msgtype":"markdown","markdown":{"content":"…"}})");
  EXPECT_EQ(down.text("/markdown/content"),
            "**<font color=\"warning\">Nightly \"backup\" is down</font>**\n"
            "<font color=\"comment\">Project:</font> Shop\n"
            "<font color=\"comment\">Check:</font> Nightly \"backup\"\n"
            "<font color=\"comment\">Reason:</font> nothing came by 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "<font color=\"comment\">Since:</font> 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "<font color=\"comment\">Schedule:</font> cron 0 3 ＊ ＊ ＊ in Europe/Berlin, "
            "grace 1 hour\n"
            "<font color=\"comment\">Deadline:</font> 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "<font color=\"comment\">Last ping:</font> 2026-03-01T02:00:05+00:00 "
            "(2026-03-01T03:00:05+01:00 Europe/Berlin), "
            "success, after 1 minute 35 seconds (exit status 0)\n"
            "<font color=\"comment\">Tags:</font> prod db\n"
            "<font color=\"comment\">Last output:</font>\n"
            "> copied 3 files\n"
            "> all \"done\"\n"
            "[Details](https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7)\n");
}

TEST(WeCom, SpeaksChinese) {
  const Posted up = posted(Direction::up, "wecom", config(R"(,"language":"zh")"));
  EXPECT_TRUE(up.text("/markdown/content")
                  .starts_with("**<font color=\"info\">恢复正常：Nightly \"backup\"</font>**\n"
                               "<font color=\"comment\">业务：</font> Shop\n"));
}

TEST(WeCom, CallsPeopleInPlainTextWhenACheckGoesDown) {
  const std::string called =
      config(R"(,"language":"zh","mentioned":["ann","13800000000","@all","+8613900000000"])");
  const Posted down = posted(Direction::down, "wecom", called);
  EXPECT_EQ(down.shape({"/text/content"}),
            R"({"msgtype":"text","text":{"content":"…","mentioned_list":["ann","@all"],)"
            R"("mentioned_mobile_list":["13800000000","+8613900000000"]}})");
  EXPECT_TRUE(down.text("/text/content").starts_with("告警：Nightly \"backup\"\n\n业务：Shop\n"))
      << down.text("/text/content");
  EXPECT_EQ(posted(Direction::up, "wecom", called).text("/msgtype"), "markdown");
}

TEST(WeCom, NothingInANameIsMarkup) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("wecom", config()), reader);
  EXPECT_TRUE(made.text("/markdown/content")
                  .contains("</font> ＜script＞alert(1)＜/script＞ \"q\" 'a' ＊＊b＊＊ _i_ ｀c｀ "
                            "［x］(http://evil) ＜at id=all＞＜/at＞ ＜@all＞ @channel "
                            "＜!channel＞ ＃ h1 \\ & &lt; ~s~ 😀\n"))
      << made.text("/markdown/content");
}

TEST(WeCom, KeepsTheLimitsOfItsService) {
  FakeReader reader;
  const Posted markdown = posted(hostile_notice("wecom", config()), talkative(reader, "😀<"));
  EXPECT_LE(markdown.text("/markdown/content").size(), 4'096U);
  EXPECT_TRUE(is_valid_utf8(markdown.text("/markdown/content")));
  const Posted text =
      posted(hostile_notice("wecom", config(R"(,"mentioned":["@all"])")), talkative(reader, "😀<"));
  EXPECT_LE(text.text("/text/content").size(), 2'048U);
  EXPECT_TRUE(text.text("/text/content").contains("checks/7"));
}

TEST(WeCom, TheCodeInTheAnswerDecides) {
  expect_judgements(posted(Direction::down, "wecom", config()),
                    {{200, R"({"errcode":0,"errmsg":"ok"})", Taken::yes, "errcode 0: ok", {}, {}},
                     {200,
                      R"({"errcode":93000,"errmsg":"invalid webhook url"})",
                      Taken::never,
                      "errcode 93000: invalid webhook url",
                      {},
                      {}},
                     {200,
                      R"({"errcode":45009,"errmsg":"api freq out of limit"})",
                      Taken::not_now,
                      "errcode 45009: api freq out of limit",
                      seconds(60),
                      {}},
                     {200,
                      R"({"errcode":-1,"errmsg":"system busy"})",
                      Taken::not_now,
                      "errcode -1: system busy",
                      {},
                      {}},
                     {200, "", Taken::not_now, "no errcode in the answer: 200 OK", {}, {}},
                     {410, "", Taken::never, "410 Gone", {}, {}}});
}

}  // namespace
}  // namespace muster::kinds
