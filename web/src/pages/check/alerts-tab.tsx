import { useCheckAlerts } from "@/api/check-history";
import type { AlertDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { formatDuration, serverNowMs } from "@/lib/time";
import { alertTone } from "@/pages/checks/status";
import { Time } from "@/ui/bits";
import { Card } from "@/ui/card";
import { EmptyState, Skeleton } from "@/ui/notice";
import { StatusMark } from "@/ui/status";
import { Table, Td, Th, Tr } from "@/ui/table";
import type { TabProps } from ".";
import { reasonText } from "./reason";

function lastedSeconds(alert: AlertDocument): number {
  const end = alert.resolved_at ? Date.parse(alert.resolved_at) : serverNowMs();
  return Math.floor((end - Date.parse(alert.opened_at)) / 1000);
}

export function AlertsTab({ project, check }: TabProps) {
  const t = useT();
  const { data } = useCheckAlerts(project, check.id);
  if (!data) return <Skeleton className="h-32" />;
  return (
    <Card>
      {data.alerts.length === 0 ? (
        <EmptyState title={t("check.noAlerts")}>{t("check.noAlertsText")}</EmptyState>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>{t("checks.state")}</Th>
              <Th>{t("check.openedAt")}</Th>
              <Th>{t("check.reason")}</Th>
              <Th className="text-right">{t("check.lasted")}</Th>
              <Th>{t("check.remark")}</Th>
            </tr>
          </thead>
          <tbody>
            {data.alerts.map((alert) => (
              <Tr key={alert.id}>
                <Td>
                  <StatusMark tone={alertTone[alert.state]}>
                    {t(`alertState.${alert.state}`)}
                  </StatusMark>
                </Td>
                <Td className="whitespace-nowrap">
                  <Time time={alert.opened_at} />
                </Td>
                <Td>{reasonText(t, alert.reason)}</Td>
                <Td className="whitespace-nowrap text-right">
                  {formatDuration(lastedSeconds(alert))}
                </Td>
                <Td className="text-ink-2">
                  {[alert.acknowledged_by, alert.remark].filter(Boolean).join(": ")}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
