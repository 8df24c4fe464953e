#include "kinds/mail.h"

#include "kinds/all.h"
#include "kinds/story.h"
#include "kinds/testing/mail_text.h"
#include "kinds/testing/sample_notice.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::Taken;

Result<engine::ValidChannel> validate(std::string_view config) {
  return ChannelTable().validate("mail", config);
}

SenderSettings sample_settings() {
  return {.site_url = "https://muster.example",
          .mail = {.host = "mail.example", .from = "watch@example.org", .from_name = "Muster"}};
}

struct Made {
  net::MailCall call;
  std::string remark;
  std::string text;  // the plain part, decoded
  std::string html;
};

std::string part(std::string_view message, std::string_view type) {
  const std::size_t begin = message.find("Content-Type: " + std::string(type));
  const std::size_t body = message.find("\r\n\r\n", begin) + 4;
  return decoded_quoted_printable(message.substr(body, message.find("\r\n--=_", body) - body));
}

Made make(const engine::Notice& notice, FakeReader& reader) {
  const SenderSettings settings = sample_settings();
  LastPing last_ping(reader, notice.delivery.ping_row);
  Result<Errand> errand =
      kMail.prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  if (!errand) {
    ADD_FAILURE() << to_string(errand.error());
    return {};
  }
  const net::MailCall& call = std::get<MailErrand>(errand->way).call;
  return {call, errand->remark, part(call.message, "text/plain"), part(call.message, "text/html")};
}

Made make(Direction direction, std::string config = R"({"to":["ops@example.org"]})") {
  FakeReader reader;
  return make(sample_notice(direction, "mail", std::move(config)), reader);
}

TEST(MailConfig, SaysWhichFieldIsWrong) {
  struct Case {
    std::string config;
    std::string where;
  };
  std::string many = "a0@x.example";
  for (int i = 1; i <= 50; ++i) many += ",a" + std::to_string(i) + "@x.example";
  for (const Case& one :
       std::vector<Case>{{R"({})", "/to"},
                         {R"({"to":[]})", "/to"},
                         {R"({"to":""})", "/to/0"},
                         {R"({"to":7})", "/to"},
                         {R"({"to":["a@x.example","b"]})", "/to/1"},
                         {R"({"to":"a@x.example,,b@x.example"})", "/to/1"},
                         {R"({"to":")" + many + R"("})", "/to"},
                         {R"({"to":"a@x.example\r\nBcc: b@x.example"})", "/to/0"},
                         {R"({"to":"a@x.example","down":false,"up":false})", "/down"},
                         {R"({"to":"a@x.example","subject_down":"a\nb"})", "/subject_down"},
                         {R"({"to":"a@x.example","subject_up":")" + std::string(501, 'x') + R"("})",
                          "/subject_up"},
                         {R"({"to":"a@x.example","subject":"x"})", "/subject"}}) {
    const auto out = validate(one.config);
    ASSERT_FALSE(out) << one.config;
    EXPECT_EQ(out.error().code, Code::invalid);
    EXPECT_EQ(out.error().where, one.where) << one.config;
  }
}

TEST(MailConfig, TakesAListOrOneTextAndForgetsRepetitions) {
  const auto list = validate(R"({"to":["a@x.example","b@x.example","a@x.example"]})").value();
  const auto text = validate(R"({"to":" a@x.example , b@x.example"})").value();
  EXPECT_EQ(list.config, text.config);
  EXPECT_EQ(list.config, R"({"to":["a@x.example","b@x.example"],"down":true,"up":true})");
  const auto down_only = validate(R"({"to":"a@x.example","up":false})").value();
  EXPECT_TRUE(down_only.wants_down);
  EXPECT_FALSE(down_only.wants_up);
}

TEST(Mail, S2_12_OneMessageForAllItsRecipients) {
  const Made made = make(Direction::down, R"({"to":["a@x.example","b@x.example"]})");
  EXPECT_EQ(made.call.recipients, (std::vector<std::string>{"a@x.example", "b@x.example"}));
  EXPECT_EQ(decoded_header(made.call.message, "To"), "a@x.example,b@x.example");
  EXPECT_EQ(made.call.from, "watch@example.org");
  EXPECT_EQ(made.call.host, "mail.example");
}

