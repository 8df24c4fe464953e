import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { checkKey, deleteChecks, setPaused } from "@/api/check-actions";
import { useCheckAlerts } from "@/api/check-history";
import { useCheck } from "@/api/checks";
import type { CheckDocument } from "@/api/contract";
import { Problem } from "@/api/problem";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { type Key, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useKeys } from "@/lib/keyboard";
import { problemText } from "@/lib/problem-text";
import { useScheduleWords } from "@/lib/schedule-words";
import { formatDuration, useClock } from "@/lib/time";
import { useHiddenKeys } from "@/lib/undo";
import { useUrlState } from "@/lib/url-state";
import { Due } from "@/pages/checks/row";
import { checkName, checkStatus, tagsOf } from "@/pages/checks/status";
import { RelativeTime, Tag } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, Page } from "@/ui/card";
import { Notice, Skeleton } from "@/ui/notice";
import { StatusMark } from "@/ui/status";
import { Tabs } from "@/ui/tabs";
import { AlertsTab } from "./alerts-tab";
import { BadgesTab } from "./badges-tab";
import { HistoryTab } from "./history-tab";
import { PingsTab } from "./pings-tab";
import { stateReason } from "./reason";
import { SetUpTab } from "./set-up-tab";

export interface TabProps {
  project: string;
  check: CheckDocument;
}

const tabs = {
  history: { key: "check.tabHistory", view: HistoryTab },
  pings: { key: "check.tabPings", view: PingsTab },
  alerts: { key: "check.tabAlerts", view: AlertsTab },
  setup: { key: "check.tabSetUp", view: SetUpTab },
  badges: { key: "check.tabBadges", view: BadgesTab },
} as const satisfies Record<string, { key: Key; view: (props: TabProps) => ReactNode }>;
type TabName = keyof typeof tabs;

function Actions({ project, check }: TabProps) {
  const t = useT();
  const [, navigate] = useLocation();
  const paused = check.status === "paused";
  return (
    <div className="flex gap-2">
      <Button onClick={() => void setPaused(project, check, !paused)}>
        {paused ? <Play /> : <Pause />}
        {paused ? t("checks.resume") : t("checks.pause")}
      </Button>
      <Button asChild>
        <Link href={`/p/${project}/checks/${check.id}/edit`}>
          <Pencil />
          {t("common.edit")}
        </Link>
      </Button>
      <Button
        variant="danger-quiet"
        size="icon"
        aria-label={t("common.delete")}
        title={t("common.delete")}
        onClick={() => {
          deleteChecks(project, [check]);
          navigate(`/p/${project}/checks`);
        }}
      >
        <Trash2 />
      </Button>
    </div>
  );
}

/** State, why, and since when: one sentence that is true at this moment. */
function Verdict({ project, check }: TabProps) {
  const t = useT();
  const alerts = useCheckAlerts(project, check.id);
  const open = alerts.data?.alerts.find((alert) => alert.state !== "resolved");
  const reason = useClock(() => stateReason(t, check, open?.reason));
  const { tone, key } = checkStatus[check.status];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusMark tone={tone} look="large">
        {t(key)}
      </StatusMark>
      {check.started && (
        <StatusMark tone="unknown" look="pill" className="text-accent">
          {t("status.running")}
        </StatusMark>
      )}
      <p className="text-ink-2 text-sm">
        {reason}
        {open?.acknowledged_by && (
          <> · {t("check.acknowledgedBy", { name: open.acknowledged_by })}</>
        )}
      </p>
    </div>
  );
}

function Fact({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cx("min-w-0 px-4 py-2.5", className)}>
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="truncate text-sm">{children}</dd>
    </div>
  );
}

function Facts({ check }: { check: CheckDocument }) {
  const t = useT();
  const words = useScheduleWords();
  return (
    <Card className="my-3">
      <dl className="grid grid-cols-2 py-1 sm:max-lg:grid-cols-4 lg:grid-cols-7 lg:divide-x lg:divide-line lg:py-0">
        <Fact label={t("checks.schedule")} className="col-span-2">
          <span title={`${check.schedule ?? ""} ${check.tz ?? ""}`.trim() || undefined}>
            {words(check)}
            {check.schedule && check.tz && <span className="text-ink-3"> · {check.tz}</span>}
          </span>
        </Fact>
        <Fact label={t("check.grace")}>{formatDuration(check.grace)}</Fact>
        <Fact label={t("checks.lastPing")}>
          <RelativeTime time={check.last_ping} fallback={t("common.never")} />
        </Fact>
        <Fact label={t("check.lastDuration")}>
          {check.last_duration === undefined ? "–" : formatDuration(check.last_duration)}
        </Fact>
        <Fact label={t("checks.nextDue")}>
          <Due check={check} />
        </Fact>
        <Fact label={t("check.pings")}>{check.pings}</Fact>
      </dl>
    </Card>
  );
}

function CheckView({ project, check, writable }: TabProps & { writable: boolean }) {
  const t = useT();
  const [, navigate] = useLocation();
  const names = (Object.keys(tabs) as TabName[]).filter(
    (name) =>
      (name !== "badges" || check.badge_url !== undefined) &&
      (name !== "setup" || check.ping_url !== undefined),
  );
  const unused = check.pings === 0 && check.ping_url !== undefined;
  const [tab, setTab] = useUrlState<TabName>("tab", unused ? "setup" : "history", names);
  usePageTitle(checkName(check));
  useKeys({ e: () => writable && navigate(`/p/${project}/checks/${check.id}/edit`) });
  const { view: View } = tabs[tab];
  return (
    <Page>
      <nav className="mb-1 text-ink-3 text-xs">
        <Link href={`/p/${project}/checks`} className="hover:text-ink hover:underline">
          {t("checks.title")}
        </Link>
      </nav>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="mb-2 flex flex-wrap items-center gap-2">
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">
              {checkName(check)}
            </h1>
            {tagsOf(check).map((tag) => (
              <Link key={tag} href={`/p/${project}/checks?tag=${encodeURIComponent(tag)}`}>
                <Tag className="hover:border-line-strong hover:text-ink">{tag}</Tag>
              </Link>
            ))}
          </div>
          <Verdict project={project} check={check} />
          {check.description && (
            <p className="mt-2 max-w-3xl whitespace-pre-line text-ink-2 text-sm">
              {check.description}
            </p>
          )}
        </div>
        {writable && <Actions project={project} check={check} />}
      </header>
      <Facts check={check} />
      <Tabs
        value={tab}
        onChange={setTab}
        label={checkName(check)}
        className="mb-3"
        tabs={names.map((name) => [name, t(tabs[name].key)] as const)}
      >
        <View project={project} check={check} />
      </Tabs>
    </Page>
  );
}

export default function CheckPage({ params }: { params: Record<string, string> }) {
  const uuid = params.project ?? "";
  const t = useT();
  const project = useProject(uuid);
  const { data, error, refetch } = useCheck(uuid, params.check ?? "");
  const hidden = useHiddenKeys();
  if (!project || (error instanceof Problem && error.status === 404)) {
    return <NotFound what={t("check.gone")} />;
  }
  if (data && !hidden.has(checkKey(data.id))) {
    return <CheckView project={uuid} check={data} writable={mayWrite(project)} />;
  }
  return (
    <Page>
      {error ? (
        <Notice
          kind="error"
          actions={
            <Button size="sm" onClick={() => void refetch()}>
              {t("common.tryAgain")}
            </Button>
          }
        >
          {problemText(error)}
        </Notice>
      ) : (
        <Skeleton className="h-64" />
      )}
    </Page>
  );
}
