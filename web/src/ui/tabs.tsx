import * as Parts from "@radix-ui/react-tabs";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

/** The bar of tabs; `value` belongs in the address. Panels are chosen by the caller. */
export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  label,
  className,
  children,
}: {
  value: T;
  onChange: (value: T) => void;
  tabs: readonly (readonly [T, ReactNode])[];
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Parts.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Parts.List
        aria-label={label}
        className={cx("flex gap-1 overflow-x-auto border-line border-b", className)}
      >
        {tabs.map(([name, text]) => (
          <Parts.Trigger
            key={name}
            value={name}
            className="inset-focus -mb-px h-9 shrink-0 border-transparent border-b-2 px-3 text-ink-2 text-sm hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {text}
          </Parts.Trigger>
        ))}
      </Parts.List>
      <Parts.Content value={value} className="outline-none">
        {children}
      </Parts.Content>
    </Parts.Root>
  );
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({
  value,
  onChange,
  choices,
  label,
  className,
}: {
  value: T;
  onChange: (value: T) => void;
  choices: readonly (readonly [T, ReactNode])[];
  label: string;
  className?: string;
}) {
  return (
    <fieldset
      aria-label={label}
      className={cx("inline-flex rounded-md border border-line-strong bg-surface p-0.5", className)}
    >
      {choices.map(([choice, text]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === value}
          onClick={() => onChange(choice)}
          className="inline-flex h-6.5 items-center gap-1.5 rounded px-2.5 text-ink-2 text-sm hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
