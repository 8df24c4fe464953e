import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";

const box =
  "w-full rounded-md border border-control/70 bg-surface text-ink outline-offset-0 hover:border-control aria-invalid:border-down disabled:bg-sunken disabled:text-ink-3";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cx(box, "h-8 px-2.5 text-sm", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cx(box, "min-h-20 px-2.5 py-1.5 text-sm", className)} {...rest} />;
}

/** The browser's own select: right on a phone, and needs no style of a library. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative inline-flex w-full", className)}>
      <select className={cx(box, "h-8 appearance-none pr-8 pl-2.5 text-sm")} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3"
      />
    </span>
  );
}

export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="checkbox"
      className={cx("size-4 shrink-0 cursor-pointer accent-(--accent-fill)", className)}
      {...rest}
    />
  );
}

/** On or off, at once. A choice that waits for "save" is a Checkbox. */
export function Switch({
  checked,
  onChange,
  className,
  ...rest
}: Omit<ComponentProps<"button">, "onChange"> & {
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onChange(!checked)}
      className={cx(
        "inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-control p-0.5 transition-colors aria-checked:bg-accent-fill disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <span
        className={cx(
          "size-4 rounded-full bg-white shadow-sm transition-transform",
          checked && "translate-x-3.5",
        )}
      />
    </button>
  );
}
