import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

/** What a thing looks like: shape, word and colour together. `unknown` is also new and stale. */
export type Tone = "up" | "late" | "down" | "paused" | "unknown";

const colour: Record<Tone, string> = {
  up: "text-up",
  late: "text-late",
  down: "text-down",
  paused: "text-paused",
  unknown: "text-unknown",
};

/** The shape alone: ● up, ▲ late, ■ down, ❚❚ paused, ◌ unknown. Beside it stands the word. */
export function StatusShape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={cx("size-3 shrink-0", colour[tone], className)}
      fill="currentColor"
    >
      {tone === "up" && <circle cx="6" cy="6" r="4.5" />}
      {tone === "late" && <path d="M6 1 11.4 10.6H.6z" />}
      {tone === "down" && <rect x="1.5" y="1.5" width="9" height="9" rx="1" />}
      {tone === "paused" && <path d="M2.5 1.5h2.6v9H2.5zm4.4 0h2.6v9H6.9z" />}
      {tone === "unknown" && (
        <circle
          cx="6"
          cy="6"
          r="4.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray="2.2 2.2"
        />
      )}
    </svg>
  );
}

const mark = cva("inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium", {
  variants: {
    tone: colour,
    look: {
      plain: "text-sm",
      pill: "h-6 rounded-full border border-current/25 bg-current/8 px-2.5 text-xs",
      large: "h-8 rounded-md border border-current/25 bg-current/8 px-3 text-base",
    },
  },
  defaultVariants: { look: "plain" },
});

export function StatusMark({
  tone,
  look,
  className,
  children,
}: {
  tone: Tone;
  look?: "plain" | "pill" | "large";
  className?: string;
  children: ReactNode;
}) {
  return (
    <span className={cx(mark({ tone, look }), className)}>
      <StatusShape tone={tone} />
      {children}
    </span>
  );
}
