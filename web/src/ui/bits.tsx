// Small things: a key, a tag, a count, a time.
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import {
  formatDuration,
  formatRelative,
  formatTime,
  serverNowMs,
  type TimeShape,
  useClock,
} from "@/lib/time";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line-strong bg-surface px-1 font-mono text-2xs text-ink-2">
      {children}
    </kbd>
  );
}

export function Tag({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 max-w-40 shrink-0 items-center truncate rounded border border-line bg-sunken px-1.5 text-ink-2 text-xs",
        className,
      )}
    >
      {children}
    </span>
  );
}

export function Count({ value, className }: { value: number; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-down-fill px-1 font-semibold text-2xs text-white",
        className,
      )}
    >
      {value > 99 ? "99+" : value}
    </span>
  );
}

/** "12 s ago", kept true; the exact time on hover. `fallback` if there is no time. */
export function RelativeTime({
  time,
  fallback = "–",
  className,
}: {
  time: string | undefined | null;
  fallback?: ReactNode;
  className?: string;
}) {
  const words = useClock(() => (time ? formatRelative(time) : ""));
  if (!time) return <span className="text-ink-3">{fallback}</span>;
  return (
    <time dateTime={time} title={formatTime(time, "full")} className={className}>
      {words}
    </time>
  );
}

/** A point in time in the viewer's zone. */
export function Time({
  time,
  shape = "short",
  className,
}: {
  time: string;
  shape?: TimeShape;
  className?: string;
}) {
  const words = useClock(() => formatTime(time, shape));
  return (
    <time dateTime={time} title={formatTime(time, "full")} className={className}>
      {words}
    </time>
  );
}

/** How long since, counting. */
export function Since({ time, className }: { time: string; className?: string }) {
  const words = useClock(() => formatDuration(elapsed(time)));
  return (
    <time dateTime={time} title={formatTime(time, "full")} className={className}>
      {words}
    </time>
  );
}

function elapsed(time: string): number {
  return Math.max(0, Math.floor((serverNowMs() - Date.parse(time)) / 1000));
}

/** Names and values, in two columns where there is room. */
export function Facts({
  facts,
  className,
}: {
  facts: readonly (readonly [label: ReactNode, value: ReactNode, key?: string])[];
  className?: string;
}) {
  return (
    <dl
      className={cx(
        "grid grid-cols-1 gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]",
        className,
      )}
    >
      {facts.map(([label, value, key], at) => (
        <div key={key ?? at} className="contents">
          <dt className="text-ink-3 max-sm:-mb-1.5">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
