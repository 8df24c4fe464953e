#include "kinds/slack.h"

#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

constexpr std::string_view kUrl = "https://hooks.slack.com/services/T0/B0/x";

std::string config(std::string_view more = "") {
  return R"({"url":")" + std::string(kUrl) + '"' + std::string(more) + '}';
}

TEST(SlackConfig, SaysWhichFieldIsWrong) {
  expect_refusals("slack", {{R"({})", "/url"},
                            {R"({"url":"https://hooks.slack.com/"})", "/url"},
                            {R"({"url":"ftp://chat.example/hooks/x"})", "/url"},
                            {R"({"url":"https://open.feishu.cn/open-apis/bot/v2/hook/x"})", "/url"},
                            {config(R"(,"channel":"a b")"), "/channel"},
                            {config(R"(,"channel":7)"), "/channel"}});
  EXPECT_TRUE(ChannelTable().validate("slack", config(R"(,"channel":"#ops")")));
  EXPECT_TRUE(ChannelTable().validate("slack", R"({"url":"http://mattermost.local/hooks/x"})"));
}

TEST(Slack, SaysWhatHappenedInAnAttachment) {
  const Posted down = posted(Direction::down, "slack", config(R"(,"channel":"#ops")"));
  EXPECT_EQ(down.call.url, kUrl);
  EXPECT_EQ(
      down.call.body,
      R"~({"text":"Nightly \"backup\" is down","mrkdwn":false,"channel":"#ops","attachments":[{)~"
      R"~("color":"#b3261e","fallback":"Nightly \"backup\" is down","title":"Details",)~"
      R"~("title_link":"https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7",)~"
      R"~("fields":[)~"
      R"~({"title":"Project","value":"Shop","short":false},)~"
      R"~({"title":"Check","value":"Nightly \"backup\"","short":false},)~"
      R"~({"title":"Reason","value":"nothing came by 2026-03-02T03:00:00+00:00 )~"
      R"~((2026-03-02T04:00:00+01:00 Europe/Berlin)","short":false},)~"
      R"~({"title":"Since","value":"2026-03-02T03:00:00+00:00 )~"
      R"~((2026-03-02T04:00:00+01:00 Europe/Berlin)","short":false},)~"
      R"~({"title":"Schedule","value":"cron 0 3 * * * in Europe/Berlin, grace 1 hour",)~"
      R"~("short":false},)~"
      R"~({"title":"Deadline","value":"2026-03-02T03:00:00+00:00 )~"
      R"~((2026-03-02T04:00:00+01:00 Europe/Berlin)","short":false},)~"
      R"~({"title":"Last ping","value":"2026-03-01T02:00:05+00:00 )~"
      R"~((2026-03-01T03:00:05+01:00 Europe/Berlin), success, after 1 minute 35 seconds )~"
      R"~((exit status 0)","short":false},)~"
      R"~({"title":"Tags","value":"prod db","short":false}],)~"
      R"~("text":"```\ncopied 3 files\nall \"done\"\n```","mrkdwn_in":["text"]}]})~");
}

TEST(Slack, SpeaksChinese) {
  const Posted up = posted(Direction::up, "slack", config(R"(,"language":"zh")"));
  EXPECT_EQ(up.text("/text"), "恢复正常：Nightly \"backup\"");
  EXPECT_EQ(up.text("/attachments/0/color"), "#1b6e3c");
  EXPECT_EQ(up.text("/attachments/0/fields/0/title"), "业务");
  EXPECT_FALSE(up.call.body.contains("channel"));
}

TEST(Slack, NothingInANameIsMarkupOrCallsPeople) {
  FakeReader reader;
  reader.rows.at(kPingRow).ping.body = "a ``` b\n@here <!here>";
  const Posted made = posted(hostile_notice("slack", config()), reader);
  EXPECT_EQ(made.text("/attachments/0/fields/0/value"),
            "&lt;script&gt;alert(1)&lt;/script&gt; \"q\" 'a' **b** _i_ `c` [x](http://evil) "
            "&lt;at id=all&gt;&lt;/at&gt; &lt;@\u2060all&gt; @\u2060channel &lt;!channel&gt; "
            "# h1 \\ &amp; &amp;lt; ~s~ 😀");
  EXPECT_EQ(made.text("/attachments/0/text"),
            "```\na `\u2060`\u2060` b\n@\u2060here &lt;!here&gt;\n```");
}

TEST(Slack, LeavesAddressesOfMailAsTheyAre) {
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::down, "slack", config());
  notice.project_name = "ask ops@example.org";
  EXPECT_EQ(posted(notice, reader).text("/attachments/0/fields/0/value"), "ask ops@example.org");
}

TEST(Slack, KeepsTheLimitOfItsService) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("slack", config()), talkative(reader, "<&>"));
  EXPECT_LE(made.call.body.size(), 12'000U);
  EXPECT_TRUE(made.text("/attachments/0/text").ends_with("\n```"));
}

TEST(Slack, TheWordsInTheAnswerDecide) {
  expect_judgements(
      posted(Direction::down, "slack", config()),
      {{200, "ok", Taken::yes, "200 OK: ok", {}, {}},
       {200, R"({"success":true})", Taken::yes, R"(200 OK: {"success":true})", {}, {}},
       {204, "", Taken::yes, "204 No Content", {}, {}},
       {200,
        R"({"success":false,"error":"invalid-channel"})",
        Taken::not_now,
        R"(200 OK: {"success":false,"error":"invalid-channel"})",
        {},
        {}},
       {200, R"({"ok":false})", Taken::not_now, R"(200 OK: {"ok":false})", {}, {}},
       {200, "<!DOCTYPE html>", Taken::not_now, "200 OK: <!DOCTYPE html>", {}, {}},
       {200, "no_team", Taken::yes, "200 OK: no_team", {}, {}},
       {404, "no_service\n", Taken::never, "404 Not Found: no_service", {}, {}},
       {404, "channel_not_found", Taken::never, "404 Not Found: channel_not_found", {}, {}},
       {403, "invalid_token", Taken::never, "403 Forbidden: invalid_token", {}, {}},
       {400, "invalid_payload", Taken::never, "400 Bad Request: invalid_payload", {}, {}},
       {404, "404 page not found", Taken::not_now, "404 Not Found: 404 page not found", {}, {}},
       {410, "channel_is_archived", Taken::never, "410 Gone: channel_is_archived", {}, {}},
       {429, "", Taken::not_now, "429 Too Many Requests", seconds(30), {{"retry-after", "30"}}},
       {500, "rollup_error", Taken::not_now, "500 Internal Server Error: rollup_error", {}, {}}});
}

}  // namespace
}  // namespace muster::kinds
