import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { CheckDocument } from "@/api/contract";
import { density } from "@/app/preferences";
import { type Key, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useKeys } from "@/lib/keyboard";
import { useNarrow } from "@/lib/media";
import { useScheduleWords } from "@/lib/schedule-words";
import { useStore } from "@/lib/store";
import { Checkbox } from "@/ui/input";
import type { Sort, SortKey } from "./filter";
import { GRID, Row, RowCard, type RowProps } from "./row";

const ROW_PX = { compact: 36, comfortable: 44 };
const CARD_PX = 96;
const FOCUS_FRAMES = 10;

function HeaderCell({
  name,
  sort,
  onSort,
  children,
  className,
}: {
  name: SortKey;
  sort: Sort;
  onSort: (sort: Sort) => void;
  children: string;
  className?: string;
}) {
  const on = sort.key === name;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <span
      role="columnheader"
      aria-sort={on ? (sort.descending ? "descending" : "ascending") : "none"}
      className={className}
    >
      <button
        type="button"
        onClick={() => onSort({ key: name, descending: on && !sort.descending })}
        className={cx(
          "inset-focus -ml-1 inline-flex h-6 items-center gap-1 rounded px-1 hover:text-ink",
          on && "text-ink",
        )}
      >
        {children}
        {on && <Arrow aria-hidden className="size-3" />}
      </button>
    </span>
  );
}

function Header({
  sort,
  onSort,
  writable,
  all,
  onAll,
}: {
  sort: Sort;
  onSort: (sort: Sort) => void;
  writable: boolean;
  all: "all" | "some" | "none";
  onAll: (on: boolean) => void;
}) {
  const t = useT();
  const column = (name: SortKey, key: Key, className?: string) => (
    <HeaderCell name={name} sort={sort} onSort={onSort} {...(className ? { className } : {})}>
      {t(key)}
    </HeaderCell>
  );
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={cx(GRID, "h-8 border-line border-b font-medium text-ink-3 text-xs")}
    >
      <span role="columnheader" className="flex justify-center">
        {writable && (
          <Checkbox
            ref={(box) => {
              if (box) box.indeterminate = all === "some";
            }}
            checked={all === "all"}
            aria-label={t("checks.selectAll")}
            onChange={(event) => onAll(event.target.checked)}
          />
        )}
      </span>
      {column("state", "checks.state", "pl-1")}
      {column("name", "checks.name")}
      <span role="columnheader">{t("checks.schedule")}</span>
      <span role="columnheader">{t("checks.beats")}</span>
      {column("last", "checks.lastPing")}
      {column("next", "checks.nextDue")}
      <span role="columnheader">
        <span className="sr-only">{t("common.actions")}</span>
      </span>
    </div>
  );
}

/** Rows for a wide window, cards for a narrow one; only what is in sight is in the document. A table
 * of which most rows are absent cannot be a <table>; roles say that it is one all the same. */
export function CheckList({
  project,
  rows,
  writable,
  selection,
  onSelection,
  sort,
  onSort,
  onTag,
}: {
  project: string;
  rows: readonly CheckDocument[];
  writable: boolean;
  selection: ReadonlySet<string>;
  onSelection: (selection: ReadonlySet<string>) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onTag: (tag: string) => void;
}) {
  const t = useT();
  const narrow = useNarrow();
  const words = useScheduleWords();
  const [, navigate] = useLocation();
  const box = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const cursor = useRef(-1);
  const moving = useRef(false);
  const lastSelected = useRef("");
  const rowPx = ROW_PX[useStore(density)];
  const size = narrow ? CARD_PX : rowPx;

  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => document.getElementById("main"),
    estimateSize: () => size,
    scrollMargin: offset,
    scrollPaddingStart: 44,
    scrollPaddingEnd: 24,
    overscan: 8,

    getItemKey: (at) => rows[at]?.id ?? at,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size means another layout
  useEffect(() => list.measure(), [size, list]);
  // After every drawing: what stands above the list may have grown.
  useEffect(() => setOffset(box.current?.offsetTop ?? 0));

  /** The row gets the focus as soon as it is drawn, which takes a frame or two after a scroll. */
  function focusRow(frames: number) {
    const link = box.current?.querySelector<HTMLElement>(`[data-row="${cursor.current}"]`);
    if (link || frames === 0) {
      link?.focus({ preventScroll: true });
      moving.current = false;
    } else {
      requestAnimationFrame(() => focusRow(frames - 1));
    }
  }

  function moveTo(at: number) {
    if (rows.length === 0) return;
    cursor.current = Math.max(0, Math.min(rows.length - 1, at));
    list.scrollToIndex(cursor.current, { align: "auto" });
    if (moving.current) return;
    moving.current = true;
    requestAnimationFrame(() => focusRow(FOCUS_FRAMES));
  }

  function focused(): number {
    if (moving.current) return cursor.current;
    const active = document.activeElement;
    const row = active instanceof HTMLElement ? active.dataset.row : undefined;
    return row === undefined ? cursor.current : Number(row);
  }

  const select: RowProps["onSelect"] = (id, selected, range) => {
    const next = new Set(selection);
    const from = rows.findIndex((row) => row.id === lastSelected.current);
    const to = rows.findIndex((row) => row.id === id);
    const ids =
      range && from >= 0
        ? rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id)
        : [id];
    for (const each of ids) {
      if (selected) next.add(each);
      else next.delete(each);
    }
    lastSelected.current = id;
    onSelection(next);
  };

  useKeys({
    j: () => moveTo(focused() + 1),
    k: () => moveTo(focused() - 1),
    x: () => {
      const row = rows[focused()];
      if (row && writable) select(row.id, !selection.has(row.id), false);
    },
    e: () => {
      const row = rows[focused()];
      if (row && writable) navigate(`/p/${project}/checks/${row.id}/edit`);
    },
  });

  const chosen = rows.filter((row) => selection.has(row.id)).length;
  const all = chosen === 0 ? "none" : chosen === rows.length ? "all" : "some";
  const Line = narrow ? RowCard : Row;
  return (
    <div
      role={narrow ? undefined : "table"}
      aria-label={narrow ? undefined : t("checks.title")}
      aria-rowcount={narrow ? undefined : rows.length + 1}
      className="border-line border-y bg-surface md:rounded-lg md:border-x"
    >
      {!narrow && (
        <div className="sticky top-0 z-10 rounded-t-lg bg-surface">
          <Header
            sort={sort}
            onSort={onSort}
            writable={writable}
            all={all}
            onAll={(on) => onSelection(on ? new Set(rows.map((row) => row.id)) : new Set())}
          />
        </div>
      )}
      <div ref={box} className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const check = rows[item.index];
          if (!check) return null;
          return (
            <div
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ height: size, transform: `translateY(${item.start - offset}px)` }}
            >
              <Line
                project={project}
                check={check}
                index={item.index}
                writable={writable}
                selected={selection.has(check.id)}
                onSelect={select}
                onTag={onTag}
                words={words}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
