import { Problem } from "@/api/problem";
import { t } from "@/i18n";
import { formatDuration } from "./time";

/** What went wrong, in words for people. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t("problem.unknown");
  if (error.status === 0) return t("problem.offline");
  if (error.status === 429) {
    return error.retryAfter > 0
      ? t("problem.throttledFor", { time: formatDuration(error.retryAfter) })
      : t("problem.throttled");
  }
  if (error.status === 409 && /project is disabled/.test(error.detail)) {
    return t("problem.projectDisabled");
  }
  if (error.status === 403) return t("problem.forbidden");
  if (error.status >= 500) return t("problem.server");
  return error.detail || t("problem.unknown");
}
