// What is wrong, what somebody looks after, what is over; of every project or of one.
import { BellRing, Check } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { type AlertState, useAlerts } from "@/api/alerts";
import type { AlertDocument } from "@/api/contract";
import { mayWrite, useProject, useSignedIn } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useUrlState } from "@/lib/url-state";
import { reasonText } from "@/pages/check/reason";
import { RelativeTime, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, Page, PageHeader } from "@/ui/card";
import { Select } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { MoreRows } from "@/ui/more-rows";
import { EmptyState } from "@/ui/notice";
import { type Column, Rows } from "@/ui/rows";
import { Tabs } from "@/ui/tabs";
import { AcknowledgeDialog, AlertStateMark, alertName, Lasting } from "./parts";

const states = ["open", "acknowledged", "resolved"] as const;

function ProjectChoice({ project }: { project: string }) {
  const t = useT();
  const { projects } = useSignedIn();
  const [, navigate] = useLocation();
  if (projects.length < 2) return null;
  return (
    <Select
      aria-label={t("alerts.project")}
      className="w-52"
      value={project}
      onChange={({ target }) =>
        navigate((target.value ? `/p/${target.value}/alerts` : "/alerts") + location.search)
      }
    >
      <option value="">{t("alerts.allProjects")}</option>
      {projects.map(({ uuid, name }) => (
        <option key={uuid} value={uuid}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function Name({ alert, index }: { alert: AlertDocument; index: number }) {
  const t = useT();
  return (
    <Link
      href={`/p/${alert.project}/alerts/${alert.id}`}
      data-row={index}
      className="inset-focus rounded font-medium hover:underline"
    >
      {alertName(alert, t("alerts.gone"))}
    </Link>
  );
}

function Acknowledge({ alert }: { alert: AlertDocument }) {
  const t = useT();
  const writable = mayWrite(useProject(alert.project));
  const [asked, setAsked] = useState(false);
  if (alert.state !== "open" || !writable) return null;
  return (
    <>
      <Button size="sm" onClick={() => setAsked(true)}>
        <Check />
        {t("alerts.acknowledge")}
      </Button>
      {asked && <AcknowledgeDialog alert={alert} onClose={() => setAsked(false)} />}
    </>
  );
}

function By({ alert }: { alert: AlertDocument }) {
  const t = useT();
  if (!alert.acknowledged_by) return <span className="text-ink-3">–</span>;
  const words = t("alerts.by", { name: alert.acknowledged_by });
  const text = alert.remark ? `${words}: ${alert.remark}` : words;
  return (
    <span className="block truncate text-ink-2" title={text}>
      {text}
    </span>
  );
}

function List({
  rows,
  state,
  project,
}: {
  rows: readonly AlertDocument[];
  state: AlertState;
  project: string;
}) {
  const t = useT();
  const columns: Column<AlertDocument>[] = [
    {
      key: "state",
      head: t("alerts.state"),
      cell: (alert) => <AlertStateMark state={alert.state} />,
      className: "w-36",
    },
    {
      key: "name",
      head: t("alerts.check"),
      cell: (alert, index) => (
        <span className="block truncate">
          <Name alert={alert} index={index} />
        </span>
      ),
      className: "w-1/4 max-w-0",
    },
    {
      key: "reason",
      head: t("alerts.reason"),
      cell: (alert) => (
        <span className="block truncate text-ink-2">{reasonText(t, alert.reason)}</span>
      ),
      className: "w-1/5 max-w-0",
    },
    ...(project
      ? []
      : [
          {
            key: "project",
            head: t("alerts.project"),
            cell: (alert: AlertDocument) => (
              <span className="block max-w-40 truncate text-ink-2">{alert.project_name}</span>
            ),
          },
        ]),
    {
      key: "opened",
      head: t("alerts.opened"),
      cell: (alert) => <RelativeTime time={alert.opened_at} className="whitespace-nowrap" />,
    },
    {
      key: "lasting",
      head: state === "resolved" ? t("alerts.lasted") : t("alerts.lasting"),
      cell: (alert) => (
        <span className="whitespace-nowrap">
          <Lasting alert={alert} />
        </span>
      ),
    },
  ];
  if (state === "open") {
    columns.push({
      key: "act",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: (alert) => <Acknowledge alert={alert} />,
      className: "w-28 text-right",
    });
  } else {
    columns.push({
      key: "by",
      head: t("alerts.acknowledged"),
      cell: (alert) => <By alert={alert} />,
      className: "w-1/4 max-w-0",
    });
  }
  return (
    <Rows
      rows={rows}
      rowKey={(alert) => alert.id}
      label={t("alerts.title")}
      columns={columns}
      card={(alert, index) => (
        <div className="flex flex-col gap-1.5">
          <div className="flex items-start justify-between gap-3">
            <span className="min-w-0 break-words">
              <Name alert={alert} index={index} />
            </span>
            <AlertStateMark state={alert.state} />
          </div>
          <p className="text-ink-2 text-xs">
            {reasonText(t, alert.reason)}
            {!project && ` · ${alert.project_name ?? ""}`}
          </p>
          <div className="flex items-center justify-between gap-3 text-ink-3 text-xs">
            <span>
              <Time time={alert.opened_at} /> · <Lasting alert={alert} />
            </span>
            <Acknowledge alert={alert} />
          </div>
          {alert.acknowledged_by && (
            <div className="text-xs">
              <By alert={alert} />
            </div>
          )}
        </div>
      )}
    />
  );
}

function Panel({ state, project }: { state: AlertState; project: string }) {
  const t = useT();
  const alerts = useAlerts(project, state);
  const rows = alerts.data?.pages.flatMap((page) => page.alerts) ?? [];
  if (!alerts.data) return <LoadState of={alerts} />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={<BellRing />} title={t(`alerts.none.${state}`)}>
        {t(`alerts.noneText.${state}`)}
      </EmptyState>
    );
  }
  return (
    <>
      <List rows={rows} state={state} project={project} />
      <MoreRows of={alerts} />
    </>
  );
}

export default function Alerts({ params }: { params: Record<string, string> }) {
  const t = useT();
  const [state, setState] = useUrlState<AlertState>("state", "open", states);
  const named = useProject(params.project);
  const project = params.project ?? "";
  usePageTitle(t("alerts.title"));
  if (project && !named) return <NotFound />;
  return (
    <Page>
      <PageHeader title={t("alerts.title")} actions={<ProjectChoice project={project} />} />
      <Tabs
        label={t("alerts.byState")}
        value={state}
        onChange={setState}
        tabs={states.map((of) => [of, t(`alertState.${of}`)] as const)}
        className="mb-3"
      >
        <Card>
          <Panel state={state} project={project} />
        </Card>
      </Tabs>
    </Page>
  );
}
