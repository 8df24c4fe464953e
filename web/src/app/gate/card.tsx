import type { ReactNode } from "react";
import { usePageTitle } from "../page-title";

export function GateCard({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6 shadow-pop sm:p-8">
      <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
      {text && <div className="mt-1 text-ink-2 text-sm">{text}</div>}
      <div className="mt-5">{children}</div>
    </div>
  );
}
