import { Link } from "wouter";
import type { AlertDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { reasonText } from "@/pages/check/reason";
import { RelativeTime } from "@/ui/bits";
import { Card, CardHeader } from "@/ui/card";
import { EmptyState, Skeleton } from "@/ui/notice";
import { StatusShape } from "@/ui/status";

interface Change {
  key: string;
  at: string;
  alert: AlertDocument;
  up: boolean;
}

const SHOWN = 10;

/** An alert that is over made two changes: it went down, and it came back. */
export function changesOf(alerts: readonly AlertDocument[]): Change[] {
  const changes = alerts.flatMap((alert): Change[] => [
    { key: `${alert.id}-down`, at: alert.opened_at, alert, up: false },
    ...(alert.resolved_at
      ? [{ key: `${alert.id}-up`, at: alert.resolved_at, alert, up: true }]
      : []),
  ]);
  return changes.sort((one, other) => other.at.localeCompare(one.at)).slice(0, SHOWN);
}

export function LastChanges({ alerts }: { alerts: readonly AlertDocument[] | undefined }) {
  const t = useT();
  return (
    <Card>
      <CardHeader title={t("overview.changes")} />
      {!alerts && <Skeleton className="m-4 mt-0 h-24" />}
      {alerts?.length === 0 && (
        <EmptyState className="py-8" title={t("overview.noChanges")}>
          {t("overview.noChangesText")}
        </EmptyState>
      )}
      <ol>
        {changesOf(alerts ?? []).map(({ key, at, alert, up }) => (
          <li
            key={key}
            className="flex min-h-9 items-center gap-2 border-line border-t px-4 py-1 text-sm"
          >
            <StatusShape tone={up ? "up" : "down"} />
            <span className="sr-only">{t(up ? "status.up" : "status.down")}</span>
            {alert.check_id ? (
              <Link
                href={`/p/${alert.project}/checks/${alert.check_id}`}
                className="min-w-0 shrink truncate hover:underline"
              >
                {alert.check_name || `#${alert.check_id}`}
              </Link>
            ) : (
              <span className="truncate text-ink-3">{t("overview.deletedCheck")}</span>
            )}
            <span className="min-w-0 flex-1 truncate text-ink-3 text-xs">
              {up ? t("overview.recovered") : reasonText(t, alert.reason)}
            </span>
            <RelativeTime time={at} className="shrink-0 text-ink-2 text-xs" />
          </li>
        ))}
      </ol>
    </Card>
  );
}