TEST(Mail, S2_14_SaysAllThatIsKnownWhenACheckGoesDown) {
  const Made made = make(Direction::down);
  EXPECT_EQ(decoded_header(made.call.message, "Subject"), "DOWN | Nightly \"backup\"");
  EXPECT_EQ(made.text,
            "Nightly \"backup\" is down\n"
            "\n"
            "Project:   Shop\n"
            "Check:     Nightly \"backup\"\n"
            "Reason:    nothing came by 2026-03-02T03:00:00+00:00 "
            "(2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Since:     2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Schedule:  cron 0 3 * * * in Europe/Berlin, grace 1 hour\n"
            "Deadline:  2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "Last ping: 2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 Europe/Berlin), "
            "success, after 1 minute 35 seconds (exit status 0)\n"
            "Tags:      prod db\n"
            "\n"
            "Last output:\n"
            "\n"
            "copied 3 files\n"
            "all \"done\"\n"
            "\n"
            "https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7\n");
  EXPECT_TRUE(made.html.contains("<h2 style=\"color:#b3261e\">Nightly &quot;backup&quot; is down"));
  EXPECT_TRUE(made.html.contains(
      "<a href=\"https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7"));
  EXPECT_TRUE(made.html.contains("all &quot;done&quot;"));
}

TEST(Mail, S2_14_SaysTheNextDeadlineWhenACheckComesUp) {
  const Made made = make(Direction::up);
  EXPECT_EQ(decoded_header(made.call.message, "Subject"), "UP | Nightly \"backup\"");
  EXPECT_TRUE(made.text.starts_with("Nightly \"backup\" is up again\n")) << made.text;
  EXPECT_TRUE(made.text.contains("Next deadline: 2026-03-03T03:00:00+00:00")) << made.text;
}

TEST(Mail, S2_14_WireSubjectsCanBeConfigured) {
  const std::string config =
      R"({"to":"a@x.example","subject_down":"Status is Down","subject_up":"Status is Up"})";
  const std::string stored = validate(config).value().config;
  EXPECT_EQ(decoded_header(make(Direction::down, stored).call.message, "Subject"),
            "Status is Down");
  EXPECT_EQ(decoded_header(make(Direction::up, stored).call.message, "Subject"), "Status is Up");
  EXPECT_EQ(decoded_header(
                make(Direction::up, R"({"to":[],"subject_up":"$NAME: $EXITSTATUS"})").call.message,
                "Subject"),
            "Nightly \"backup\": 0");
}

TEST(Mail, SpeaksChinese) {
  const std::string config = validate(R"({"to":"a@x.example","language":"zh"})").value().config;
  const Made made = make(Direction::down, config);
  EXPECT_EQ(decoded_header(made.call.message, "Subject"), "[告警] Nightly \"backup\"");
  EXPECT_TRUE(made.text.starts_with("告警：Nightly \"backup\"\n\n业务：Shop\n")) << made.text;
  EXPECT_TRUE(made.html.contains("<p>最后输出：</p>")) << made.html;
  EXPECT_EQ(decoded_header(make(Direction::up, config).call.message, "Subject"),
            "[恢复] Nightly \"backup\"");
}

TEST(Mail, NeverShowsThePingUrl) {
  for (const Direction direction : {Direction::down, Direction::up}) {
    const Made made = make(direction);
    const std::string all = made.text + made.html + made.call.message;
    EXPECT_FALSE(all.contains("/ping/"));
    EXPECT_FALSE(all.contains("11111111-2222-4333-8444-555555555555"));
  }
}

TEST(Mail, EveryReasonIsSaidInWords) {
  using core::heartbeat::Reason;
  struct Case {
    Reason reason;
    std::string words;
  };
  for (const Case& one :
       std::vector<Case>{{Reason::fail, "Reason:    failure was reported (exit status 3)\n"},
                         {Reason::timeout, "Reason:    nothing came by 2026-03-02T03:00:00"},
                         {Reason::missed_start, "Reason:    it had not started by 2026-03-02T03"},
                         {Reason::overrun, "Reason:    it ran longer than 10 minutes\n"}}) {
    FakeReader reader;
    reader.rows.at(kPingRow).ping.exit_status = 3;
    engine::Notice notice = sample_notice(Direction::down, "mail", R"({"to":["a@x.example"]})");
    notice.check.spec.run_limit = seconds(600);
    notice.delivery.reason = one.reason;
    const Made made = make(notice, reader);
    std::string text = made.text;
    EXPECT_TRUE(text.contains(one.words)) << text;
    EXPECT_EQ(text.contains("Deadline:"), one.reason != Reason::fail) << text;
  }
}

