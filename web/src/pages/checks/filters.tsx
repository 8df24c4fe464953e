import { ListFilter, Search, X } from "lucide-react";
import { useRef } from "react";
import type { CheckDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useKeys } from "@/lib/keyboard";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Popover } from "@/ui/popover";
import { StatusShape } from "@/ui/status";
import { countStates, countTags } from "./filter";
import { checkStatus, statuses } from "./status";

/** One chip per state that occurs: how many there are, and whether only they are shown. */
function StateChips({
  checks,
  states,
  onStates,
}: {
  checks: readonly CheckDocument[];
  states: ReadonlySet<string>;
  onStates: (states: ReadonlySet<string>) => void;
}) {
  const t = useT();
  const counts = countStates(checks);
  function toggle(state: string) {
    const next = new Set(states);
    if (!next.delete(state)) next.add(state);
    onStates(next);
  }
  return (
    <fieldset aria-label={t("checks.byState")} className="flex gap-1">
      {statuses
        .filter((status) => counts[status] > 0 || states.has(status))
        .map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={states.has(status)}
            onClick={() => toggle(status)}
            className={cx(
              "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-ink-2 text-sm hover:border-line-strong",
              "aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-ink",
            )}
          >
            <StatusShape tone={checkStatus[status].tone} />
            {t(checkStatus[status].key)}
            <span className="font-semibold text-ink">{counts[status]}</span>
          </button>
        ))}
    </fieldset>
  );
}

function TagFilter({
  checks,
  tags,
  onTags,
}: {
  checks: readonly CheckDocument[];
  tags: readonly string[];
  onTags: (tags: string[]) => void;
}) {
  const t = useT();
  const counted = countTags(checks);
  if (counted.length === 0) return null;
  return (
    <>
      <Popover
        className="max-h-80 w-60 overflow-y-auto p-1"
        trigger={
          <Button className="border-line text-ink-2">
            <ListFilter />
            {t("checks.tags")}
          </Button>
        }
      >
        {counted.slice(0, 200).map(([tag, count]) => (
          <button
            key={tag}
            type="button"
            aria-pressed={tags.includes(tag)}
            onClick={() =>
              onTags(tags.includes(tag) ? tags.filter((of) => of !== tag) : [...tags, tag])
            }
            className="flex h-8 w-full items-center justify-between gap-2 rounded px-2 text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium"
          >
            <span className="truncate">{tag}</span>
            <span className="text-ink-3 text-xs">{count}</span>
          </button>
        ))}
      </Popover>
      {tags.map((tag) => (
        <Button
          key={tag}
          className="border-accent bg-accent-soft px-2"
          aria-label={t("checks.withoutTag", { tag })}
          onClick={() => onTags(tags.filter((of) => of !== tag))}
        >
          {tag}
          <X aria-hidden className="size-3.5! text-ink-3" />
        </Button>
      ))}
    </>
  );
}

export function Filters({
  checks,
  text,
  onText,
  states,
  onStates,
  tags,
  onTags,
}: {
  checks: readonly CheckDocument[];
  text: string;
  onText: (text: string) => void;
  states: ReadonlySet<string>;
  onStates: (states: ReadonlySet<string>) => void;
  tags: readonly string[];
  onTags: (tags: string[]) => void;
}) {
  const t = useT();
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  return (
    <div className="-mx-4 mb-3 flex items-center gap-2 overflow-x-auto px-4 py-0.5 sm:mx-0 sm:flex-wrap sm:px-0">
      <div className="relative w-44 shrink-0 sm:w-64">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-ink-3" />
        <Input
          ref={search}
          type="search"
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          placeholder={t("checks.searchHint")}
          aria-label={t("checks.searchHint")}
          className="border-line pl-8"
        />
      </div>
      <StateChips checks={checks} states={states} onStates={onStates} />
      <TagFilter checks={checks} tags={tags} onTags={onTags} />
    </div>
  );
}
