import { ArrowRight } from "lucide-react";
import { useMemo, useState } from "react";
import { usePreview, useTransitions } from "@/api/check-history";
import type { Bar, CheckDocument, CheckStatus } from "@/api/contract";
import { type Key, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatDuration, formatTime, serverNowMs } from "@/lib/time";
import { checkStatus } from "@/pages/checks/status";
import { type BeatTone, beatTone } from "@/ui/beat-strip";
import { RelativeTime, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { EmptyState, Skeleton } from "@/ui/notice";
import { StatusMark, StatusShape, type Tone } from "@/ui/status";
import type { TabProps } from ".";
import { downtime } from "./downtime";
import { reasonText } from "./reason";

const outcomeKeys: Record<string, Key> = {
  success: "outcome.success",
  fail: "outcome.fail",
  start: "outcome.start",
  log: "outcome.log",
  ign: "outcome.ign",
};
const outcomeTone: Record<BeatTone, Tone> = { up: "up", down: "down", idle: "unknown" };
const fill: Record<BeatTone, string> = {
  up: "bg-mark-up",
  down: "bg-mark-down",
  idle: "bg-mark-idle",
};

export function Outcome({ outcome }: { outcome: string }) {
  const t = useT();
  const key = outcomeKeys[outcome];
  return (
    <StatusMark tone={outcomeTone[beatTone(outcome)]} className="font-normal">
      <span data-word>{key ? t(key) : outcome}</span>
    </StatusMark>
  );
}

const FIRST_RUNS = 12;

/** The last runs, newest first; the bar is the duration against the longest of them. */
function Runs({ bars }: { bars: readonly Bar[] }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const newestFirst = useMemo(() => [...bars].reverse(), [bars]);
  const longest = Math.max(0, ...bars.map((bar) => bar.duration ?? 0));
  const shown = all ? newestFirst : newestFirst.slice(0, FIRST_RUNS);
  return (
    <Card>
      <CardHeader
        title={t("check.runs")}
        note={longest > 0 ? t("check.longest", { time: formatDuration(longest) }) : undefined}
      />
      {bars.length === 0 ? (
        <EmptyState className="py-8" title={t("check.noRuns")}>
          {t("check.noRunsText")}
        </EmptyState>
      ) : (
        <table className="w-full text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t("check.time")}</th>
              <th scope="col">{t("check.outcome")}</th>
              <th scope="col">{t("check.duration")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((bar, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have the same time
              <tr key={at} className="border-line border-t">
                <td className="h-8 w-28 whitespace-nowrap pl-4 text-ink-2 sm:w-36">
                  <Time time={bar.at} />
                </td>
                <td className="w-8 whitespace-nowrap px-2 sm:w-28 [&_[data-word]]:max-sm:sr-only">
                  <Outcome outcome={bar.outcome} />
                </td>
                <td className="pr-4">
                  <div className="flex items-center gap-2">
                    <div className="h-2 flex-1 rounded-xs bg-sunken">
                      <div
                        className={cx("h-2 rounded-xs", fill[beatTone(bar.outcome)])}
                        style={{
                          width: `${longest > 0 ? Math.max(1, ((bar.duration ?? 0) / longest) * 100) : 0}%`,
                        }}
                      />
                    </div>
                    <span className="w-16 text-right text-ink-2">
                      {bar.duration === undefined ? "–" : formatDuration(bar.duration)}
                    </span>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {newestFirst.length > shown.length && (
        <div className="border-line border-t px-4 py-1.5">
          <Button variant="link" size="inline" className="text-sm" onClick={() => setAll(true)}>
            {t("check.showAllRuns", { count: newestFirst.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}

const PERIOD_DAYS = 30;

function Transitions({ project, check }: TabProps) {
  const t = useT();
  const [from] = useState(() =>
    new Date(Math.floor(serverNowMs() / 60_000) * 60_000 - PERIOD_DAYS * 86_400_000).toISOString(),
  );
  const { data, isPending } = useTransitions(project, check.id, from);
  const list = data?.transitions ?? [];
  const lost = downtime(list, serverNowMs());
  return (
    <Card>
      <CardHeader
        title={t("check.transitions")}
        note={
          data &&
          (lost.times > 0
            ? t("check.downtime", {
                count: lost.times,
                time: formatDuration(lost.seconds),
                days: PERIOD_DAYS,
              })
            : t("check.noDowntime", { days: PERIOD_DAYS }))
        }
      />
      {isPending && <Skeleton className="m-4 h-24" />}
      <ol>
        {list.slice(0, 20).map((change) => (
          <li
            key={`${change.at}${change.to}`}
            className="flex min-h-9 flex-wrap items-center gap-x-2 border-line border-t px-4 py-1.5 text-sm"
          >
            <StatusShape tone={toneOf(change.from)} />
            <ArrowRight aria-hidden className="size-3.5 text-ink-3" />
            <StatusMark tone={toneOf(change.to)}>{t(keyOf(change.to))}</StatusMark>
            <span className="min-w-0 flex-1 truncate text-ink-3 text-xs">
              {change.reason && reasonText(t, change.reason)}
            </span>
            <RelativeTime time={change.at} className="text-ink-2 text-xs" />
          </li>
        ))}
      </ol>
    </Card>
  );
}

const toneOf = (status: CheckStatus) => checkStatus[status].tone;
const keyOf = (status: CheckStatus) => checkStatus[status].key;

/** When the next signal is awaited, and when its absence would be told. */
function WouldAlert({ check }: { check: CheckDocument }) {
  const t = useT();
  const { data } = usePreview(
    check.schedule
      ? { schedule: check.schedule, tz: check.tz, grace: check.grace }
      : { timeout: check.timeout, grace: check.grace },
    3,
  );
  // A period counts from the last ping; a schedule stands by itself.
  const times = check.schedule ? (data?.times.map((of) => of.at) ?? []) : [];
  const periodic =
    !check.schedule && check.next_ping && check.status !== "down" ? [check.next_ping] : [];
  const due = [...periodic, ...times].slice(0, 3);
  if (check.status === "paused" || due.length === 0) return null;
  return (
    <Card>
      <CardHeader title={t("check.wouldAlert")} note={t("check.wouldAlertNote")} />
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-ink-3 text-xs">
            <th scope="col" className="px-4 py-1 font-medium">
              {t("check.expected")}
            </th>
            <th scope="col" className="px-4 py-1 font-medium">
              {t("check.alertAt")}
            </th>
          </tr>
        </thead>
        <tbody>
          {due.map((at) => (
            <tr key={at} className="border-line border-t">
              <td className="h-8 px-4">{formatTime(at)}</td>
              <td className="px-4 text-down">
                {formatTime(new Date(Date.parse(at) + check.grace * 1000).toISOString())}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {check.failures_before_down > 1 && (
        <p className="border-line border-t px-4 py-2 text-ink-3 text-xs">
          {t("check.tolerance", { count: check.failures_before_down })}
        </p>
      )}
    </Card>
  );
}

export function HistoryTab({ project, check }: TabProps) {
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Runs bars={check.bars ?? []} />
      <div className="flex min-w-0 flex-col gap-3">
        <WouldAlert check={check} />
        <Transitions project={project} check={check} />
      </div>
    </div>
  );
}
