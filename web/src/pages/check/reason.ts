import type { CheckDocument } from "@/api/contract";
import type { Key, Translate } from "@/i18n";
import { formatDuration, formatTime, serverNowMs } from "@/lib/time";

const reasons: Record<string, Key> = {
  fail: "reason.fail",
  timeout: "reason.timeout",
  missed_start: "reason.missed_start",
  overrun: "reason.overrun",
};

export const reasonText = (t: Translate, reason: string) => {
  const key = reasons[reason];
  return key ? t(key) : reason;
};

const secondsSince = (time: string) =>
  Math.max(0, Math.floor((serverNowMs() - Date.parse(time)) / 1000));

/** Why the check is in its state, in one sentence. It changes as time passes. */
export function stateReason(t: Translate, check: CheckDocument, openReason?: string): string {
  const next = check.next_ping ? formatTime(check.next_ping) : "";
  switch (check.status) {
    case "new":
      return t("check.whyNew");
    case "paused":
      return t(check.resume === "by_hand" ? "check.whyPausedByHand" : "check.whyPaused");
    case "up":
      return next ? t("check.whyUp", { time: next }) : t("check.whyUpOnce");
    case "grace": {
      const since = check.overdue_since ?? check.next_ping;
      if (!since) return t("check.whyLate");
      const left = check.grace - secondsSince(since);
      return left > 0
        ? t("check.whyGrace", { time: formatTime(since), left: formatDuration(left) })
        : t("check.whyLate");
    }
    case "down":
      if (openReason && openReason !== "timeout") return reasonText(t, openReason);
      return check.overdue_since
        ? t("check.whyDown", { time: formatTime(check.overdue_since) })
        : t("check.whyDownFailed");
  }
}
