#include "kinds/messages.h"

#include "kinds/plain_text.h"
#include "kinds/story.h"
#include "kinds/testing/sample_notice.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using core::heartbeat::Reason;

Story told(const engine::Notice& notice, Language language, bool with_ping = true) {
  FakeReader reader;
  if (!with_ping) reader.rows.clear();
  const SenderSettings settings{.site_url = "https://muster.example"};
  LastPing last_ping(reader, notice);
  return tell({.notice = notice, .settings = settings, .last_ping = last_ping}, language);
}

std::string value(const Story& story, std::string_view label) {
  for (const Fact& fact : story.facts) {
    if (fact.label == label) return fact.value;
  }
  return "(absent)";
}

TEST(Messages, AreCompleteInEveryLanguage) {
  for (const Language language : {Language::en, Language::zh}) {
    const Messages& words = messages(language);
    for (const std::string_view message :
         {words.is_down,      words.is_up,          words.test,         words.subject_down,
          words.subject_up,   words.unnamed,        words.project,      words.check,
          words.reason,       words.down_since,     words.up_since,     words.schedule,
          words.deadline,     words.next_deadline,  words.last_ping,    words.tags,
          words.description,  words.last_output,    words.details,      words.colon,
          words.succeeded,    words.failed,         words.nothing_came, words.not_started,
          words.ran_too_long, words.reason_unknown, words.never,        words.not_kept,
          words.ping,         words.ran_for,        words.exit_status,  words.every,
          words.expression,   words.grace,          words.start_limit,  words.run_limit,
          words.milliseconds}) {
      EXPECT_FALSE(message.empty());
    }
  }
  EXPECT_EQ(&messages(std::nullopt), &messages(Language::en));
}

TEST(Messages, TellTheWholeStoryInChinese) {
  const engine::Notice notice = sample_notice(Direction::down, "mail", "{}");
  EXPECT_EQ(plain_text(told(notice, Language::zh)),
            "告警：Nightly \"backup\"\n"
            "\n"
            "业务：Shop\n"
            "检查：Nightly \"backup\"\n"
            "原因：截至 2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin) "
            "未收到上报\n"
            "告警时间：2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "计划：cron 0 3 * * *（时区 Europe/Berlin），宽限 1 小时\n"
            "截止时间：2026-03-02T03:00:00+00:00 (2026-03-02T04:00:00+01:00 Europe/Berlin)\n"
            "最后一次上报：2026-03-01T02:00:05+00:00 (2026-03-01T03:00:05+01:00 Europe/Berlin)，"
            "成功，耗时 1 分钟 35 秒（退出码 0）\n"
            "标签：prod db\n"
            "\n"
            "最后输出：\n"
            "\n"
            "copied 3 files\n"
            "all \"done\"\n"
            "\n"
            "https://muster.example/p/00000000-0000-0000-0000-000000000000/checks/7\n");
}

TEST(Messages, GiveEveryReasonInChinese) {
  struct Case {
    Reason reason;
    std::string words;
  };
  for (const Case& one : std::vector<Case>{{Reason::fail, "任务上报失败（退出码 0）"},
                                           {Reason::missed_start, "截至 2026-03-02T03:00:00"},
                                           {Reason::overrun, "运行时间超过 10 分钟"},
                                           {Reason::none, "未知"}}) {
    engine::Notice notice = sample_notice(Direction::down, "mail", "{}");
    notice.check.spec.schedule = core::Schedule::period(seconds(90'061));
    notice.check.spec.start_limit = seconds(300);
    notice.check.spec.run_limit = seconds(600);
    notice.delivery.reason = one.reason;
    const Story story = told(notice, Language::zh);
    EXPECT_TRUE(value(story, "原因").starts_with(one.words)) << value(story, "原因");
    EXPECT_EQ(value(story, "计划"),
              "每 1 天 1 小时 1 分钟 1 秒 一次，宽限 1 小时，须在 5 分钟 内开始，最长运行 10 分钟");
  }
}

TEST(Messages, SayInChineseThatThereWasNoPing) {
  engine::Notice notice = sample_notice(Direction::down, "mail", "{}");
  notice.delivery.ping_row = 0;
  EXPECT_EQ(value(told(notice, Language::zh), "最后一次上报"), "从未上报");
  notice.delivery.ping_row = kPingRow;
  notice.check.state.last_ping.reset();
  EXPECT_EQ(value(told(notice, Language::zh, false), "最后一次上报"), "记录已清理");
}

}  // namespace
}  // namespace muster::kinds
