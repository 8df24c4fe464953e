import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { deleteChecks, setPaused } from "@/api/check-actions";
import { checkQuery } from "@/api/checks";
import type { CheckDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import type { Timing } from "@/lib/schedule-words";
import { BeatStrip } from "@/ui/beat-strip";
import { RelativeTime, Since, Tag } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/input";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay";
import { StatusMark } from "@/ui/status";
import { checkName, checkStatus, tagsOf } from "./status";

export const GRID =
  "grid grid-cols-[2.25rem_6.5rem_minmax(12rem,2.2fr)_minmax(8rem,1.3fr)_minmax(7rem,11.5rem)_7.5rem_7.5rem_2.75rem] items-center";

const SETTLE_MS = 150;

/** The bars of a row that stays in sight; while rows fly past, nothing is asked for. */
function RowBeats({ project, check, className }: RowPart & { className?: string }) {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery({
    ...checkQuery(project, check.id),
    staleTime: Number.POSITIVE_INFINITY, // the live feed says when it is stale
    enabled: settled,
  });
  return <BeatStrip bars={data?.bars ?? check.bars ?? []} {...(className ? { className } : {})} />;
}

interface RowPart {
  project: string;
  check: CheckDocument;
}

/** What comes next: the due time, or how late it is. */
export function Due({ check }: { check: CheckDocument }) {
  const t = useT();
  if (check.status === "paused") return <span className="text-ink-3">–</span>;
  if (check.overdue_since && (check.status === "down" || check.status === "grace")) {
    return (
      <span className={check.status === "down" ? "text-down" : "text-late"}>
        {t("checks.lateBy")} <Since time={check.overdue_since} />
      </span>
    );
  }
  return <RelativeTime time={check.next_ping} />;
}

function State({ check }: { check: CheckDocument }) {
  const t = useT();
  const { tone, key } = checkStatus[check.status];
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <StatusMark tone={tone}>{t(key)}</StatusMark>
      {check.started && (
        <span
          title={t("status.running")}
          className="pulse-dot size-1.5 shrink-0 rounded-full bg-accent"
        >
          <span className="sr-only">{t("status.running")}</span>
        </span>
      )}
    </span>
  );
}

function RowMenu({ project, check }: RowPart) {
  const t = useT();
  const [, navigate] = useLocation();
  const paused = check.status === "paused";
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("checks.actionsOf", { name: checkName(check) })}
        >
          <Ellipsis />
        </Button>
      }
    >
      <MenuItem onSelect={() => navigate(`/p/${project}/checks/${check.id}/edit`)}>
        <Pencil />
        {t("common.edit")}
      </MenuItem>
      <MenuItem onSelect={() => void setPaused(project, check, !paused)}>
        {paused ? <Play /> : <Pause />}
        {paused ? t("checks.resume") : t("checks.pause")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => deleteChecks(project, [check])}>
        <Trash2 />
        {t("common.delete")}
      </MenuItem>
    </Menu>
  );
}

export interface RowProps extends RowPart {
  index: number;
  writable: boolean;
  selected: boolean;
  onSelect: (id: string, selected: boolean, range: boolean) => void;
  onTag: (tag: string) => void;
  words: (timing: Timing) => string;
}

function Select({ check, selected, onSelect }: Pick<RowProps, "check" | "selected" | "onSelect">) {
  const t = useT();
  return (
    <Checkbox
      checked={selected}
      aria-label={t("checks.selectOne", { name: checkName(check) })}
      onClick={(event) => onSelect(check.id, !selected, event.shiftKey)}
      onChange={() => {}}
    />
  );
}

/** One line of the table. */
export const Row = memo(function Row(props: RowProps) {
  const { project, check, index, writable, selected, onTag, words } = props;
  const tags = tagsOf(check);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={cx(
        GRID,
        "group relative h-row border-line border-b text-sm focus-within:bg-hover hover:bg-hover",
        selected && "bg-accent-soft!",
      )}
    >
      <span role="cell" className="relative z-1 flex justify-center">
        {writable && <Select {...props} />}
      </span>
      <span role="cell" className="pl-1">
        <State check={check} />
      </span>
      <span role="cell" className="flex min-w-0 items-center gap-2 pr-4">
        <Link
          href={`/p/${project}/checks/${check.id}`}
          data-row={index}
          className="inset-focus min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {checkName(check)}
        </Link>
        <span className="relative z-1 hidden shrink-0 gap-1 xl:flex">
          {tags.slice(0, 3).map((tag) => (
            <button key={tag} type="button" onClick={() => onTag(tag)} className="rounded">
              <Tag className="hover:border-line-strong hover:text-ink">{tag}</Tag>
            </button>
          ))}
          {tags.length > 3 && <Tag>+{tags.length - 3}</Tag>}
        </span>
      </span>
      <span
        role="cell"
        className="truncate pr-4 text-ink-2"
        title={`${check.schedule ?? ""} ${check.tz ?? ""}`.trim() || undefined}
      >
        {words(check)}
      </span>
      <span role="cell" className="pr-5">
        <RowBeats project={project} check={check} />
      </span>
      <span role="cell" className="truncate text-ink-2">
        <RelativeTime time={check.last_ping} />
      </span>
      <span role="cell" className="truncate text-ink-2">
        <Due check={check} />
      </span>
      <span role="cell" className="relative z-1 flex justify-center">
        {writable && <RowMenu project={project} check={check} />}
      </span>
    </div>
  );
});

/** The same as a card, for narrow windows. */
export const RowCard = memo(function RowCard(props: RowProps) {
  const t = useT();
  const { project, check, index, writable, selected, words } = props;
  return (
    <article
      aria-label={checkName(check)}
      className={cx(
        "relative flex h-full flex-col justify-center gap-1.5 border-line border-b px-4",
        selected && "bg-accent-soft",
      )}
    >
      <div className="flex items-center gap-2.5">
        {writable && (
          <span className="relative z-1 flex">
            <Select {...props} />
          </span>
        )}
        <Link
          href={`/p/${project}/checks/${check.id}`}
          data-row={index}
          className="min-w-0 flex-1 truncate font-medium after:absolute after:inset-0"
        >
          {checkName(check)}
        </Link>
        <State check={check} />
        {writable && (
          <span className="relative z-1 -mr-2">
            <RowMenu project={project} check={check} />
          </span>
        )}
      </div>
      <div className="flex items-center gap-4 text-ink-2 text-xs">
        <span className="min-w-0 flex-1 truncate">{words(check)}</span>
        <RowBeats project={project} check={check} className="h-4 max-w-32" />
      </div>
      <div className="flex justify-between gap-4 text-ink-3 text-xs">
        <span>
          {t("checks.lastPing")} <RelativeTime time={check.last_ping} />
        </span>
        <span>
          {!check.overdue_since && `${t("checks.nextDue")} `}
          <Due check={check} />
        </span>
      </div>
    </article>
  );
});
