import type { Bar } from "@/api/contract";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

const SLOTS = 30;

export type BeatTone = "up" | "down" | "idle";

export function beatTone(outcome: string): BeatTone {
  switch (outcome) {
    case "success":
    case "up":
      return "up";
    case "start":
    case "log":
    case "ign":
      return "idle";
    default:
      return "down";
  }
}

const colours: Record<BeatTone, string> = {
  up: "bg-mark-up",
  down: "bg-mark-down",
  idle: "bg-mark-idle",
};

/** 0.35 … 1 of the strip's height; a bar without a duration is in the middle. */
export function beatHeight(bar: Bar, longest: number): number {
  if (bar.duration === undefined || longest <= 0) return 0.6;
  return 0.35 + 0.65 * Math.min(1, bar.duration / longest);
}

/** The last 30 runs, oldest on the left: colour is the outcome, height the duration. A failed
 * run has the full height, which no other reaches. */
export function BeatStrip({ bars, className }: { bars: readonly Bar[]; className?: string }) {
  const t = useT();
  const shown = bars.slice(-SLOTS);
  const longest = Math.max(0, ...shown.map((bar) => bar.duration ?? 0));
  const failed = shown.filter((bar) => beatTone(bar.outcome) === "down").length;
  const label =
    shown.length === 0 ? t("beats.none") : t("beats.label", { count: shown.length, failed });
  return (
    <div
      role="img"
      aria-label={label}
      title={label}
      className={cx("flex h-5 w-full max-w-45 items-end gap-[2px]", className)}
    >
      {Array.from({ length: SLOTS - shown.length }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty slots have no identity
        <span key={at} className="h-[3px] flex-1 rounded-[1px] bg-mark-idle opacity-60" />
      ))}
      {shown.map((bar, at) => {
        const tone = beatTone(bar.outcome);
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have the same time
            key={at}
            className={cx("flex-1 rounded-[1px]", colours[tone])}
            style={{ height: `${tone === "down" ? 100 : beatHeight(bar, longest) * 82}%` }}
          />
        );
      })}
    </div>
  );
}
