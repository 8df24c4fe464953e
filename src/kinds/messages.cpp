#include "kinds/messages.h"

namespace muster::kinds {
namespace {

constexpr Messages kEnglish{
    .is_down = "{} is down",
    .is_up = "{} is up again",
    .test = "[Test] {}",
    .subject_down = "DOWN | {}",
    .subject_up = "UP | {}",
    .unnamed = "unnamed check",

    .project = "Project",
    .check = "Check",
    .reason = "Reason",
    .down_since = "Since",
    .up_since = "Since",
    .schedule = "Schedule",
    .deadline = "Deadline",
    .next_deadline = "Next deadline",
    .last_ping = "Last ping",
    .tags = "Tags",
    .description = "Description",
    .last_output = "Last output",
    .details = "Details",
    .colon = ":",

    .succeeded = "success was reported",
    .failed = "failure was reported",
    .nothing_came = "nothing came by {}",
    .not_started = "it had not started by {}",
    .ran_too_long = "it ran longer than {}",
    .reason_unknown = "not known",

    .never = "never",
    .not_kept = "not kept",
    .ping = "{}, {}",
    .ran_for = ", after {}",
    .exit_status = " (exit status {})",
    .ping_kinds = {"success", "start", "fail", "log", "ignored"},

    .every = "every {}",
    .expression = "{} {} in {}",
    .grace = ", grace {}",
    .start_limit = ", to start within {}",
    .run_limit = ", to run at most {}",

    .units = {{{"day", "days"}, {"hour", "hours"}, {"minute", "minutes"}, {"second", "seconds"}}},
    .milliseconds = "{} ms",
};

constexpr Messages kChinese{
    .is_down = "告警：{}",
    .is_up = "恢复正常：{}",
    .test = "[测试] {}",
    .subject_down = "[告警] {}",
    .subject_up = "[恢复] {}",
    .unnamed = "未命名的检查",

    .project = "业务",
    .check = "检查",
    .reason = "原因",
    .down_since = "告警时间",
    .up_since = "恢复时间",
    .schedule = "计划",
    .deadline = "截止时间",
    .next_deadline = "下次截止",
    .last_ping = "最后一次上报",
    .tags = "标签",
    .description = "说明",
    .last_output = "最后输出",
    .details = "查看详情",
    .colon = "：",

    .succeeded = "已收到成功上报",
    .failed = "任务上报失败",
    .nothing_came = "截至 {} 未收到上报",
    .not_started = "截至 {} 尚未开始运行",
    .ran_too_long = "运行时间超过 {}",
    .reason_unknown = "未知",

    .never = "从未上报",
    .not_kept = "记录已清理",
    .ping = "{}，{}",
    .ran_for = "，耗时 {}",
    .exit_status = "（退出码 {}）",
    .ping_kinds = {"成功", "开始", "失败", "日志", "已忽略"},

    .every = "每 {} 一次",
    .expression = "{} {}（时区 {}）",
    .grace = "，宽限 {}",
    .start_limit = "，须在 {} 内开始",
    .run_limit = "，最长运行 {}",

    .units = {{{"天", "天"}, {"小时", "小时"}, {"分钟", "分钟"}, {"秒", "秒"}}},
    .milliseconds = "{} 毫秒",
};

}  // namespace

const Messages& messages(Language language) {
  switch (language) {
    case Language::en:
      return kEnglish;
    case Language::zh:
      return kChinese;
  }
  return kEnglish;
}

const Messages& messages(std::optional<Language> language) {
  return messages(language.value_or(Language::en));
}

}  // namespace muster::kinds
