// Who did what, newest first. What is new is marked, and then counts as seen.
import { ScrollText } from "lucide-react";
import { useEffect, useRef } from "react";
import { useSearchParams } from "wouter";
import { setSeen, useAudit } from "@/api/audit";
import type { AuditDocument } from "@/api/contract";
import { useSignedIn } from "@/api/session";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useKeys } from "@/lib/keyboard";
import { serverNowMs } from "@/lib/time";
import { Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, Page, PageHeader } from "@/ui/card";
import { LoadState } from "@/ui/load-state";
import { MoreRows } from "@/ui/more-rows";
import { EmptyState } from "@/ui/notice";
import { useRowKeys } from "@/ui/rows";
import { StatusMark } from "@/ui/status";
import { Drawer } from "./drawer";
import { isFiltered, maybeMoreUnseen, queryOf, shownRows } from "./filter";
import { Filters, useAuditFilter } from "./filters";
import { actionText, outcomeTones } from "./words";

const GRID =
  "md:grid md:grid-cols-[9.5rem_minmax(7rem,1fr)_minmax(9rem,1.1fr)_minmax(9rem,1.6fr)_minmax(6rem,1fr)_6.5rem] md:items-center md:gap-x-3";
const SEEN_AFTER_MS = 1_500;

function Head() {
  const t = useT();
  return (
    <div
      aria-hidden
      className={cx("hidden h-8 border-line border-b px-4 font-medium text-ink-3 text-xs", GRID)}
    >
      <span>{t("audit.time")}</span>
      <span>{t("audit.person")}</span>
      <span>{t("audit.action")}</span>
      <span>{t("audit.object")}</span>
      <span>{t("alerts.project")}</span>
      <span>{t("audit.outcome")}</span>
    </div>
  );
}

function Row({
  event,
  index,
  fresh,
  onOpen,
}: {
  event: AuditDocument;
  index: number;
  fresh: boolean;
  onOpen: (id: number) => void;
}) {
  const t = useT();
  return (
    // What is out of sight is laid out only when it comes into sight.
    <li className="border-line border-b [contain-intrinsic-size:auto_2.25rem] [content-visibility:auto] last:border-b-0">
      <button
        type="button"
        data-row={index}
        onClick={() => onOpen(event.id)}
        className={cx(
          "inset-focus flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 border-transparent border-l-2 px-4 py-2 text-left text-sm hover:bg-hover md:h-row md:py-0 md:pl-3.5",
          GRID,
          fresh && "border-l-accent bg-accent-soft/60 hover:bg-accent-soft",
        )}
      >
        <span className="flex items-center gap-2 whitespace-nowrap text-ink-2 max-md:w-full">
          <Time time={event.at} />
          {fresh && (
            <span className="rounded-full bg-accent-fill px-1.5 font-semibold text-2xs text-accent-ink">
              {t("audit.new")}
            </span>
          )}
          <span className="ml-auto md:hidden">
            <StatusMark tone={outcomeTones[event.outcome]}>
              {t(`audit.outcomes.${event.outcome}`)}
            </StatusMark>
          </span>
        </span>
        <span className="truncate font-medium">{event.user || t("audit.nobody")}</span>
        <span className="truncate text-ink-2">{actionText(t, event.action)}</span>
        <span className="truncate max-md:w-full">
          {event.object_name || event.object_id || "–"}
          {event.detail && event.outcome !== "done" && (
            <span className="text-ink-3"> · {event.detail}</span>
          )}
        </span>
        <span className="truncate text-ink-2 max-md:hidden">{event.project_name}</span>
        <span className="max-md:hidden">
          <StatusMark tone={outcomeTones[event.outcome]}>
            {t(`audit.outcomes.${event.outcome}`)}
          </StatusMark>
        </span>
      </button>
    </li>
  );
}

/** Sets what is shown seen, a little later; the answer are the rows that were new on this visit. */
function useFresh(rows: readonly AuditDocument[], complete: boolean): ReadonlySet<number> {
  const fresh = useRef(new Set<number>());
  const told = useRef(0);
  const { unread } = useSignedIn();
  for (const row of rows) if (row.unseen) fresh.current.add(row.id);
  const newest = rows[0]?.id ?? 0;
  useEffect(() => {
    // Behind a filter there may be newer events that nobody has looked at.
    if (!complete || newest <= told.current || unread === 0) return;
    const timer = setTimeout(() => {
      told.current = newest;
      setSeen(newest).catch(() => {
        told.current = 0;
      });
    }, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [newest, complete, unread]);
  return fresh.current;
}

export default function Audit() {
  const t = useT();
  const of = useAuditFilter();
  const { filter, unseen } = of;
  const filtered = isFiltered(filter);
  const [search, setSearch] = useSearchParams();
  const audit = useAudit(queryOf(filter, serverNowMs()), JSON.stringify(filter));
  const all = audit.data?.pages.flatMap((page) => page.events) ?? [];
  const fresh = useFresh(all, !filtered);
  const rows = shownRows(all, unseen, fresh);
  const opened = all.find((event) => String(event.id) === search.get("event"));
  usePageTitle(t("audit.title"));
  useRowKeys();
  useKeys({ "/": () => document.getElementById("audit-person")?.focus() });

  const open = (id: number | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (id === null) after.delete("event");
        else after.set("event", String(id));
        return after;
      },
      { replace: true },
    );
  const more = {
    ...audit,
    hasNextPage: audit.hasNextPage && (!unseen || maybeMoreUnseen(all)),
  };
  return (
    <Page>
      <PageHeader title={t("audit.title")} note={t("audit.note")} />
      <Filters of={of} />
      <Card>
        {!audit.data ? (
          <LoadState of={audit} rows={8} />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<ScrollText />}
            title={filtered || unseen ? t("audit.noMatch") : t("audit.empty")}
            action={
              (filtered || unseen) && <Button onClick={of.clear}>{t("checks.clearFilters")}</Button>
            }
          >
            {unseen && !filtered
              ? t("audit.allSeen")
              : filtered
                ? t("audit.noMatchText")
                : t("audit.emptyText")}
          </EmptyState>
        ) : (
          <>
            <Head />
            <ul aria-label={t("audit.title")}>
              {rows.map((event, index) => (
                <Row
                  key={event.id}
                  event={event}
                  index={index}
                  fresh={fresh.has(event.id)}
                  onOpen={open}
                />
              ))}
            </ul>
            <MoreRows of={more} />
          </>
        )}
      </Card>
      {opened && <Drawer event={opened} onClose={() => open(null)} />}
    </Page>
  );
}
