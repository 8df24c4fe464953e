import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import { checkKey } from "@/api/check-actions";
import { checksQuery } from "@/api/checks";
import { call } from "@/api/client";
import type { AlertDocument, CheckDocument, CheckStatus, SessionProject } from "@/api/contract";
import { keys } from "@/api/query";
import { useSignedIn } from "@/api/session";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useHiddenKeys } from "@/lib/undo";
import { useUrlState } from "@/lib/url-state";
import { countStates } from "@/pages/checks/filter";
import { checkStatus, statuses } from "@/pages/checks/status";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { Skeleton } from "@/ui/notice";
import { StatusShape } from "@/ui/status";
import { LastChanges } from "./changes";
import { NoProject } from "./no-project";
import { Matching } from "./wrong-now";

/** More projects than this are not summed up here; each has its own list. */
const SUMMED_PROJECTS = 50;
const CHANGES = 12;
const TOLD_ALERTS = 200;

export interface Placed {
  project: SessionProject;
  check: CheckDocument;
}

function useAllChecks(projects: readonly SessionProject[]) {
  const lists = useQueries({
    queries: projects.map((project) => checksQuery(project.uuid)),
    combine: (results) => ({
      pending: results.some((result) => result.isPending),
      lists: results.map((result) => result.data),
    }),
  });
  const hidden = useHiddenKeys();
  const placed = useMemo(
    () =>
      projects.flatMap((project, at) =>
        (lists.lists[at] ?? [])
          .filter((check) => !hidden.has(checkKey(check.id)))
          .map((check): Placed => ({ project, check })),
      ),
    [projects, lists.lists, hidden],
  );
  return { pending: lists.pending, placed };
}

const alertsQuery = (query: { state?: AlertDocument["state"]; limit: number }) => ({
  queryKey: [...keys.alerts, "overview", query],
  queryFn: ({ signal }: { signal: AbortSignal }) => call("GET /v1/alerts", { query, signal }),
});

function StateTiles({ counts, chosen }: { counts: Record<CheckStatus, number>; chosen: string }) {
  const t = useT();
  return (
    <nav aria-label={t("checks.byState")} className="mb-3 grid grid-cols-3 gap-2 sm:grid-cols-5">
      {statuses.map((status) => {
        const { tone, key } = checkStatus[status];
        const quiet = counts[status] === 0;
        return (
          <Link
            key={status}
            href={chosen === status ? "/" : `/?state=${status}`}
            aria-current={chosen === status ? "true" : undefined}
            className="flex flex-col gap-0.5 rounded-lg border border-line bg-surface px-4 py-2.5 hover:border-line-strong aria-[current]:border-accent aria-[current]:bg-accent-soft"
          >
            <span className="flex items-center gap-1.5 text-ink-2 text-sm">
              <StatusShape tone={quiet ? "unknown" : tone} className={cx(quiet && "opacity-60")} />
              {t(key)}
            </span>
            <span
              className={cx(
                "font-semibold text-2xl leading-7 tracking-tight",
                quiet ? "text-ink-3" : status === "down" && "text-down",
              )}
            >
              {counts[status]}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}

/** One line per project: how many of its checks are in which state, each number a link. */
function Projects({ placed }: { placed: readonly Placed[] }) {
  const t = useT();
  const { projects } = useSignedIn();
  return (
    <Card>
      <CardHeader title={t("nav.projects")} />
      <ul>
        {projects.slice(0, SUMMED_PROJECTS).map((project) => {
          const own = placed.filter((of) => of.project === project).map((of) => of.check);
          const counts = countStates(own);
          return (
            <li
              key={project.uuid}
              className="flex h-row items-center gap-3 border-line border-t px-4 text-sm"
            >
              <Link
                href={`/p/${project.uuid}/checks`}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {project.name}
              </Link>
              {!project.enabled && (
                <span className="text-ink-3 text-xs">{t("project.disabled")}</span>
              )}
              {statuses
                .filter((status) => counts[status] > 0)
                .map((status) => (
                  <Link
                    key={status}
                    href={`/p/${project.uuid}/checks?state=${status}`}
                    title={t(checkStatus[status].key)}
                    className="flex items-center gap-1 rounded px-0.5 hover:bg-hover"
                  >
                    <StatusShape tone={checkStatus[status].tone} className="size-2.5" />
                    <span className="sr-only">{t(checkStatus[status].key)}</span>
                    {counts[status]}
                  </Link>
                ))}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

export default function OverviewPage() {
  const t = useT();
  const { projects, user } = useSignedIn();
  const [state] = useUrlState("state", "");
  const summed = useMemo(() => projects.slice(0, SUMMED_PROJECTS), [projects]);
  const { pending, placed } = useAllChecks(summed);
  const counts = useMemo(() => countStates(placed.map((of) => of.check)), [placed]);
  const open = useQuery(alertsQuery({ state: "open", limit: TOLD_ALERTS }));
  const taken = useQuery(alertsQuery({ state: "acknowledged", limit: TOLD_ALERTS }));
  const latest = useQuery(alertsQuery({ limit: CHANGES }));
  usePageTitle(counts.down > 0 ? `(${counts.down}) ${t("nav.overview")}` : t("nav.overview"));

  if (projects.length === 0) return <NoProject mayCreate={user.admin} />;
  if (pending) {
    return (
      <Page>
        <Skeleton className="mb-3 h-16" />
        <Skeleton className="h-64" />
      </Page>
    );
  }
  const alerts = [...(open.data?.alerts ?? []), ...(taken.data?.alerts ?? [])];
  const chosen = statuses.find((status) => status === state);
  return (
    <Page>
      <PageHeader title={t("nav.overview")} />
      <StateTiles counts={counts} chosen={state} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <Matching placed={placed} state={chosen} alerts={alerts} />
        <div className="flex min-w-0 flex-col gap-3">
          <Projects placed={placed} />
          <LastChanges alerts={latest.data?.alerts} />
        </div>
      </div>
    </Page>
  );
}
