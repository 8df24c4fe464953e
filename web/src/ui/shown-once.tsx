import { useT } from "@/i18n";
import { CopyButton } from "./copy";
import { Notice } from "./notice";

export interface OnceValue {
  label: string;
  value: string;
  hint?: string;
}

/** Secrets that the server tells this one time: to be copied now. */
export function ShownOnce({ values }: { values: readonly OnceValue[] }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-3">
      <Notice kind="warning">{t("once.text")}</Notice>
      <dl className="flex flex-col gap-3">
        {values.map(({ label, value, hint }) => (
          <div key={label}>
            <dt className="mb-1 font-medium text-sm">{label}</dt>
            <dd className="flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
              <code className="min-w-0 flex-1 select-all break-all font-mono text-sm">{value}</code>
              <CopyButton text={value} />
            </dd>
            {hint && <dd className="mt-1 text-ink-3 text-xs">{hint}</dd>}
          </div>
        ))}
      </dl>
    </div>
  );
}