TEST(Mail, RecoveryIsThreadedUnderTheOpeningMessage) {
  const std::string down = make(Direction::down).call.message;
  const std::string up = make(Direction::up).call.message;
  const std::string opening = decoded_header(down, "Message-ID");
  EXPECT_EQ(opening,
            "<bbbbbbbb-0000-4000-8000-000000000001.cccccccc-0000-4000-8000-000000000001"
            "@example.org>");
  EXPECT_EQ(decoded_header(up, "In-Reply-To"), opening);
  EXPECT_EQ(decoded_header(up, "References"), opening);
  EXPECT_EQ(decoded_header(up, "Message-ID"), "<aaaaaaaa-0000-4000-8000-000000000002@example.org>");
  EXPECT_EQ(decoded_header(down, "In-Reply-To"), "");
  EXPECT_EQ(decoded_header(down, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(decoded_header(down, "X-Muster-Delivery"), "aaaaaaaa-0000-4000-8000-000000000001");
  EXPECT_EQ(decoded_header(down, "Date"), "Mon, 2 Mar 2026 03:00:01 +0000");
}

TEST(Mail, AnotherAttemptHasTheSameMessageId) {
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::up, "mail", R"({"to":["a@x.example"]})");
  const std::string first = decoded_header(make(notice, reader).call.message, "Message-ID");
  notice.delivery.attempts = 3;
  notice.now += std::chrono::hours(1);
  EXPECT_EQ(decoded_header(make(notice, reader).call.message, "Message-ID"), first);
}

TEST(Mail, F69i_NamesCannotMakeHeadersOrParts) {
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::down, "mail", R"({"to":["a@x.example"]})");
  notice.check.spec.name = "x\r\nBcc: evil@x.example\r\n\r\n<script>";
  notice.project_name = "--=_aaaaaaaa-0000-4000-8000-000000000001\r\n北京";
  reader.rows.at(kPingRow).ping.body =
      "--=_aaaaaaaa-0000-4000-8000-000000000001--\r\n.\r\nQUIT\r\n";
  const Made made = make(notice, reader);
  EXPECT_EQ(decoded_header(made.call.message, "Bcc"), "");
  EXPECT_EQ(decoded_header(made.call.message, "Subject"), "DOWN | x Bcc: evil@x.example <script>");
  EXPECT_FALSE(made.html.contains("<script>"));
  int boundaries = 0;
  for (const std::string_view line : lines_of(made.call.message)) {
    EXPECT_LE(line.size(), 998U);
    if (line.starts_with("--=_")) ++boundaries;
  }
  EXPECT_EQ(boundaries, 3);
}

TEST(Mail, F64_ASubjectThatGrowsTooLongIsReplacedByThePlainOne) {
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::down, "mail", "");
  notice.check.spec.description = std::string(40'000, 'x');
  notice.channel.config = R"({"to":["a@x.example"],"subject_down":"$JSON$JSON"})";
  const Made made = make(notice, reader);
  EXPECT_EQ(decoded_header(made.call.message, "Subject"), "DOWN | Nightly \"backup\"");
  EXPECT_TRUE(made.remark.contains("subject: ")) << made.remark;
}

TEST(Mail, GoesOutWithoutALastPingToo) {
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::down, "mail", R"({"to":["a@x.example"]})");
  notice.delivery.ping_row = 0;
  EXPECT_TRUE(make(notice, reader).text.contains("Last ping: never\n"));
  notice.delivery.ping_row = kPingRow;
  reader.broken = true;
  const Made made = make(notice, reader);
  EXPECT_TRUE(made.text.contains("Last ping: 2026-03-01T02:00:05+00:00")) << made.text;
  EXPECT_EQ(made.remark, "the last ping could not be read: database away");
}

TEST(Mail, WithoutAMailServerItWaitsForOne) {
  FakeReader reader;
  const engine::Notice notice = sample_notice(Direction::up, "mail", R"({"to":["a@x.example"]})");
  SenderSettings settings = sample_settings();
  settings.mail.host.clear();
  LastPing last_ping(reader, 0);
  const auto errand =
      kMail.prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  ASSERT_FALSE(errand);
  EXPECT_EQ(errand.error().message, "no mail server is configured (mail.host)");
  EXPECT_EQ(errand.error().code, Code::unavailable);
}

TEST(Mail, F43_WhatTheServerSaysDecides) {
  struct Case {
    int status;
    std::string text;
    Taken taken;
  };
  for (const Case& one : std::vector<Case>{{250, "2.0.0 queued", Taken::yes},
                                           {221, "bye", Taken::yes},
                                           {421, "closing", Taken::not_now},
                                           {451, "greylisted", Taken::not_now},
                                           {452, "4.2.2 full", Taken::not_now},
                                           {550, "5.1.1 unknown", Taken::never},
                                           {554, "5.7.1 refused", Taken::never},
                                           {554, "5.4.4 no route", Taken::not_now},
                                           {530, "5.7.0 authenticate first", Taken::not_now},
                                           {535, "5.7.8 bad credentials", Taken::not_now}}) {
    const core::Attempt attempt = judge_mail({one.status, one.text});
    EXPECT_EQ(attempt.taken, one.taken) << one.status << one.text;
    EXPECT_EQ(attempt.answer, std::to_string(one.status) + " " + one.text);
  }
}

}  // namespace
}  // namespace muster::kinds
