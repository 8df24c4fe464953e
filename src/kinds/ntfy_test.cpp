#include "kinds/ntfy.h"

#include "kinds/testing/posted.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

std::string config(std::string_view more = "") {
  return R"({"topic":"night-watch")" + std::string(more) + '}';
}

TEST(NtfyConfig, SaysWhichFieldIsWrong) {
  expect_refusals("ntfy", {{R"({})", "/topic"},
                           {R"({"topic":""})", "/topic"},
                           {R"({"topic":"a/b"})", "/topic"},
                           {R"({"topic":")" + std::string(65, 'x') + R"("})", "/topic"},
                           {config(R"(,"server":"ntfy.sh")"), "/server"},
                           {config(R"(,"server":"https://ntfy.sh/night-watch")"), "/server"},
                           {config(R"(,"token":"a\nb")"), "/token"},
                           {config(R"(,"priority_down":6)"), "/priority_down"},
                           {config(R"(,"priority_up":0)"), "/priority_up"},
                           {config(R"(,"priority_up":"high")"), "/priority_up"}});
  EXPECT_TRUE(ChannelTable().validate("ntfy", config(R"(,"server":"http://10.0.0.1:8080/")")));
}

TEST(Ntfy, SaysWhatHappenedWithTitleTagsAndLink) {
  const Posted down = posted(Direction::down, "ntfy", config(R"(,"token":"tk_secret")"));
  EXPECT_EQ(down.call.url, "https://ntfy.sh/");
  EXPECT_EQ(down.header("Authorization"), "Bearer tk_secret");
  EXPECT_EQ(down.shape({"/message"}),
            R"({"topic":"night-watch","title":"Nightly \"backup\" is down","message":"…",)"
            R"("priority":4,"tags":["rotating_light"],"click":"https://muster.example/p/)"
            R"(00000000-0000-0000-0000-000000000000/checks/7"})");
  EXPECT_EQ(down.text("/message"),
            "Project: Shop\n"
            "Check: Nightly \"backup\"\n"
            "Reason: nothing came by 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Since: 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Schedule: cron 0 3 * * * in Europe/Berlin, grace 1 hour\n"
            "Deadline: 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Last ping: 2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 Europe/Berlin), "
            "success, after 1 minute 35 seconds (exit status 0)\n"
            "Tags: prod db\n"
            "\n"
            "Last output:\n"
            "copied 3 files\n"
            "all \"done\"\n");
}

TEST(Ntfy, SpeaksChineseThroughAServerOfOnesOwn) {
  const Posted up =
      posted(Direction::up, "ntfy",
             config(R"(,"language":"zh","server":"https://ntfy.example","priority_up":2)"));
  EXPECT_EQ(up.call.url, "https://ntfy.example/");
  EXPECT_EQ(up.header("Authorization"), "(absent)");
  EXPECT_EQ(up.text("/title"), "恢复正常：Nightly \"backup\"");
  EXPECT_TRUE(up.text("/message").starts_with("业务：Shop\n")) << up.text("/message");
  EXPECT_EQ(up.json.at_pointer("/priority").as_int64(), 2);
  EXPECT_EQ(up.text("/tags/0"), "white_check_mark");
}

TEST(Ntfy, ANameStaysOnItsLine) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("ntfy", config()), reader);
  EXPECT_FALSE(made.text("/title").contains('\n'));
  EXPECT_TRUE(made.text("/title").starts_with("<script>alert(1)</script> \"q\""));
}

TEST(Ntfy, KeepsTheLimitOfItsService) {
  FakeReader reader;
  const Posted made = posted(hostile_notice("ntfy", config()), talkative(reader, "😀\""));
  EXPECT_LE(made.call.body.size(), 4'096U);
  EXPECT_GE(made.call.body.size(), 3'000U) << "more was given up than needed";
}

TEST(Ntfy, OnlyAMessageWithAnIdIsTaken) {
  expect_judgements(
      posted(Direction::down, "ntfy", config()),
      {{200, R"({"id":"abc","event":"message"})", Taken::yes, "ok, message abc", {}, {}},
       {200, "<html>log in</html>", Taken::not_now, "200 OK: <html>log in</html>", {}, {}},
       {200, R"({"error":"x"})", Taken::not_now, R"(200 OK: {"error":"x"})", {}, {}},
       {401, R"({"code":40101})", Taken::never, R"(401 Unauthorized: {"code":40101})", {}, {}},
       {403, "", Taken::never, "403 Forbidden", {}, {}},
       {429, "", Taken::not_now, "429 Too Many Requests", seconds(9), {{"retry-after", "9"}}},
       {507, "", Taken::not_now, "507 Insufficient Storage", {}, {}},
       {500, "", Taken::not_now, "500 Internal Server Error", {}, {}}});
}

}  // namespace
}  // namespace muster::kinds
