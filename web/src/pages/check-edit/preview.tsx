import { CalendarClock, TriangleAlert } from "lucide-react";
import { type PreviewWish, usePreview } from "@/api/check-history";
import { currentLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { problemText } from "@/lib/problem-text";
import { useScheduleWords } from "@/lib/schedule-words";
import { formatDuration, viewerZoneName } from "@/lib/time";
import { RelativeTime, Time } from "@/ui/bits";
import { Card, CardHeader } from "@/ui/card";
import { EmptyState } from "@/ui/notice";

/** "2026-03-29T03:00:00+02:00" on the clock of its zone, whatever the viewer's is. */
function localClock(local: string): string {
  const wall = new Date(`${local.slice(0, 19)}Z`);
  if (Number.isNaN(wall.getTime())) return local;
  return new Intl.DateTimeFormat(currentLocale(), {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(wall);
}

/** The same moment on the viewer's clock. */
function HereTime({ time }: { time: string }) {
  const t = useT();
  return (
    <>
      {t("edit.here")} <Time time={time} shape="minute" />
    </>
  );
}

const offsetOf = (local: string) => /([+-]\d\d:\d\d|Z)$/.exec(local)?.[1] ?? "";

/** What the schedule means: in words, and the next ten times on the clock of its zone. */
export function SchedulePreview({ wish }: { wish: PreviewWish }) {
  const t = useT();
  const words = useScheduleWords();
  const { data, error, isPlaceholderData } = usePreview(wish);
  const text = words(wish);
  const times = error ? [] : (data?.times ?? []);
  const otherZone = Boolean(wish.schedule) && wish.tz !== viewerZoneName();
  return (
    <Card className="lg:sticky lg:top-4">
      <CardHeader title={t("edit.preview")} note={wish.schedule ? wish.tz : undefined} />
      {text && <p className="px-4 pb-2 font-medium text-sm">{text}</p>}
      {times.length === 0 ? (
        <EmptyState className="py-8" icon={<CalendarClock />} title={t("edit.noTimes")}>
          {error ? problemText(error) : t("edit.noTimesText")}
        </EmptyState>
      ) : (
        <table className={cx("w-full text-sm", isPlaceholderData && "opacity-60")}>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t("edit.there")}</th>
              <th scope="col">{t("edit.here")}</th>
            </tr>
          </thead>
          <tbody>
            {times.map((fire) => (
              <tr key={fire.at} className="border-line border-t">
                <td className="whitespace-nowrap py-1.5 pl-4">
                  {localClock(fire.local)}
                  <span className="ml-1.5 text-ink-3 text-xs">{offsetOf(fire.local)}</span>
                  {fire.mark && (
                    <span className="flex items-center gap-1 whitespace-normal text-late text-xs">
                      <TriangleAlert aria-hidden className="size-3 shrink-0" />
                      {t(fire.mark === "gap" ? "edit.gap" : "edit.repeat")}
                    </span>
                  )}
                </td>
                <td className="whitespace-nowrap pr-4 text-right text-ink-3 text-xs">
                  {otherZone ? <HereTime time={fire.at} /> : <RelativeTime time={fire.at} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {times.length > 0 && wish.grace !== undefined && wish.grace > 0 && (
        <p className="border-line border-t px-4 py-2 text-ink-3 text-xs">
          {t("edit.alertAfter", { time: formatDuration(wish.grace) })}
        </p>
      )}
    </Card>
  );
}
