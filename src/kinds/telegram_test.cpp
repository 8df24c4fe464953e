#include "kinds/telegram.h"

#include "base/json_writer.h"
#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

std::string config(std::string_view more = "") {
  return R"({"token":"123:AB-c_d","chat_id":"-1001")" + std::string(more) + '}';
}

TEST(TelegramConfig, SaysWhichFieldIsWrong) {
  expect_refusals("telegram", {{R"({"chat_id":"1"})", "/token"},
                               {R"({"token":"123:a"})", "/chat_id"},
                               {R"({"token":"123","chat_id":"1"})", "/token"},
                               {R"({"token":":a","chat_id":"1"})", "/token"},
                               {R"({"token":"123:","chat_id":"1"})", "/token"},
                               {R"({"token":"123:a/../b","chat_id":"1"})", "/token"},
                               {R"({"token":"123:a","chat_id":""})", "/chat_id"},
                               {R"({"token":"123:a","chat_id":"-"})", "/chat_id"},
                               {R"({"token":"123:a","chat_id":"@"})", "/chat_id"},
                               {R"({"token":"123:a","chat_id":"my chat"})", "/chat_id"},
                               {R"({"token":"123:a","chat_id":1.5})", "/chat_id"},
                               {config(R"(,"thread_id":0)"), "/thread_id"},
                               {config(R"(,"server":"api.telegram.org")"), "/server"}});
}

TEST(TelegramConfig, TakesTheChatAsNumberOrText) {
  EXPECT_EQ(ChannelTable().validate("telegram", R"({"token":"1:a","chat_id":-100})").value().config,
            R"({"token":"1:a","chat_id":"-100"})");
  EXPECT_TRUE(ChannelTable().validate("telegram", R"({"token":"1:a","chat_id":"@ops_team"})"));
}

TEST(Telegram, SaysWhatHappenedInHtml) {
  const Posted down = posted(Direction::down, "telegram", config(R"(,"thread_id":5)"));
  EXPECT_EQ(down.call.url, "https://api.telegram.org/bot123:AB-c_d/sendMessage");
  EXPECT_EQ(down.shape({"/text"}),
            R"({"chat_id":"-1001","message_thread_id":5,"text":"…","parse_mode":"HTML",)"
            R"("disable_web_page_preview":true})");
  EXPECT_EQ(
      down.text("/text"),
      "🔴 <b>Nightly &quot;backup&quot; is down</b>\n"
      "\n"
      "<b>Project:</b> Shop\n"
      "<b>Check:</b> Nightly &quot;backup&quot;\n"
      "<b>Reason:</b> nothing came by 2026-03-02T03:00:00+00:00 "
      "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
      "<b>Since:</b> 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
      "<b>Schedule:</b> cron 0 3 * * * in Europe/Berlin, grace 1 hour\n"
      "<b>Deadline:</b> 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
      "<b>Last ping:</b> 2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 Europe/Berlin), "
      "success, after 1 minute 35 seconds (exit status 0)\n"
      "<b>Tags:</b> prod db\n"
      "\n"
      "<b>Last output:</b>\n"
      "<pre>copied 3 files\n"
      "all &quot;done&quot;</pre>\n"
      "\n"
      "<a "
      "href=\"https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7\">Details</"
      "a>\n");
}

TEST(Telegram, SpeaksChineseThroughAServerOfOnesOwn) {
  const Posted up = posted(Direction::up, "telegram",
                           config(R"(,"language":"zh","server":"https://proxy.example/tg/")"));
  EXPECT_EQ(up.call.url, "https://proxy.example/tg/bot123:AB-c_d/sendMessage");
  EXPECT_TRUE(up.text("/text").starts_with(
      "🟢 <b>恢复正常：Nightly &quot;backup&quot;</b>\n\n<b>业务：</b> Shop\n"));
}

TEST(Telegram, NothingInANameIsMarkup) {
  FakeReader reader;
  reader.rows.at(kPingRow).ping.body = "</pre><b>x";
  const std::string text = posted(hostile_notice("telegram", config()), reader).text("/text");
  EXPECT_TRUE(text.contains("<b>Project:</b> &lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot;"))
      << text;
  EXPECT_TRUE(text.contains("<pre>&lt;/pre&gt;&lt;b&gt;x</pre>")) << text;
  EXPECT_FALSE(text.contains("<script"));
}

TEST(Telegram, KeepsTheLimitOfItsServiceWithoutCuttingMarkup) {
  FakeReader reader;
  for (const std::string_view piece : {"😀", "<>&\"'", "é ", "x"}) {
    const std::string text =
        posted(hostile_notice("telegram", config()), talkative(reader, piece)).text("/text");
    EXPECT_LE(text.size(), 4'096U);
    EXPECT_GE(text.size(), 3'000U) << "more was given up than needed";
    EXPECT_TRUE(is_valid_utf8(text));
    EXPECT_TRUE(text.contains("</pre>\n\n<a href=")) << text;
  }
}

TEST(Telegram, TheAnswerSaysWhatBecameOfIt) {
  expect_judgements(
      posted(Direction::down, "telegram", config()),
      {{200, R"({"ok":true,"result":{"message_id":1}})", Taken::yes, "ok", {}, {}},
       {401,
        R"({"ok":false,"error_code":401,"description":"Unauthorized"})",
        Taken::never,
        "401 Unauthorized",
        {},
        {}},
       {404,
        R"({"ok":false,"error_code":404,"description":"Not Found"})",
        Taken::never,
        "404 Not Found",
        {},
        {}},
       {403,
        R"({"ok":false,"error_code":403,"description":"Forbidden: bot was kicked"})",
        Taken::never,
        "403 Forbidden: bot was kicked",
        {},
        {}},
       {400,
        R"({"ok":false,"error_code":400,"description":"Bad Request: chat not found"})",
        Taken::never,
        "400 Bad Request: chat not found",
        {},
        {}},
       {400,
        R"({"ok":false,"error_code":400,"description":"Bad Request: can't parse entities"})",
        Taken::not_now,
        "400 Bad Request: can't parse entities",
        {},
        {}},
       {400,
        R"({"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded",)"
        R"("parameters":{"migrate_to_chat_id":-1009}})",
        Taken::not_now,
        "the chat has moved: set chat_id to -1009 (400 Bad Request: group chat was upgraded)",
        {},
        {}},
       {429,
        R"({"ok":false,"error_code":429,"description":"Too Many Requests",)"
        R"("parameters":{"retry_after":33}})",
        Taken::not_now,
        "429 Too Many Requests",
        seconds(33),
        {}},
       {429,
        R"({"ok":false,"error_code":429,"parameters":{"retry_after":99999999999}})",
        Taken::not_now,
        "429",
        std::chrono::hours(24),
        {}},
       {200, "<html>", Taken::not_now, "200 OK: <html>", {}, {}},
       {502, "bad", Taken::not_now, "502 Bad Gateway: bad", {}, {}}});
}

}  // namespace
}  // namespace muster::kinds
