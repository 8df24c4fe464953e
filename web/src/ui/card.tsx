import type { ComponentProps, ReactNode } from "react";
import { cx } from "@/lib/cx";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section className={cx("rounded-lg border border-line bg-surface", className)} {...rest} />
  );
}

export function CardHeader({
  title,
  note,
  actions,
  className,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cx("flex min-h-11 items-center gap-3 px-4 py-2", className)}>
      <h2 className="min-w-0 truncate font-semibold text-base">{title}</h2>
      {note && <span className="min-w-0 truncate text-ink-3 text-xs">{note}</span>}
      {actions && <div className="ml-auto flex items-center gap-1.5">{actions}</div>}
    </header>
  );
}

/** Title, facts and actions on top of a page. */
export function PageHeader({
  title,
  note,
  actions,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="min-w-0 truncate font-semibold text-lg tracking-tight">{title}</h1>
      {note && <span className="text-ink-3 text-sm">{note}</span>}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** Width and padding of a page; `narrow` for forms and text. */
export function Page({ narrow, className, ...rest }: ComponentProps<"div"> & { narrow?: boolean }) {
  return (
    <div
      className={cx(
        "mx-auto w-full px-4 py-4 sm:px-5",
        narrow ? "max-w-3xl" : "max-w-[100rem]",
        className,
      )}
      {...rest}
    />
  );
}
