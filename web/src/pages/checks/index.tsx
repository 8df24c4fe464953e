import { HeartPulse, Plus, SearchX } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { checkKey } from "@/api/check-actions";
import { useChecks } from "@/api/checks";
import type { CheckDocument } from "@/api/contract";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { currentLocale, useT } from "@/i18n";
import { useKeys } from "@/lib/keyboard";
import { problemText } from "@/lib/problem-text";
import { useHiddenKeys } from "@/lib/undo";
import { useUrlState } from "@/lib/url-state";
import { Button } from "@/ui/button";
import { Page, PageHeader } from "@/ui/card";
import { EmptyState, Notice, Skeleton } from "@/ui/notice";
import { BulkBar } from "./bulk-bar";
import { filterChecks, parseSort, type Sort, sortChecks, sortText } from "./filter";
import { Filters } from "./filters";
import { CheckList } from "./list";

const NO_CHECKS: CheckDocument[] = [];
const listOf = (text: string) => text.split(",").filter(Boolean);

function useShown(checks: readonly CheckDocument[]) {
  const [text, setText] = useUrlState("q", "");
  const [state, setState] = useUrlState("state", "");
  const [tag, setTag] = useUrlState("tag", "");
  const [order, setOrder] = useUrlState("sort", "state");
  const t = useT();

  const states = useMemo(() => new Set(listOf(state)), [state]);
  const tags = useMemo(() => listOf(tag), [tag]);
  const sort = useMemo(() => parseSort(order), [order]);
  const deferredText = useDeferredValue(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language, another order
  const sorted = useMemo(() => sortChecks(checks, sort, currentLocale()), [checks, sort, t]);
  const rows = useMemo(
    () => filterChecks(sorted, { text: deferredText, states, tags }),
    [sorted, deferredText, states, tags],
  );
  return {
    rows,
    text,
    setText,
    states,
    setStates: (next: ReadonlySet<string>) => setState([...next].join(",")),
    tags,
    setTags: (next: readonly string[]) => setTag(next.join(",")),
    sort,
    setSort: (next: Sort) => setOrder(sortText(next)),
    filtered: text !== "" || states.size > 0 || tags.length > 0,
  };
}

function Empty({ project, writable }: { project: string; writable: boolean }) {
  const t = useT();
  return (
    <EmptyState
      className="rounded-lg border border-line bg-surface py-16"
      icon={<HeartPulse />}
      title={t("checks.emptyTitle")}
      action={
        writable && (
          <Button asChild variant="primary">
            <Link href={`/p/${project}/checks/new`}>
              <Plus />
              {t("checks.create")}
            </Link>
          </Button>
        )
      }
    >
      <p>{t("checks.emptyText")}</p>
      <code className="mt-3 inline-block rounded-md bg-sunken px-3 py-1.5 font-mono text-xs">
        backup.sh && curl -fsS https://…/ping/…
      </code>
      {!writable && <p className="mt-3">{t("checks.emptyViewer")}</p>}
    </EmptyState>
  );
}

export default function ChecksPage({ params }: { params: Record<string, string> }) {
  const uuid = params.project ?? "";
  const t = useT();
  const project = useProject(uuid);
  const [, navigate] = useLocation();
  const [, setSearch] = useSearchParams();
  const { data, isPending, error, refetch } = useChecks(uuid);
  const hidden = useHiddenKeys();
  const checks = useMemo(
    () => (data ?? NO_CHECKS).filter((check) => !hidden.has(checkKey(check.id))),
    [data, hidden],
  );
  const shown = useShown(checks);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(
    () => checks.filter((check) => selection.has(check.id)),
    [checks, selection],
  );
  const { tags, setTags } = shown;
  const onTag = useCallback(
    (tag: string) => {
      if (!tags.includes(tag)) setTags([...tags, tag]);
    },
    [tags, setTags],
  );
  const writable = mayWrite(project);
  useKeys({ n: () => writable && navigate(`/p/${uuid}/checks/new`) });
  usePageTitle(project ? `${t("checks.title")} · ${project.name}` : t("checks.title"));

  if (!project) return <NotFound />;
  return (
    <Page>
      <PageHeader
        title={t("checks.title")}
        note={data && shown.filtered ? `${shown.rows.length} / ${checks.length}` : checks.length}
        actions={
          writable && (
            <Button asChild variant="primary">
              <Link href={`/p/${uuid}/checks/new`}>
                <Plus />
                {t("checks.create")}
              </Link>
            </Button>
          )
        }
      />
      {!project.enabled && (
        <Notice kind="warning" className="mb-3">
          {t("project.disabledNotice")}
        </Notice>
      )}
      {project.enabled && !project.contacts_usable && (
        <Notice
          kind="warning"
          className="mb-3"
          actions={
            <Link href={`/p/${uuid}/contacts`} className="text-accent text-sm hover:underline">
              {t("checks.toContacts")}
            </Link>
          }
        >
          {t("project.noContacts")}
        </Notice>
      )}
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
      ) : isPending ? (
        <Skeleton className="h-96" />
      ) : checks.length === 0 ? (
        <Empty project={uuid} writable={writable} />
      ) : (
        <>
          <Filters
            checks={checks}
            text={shown.text}
            onText={shown.setText}
            states={shown.states}
            onStates={shown.setStates}
            tags={shown.tags}
            onTags={shown.setTags}
          />
          {shown.rows.length === 0 ? (
            <EmptyState
              className="rounded-lg border border-line bg-surface"
              icon={<SearchX />}
              title={t("checks.noMatch")}
              action={
                <Button onClick={() => setSearch({}, { replace: true })}>
                  {t("checks.clearFilters")}
                </Button>
              }
            >
              {t("checks.noMatchText", { count: checks.length })}
            </EmptyState>
          ) : (
            <div className="-mx-4 md:mx-0">
              <CheckList
                project={uuid}
                rows={shown.rows}
                writable={writable}
                selection={selection}
                onSelection={setSelection}
                sort={shown.sort}
                onSort={shown.setSort}
                onTag={onTag}
              />
            </div>
          )}
          <BulkBar project={uuid} checks={selected} onClear={() => setSelection(new Set())} />
        </>
      )}
    </Page>
  );
}
