import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const looks = {
  info: { icon: Info, names: "border-line bg-sunken text-ink-2" },
  warning: { icon: TriangleAlert, names: "border-late/35 bg-late/8 text-late" },
  error: { icon: CircleAlert, names: "border-down/35 bg-down/8 text-down" },
};

/** A box with something that the reader should know before going on. */
export function Notice({
  kind = "info",
  actions,
  className,
  children,
}: {
  kind?: keyof typeof looks;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const { icon: Icon, names } = looks[kind];
  return (
    <div
      role={kind === "error" ? "alert" : "note"}
      className={cx("flex items-start gap-2 rounded-md border px-3 py-2 text-sm", names, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">{children}</div>
      {actions}
    </div>
  );
}

/** Says what would be here, why it is empty, and gives the one thing to do. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  className,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx("flex flex-col items-center gap-2 px-6 py-12 text-center", className)}>
      {icon && <div className="mb-1 text-ink-3 [&_svg]:size-7 [&_svg]:stroke-[1.5]">{icon}</div>}
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-md text-ink-2 text-sm">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** The place of something that is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("pulse-dot rounded bg-sunken", className)} />;
}
