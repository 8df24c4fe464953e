// What the list of alerts and the page of one have in common.
import { type ReactNode, useState } from "react";
import { acknowledge } from "@/api/alerts";
import type { AlertDocument } from "@/api/contract";
import { type Key, useT } from "@/i18n";
import { formatDuration } from "@/lib/time";
import { alertTone } from "@/pages/checks/status";
import { Since } from "@/ui/bits";
import { ConfirmDialog } from "@/ui/confirm";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { StatusMark } from "@/ui/status";

const stateKeys: Record<AlertDocument["state"], Key> = {
  open: "alertState.open",
  acknowledged: "alertState.acknowledged",
  resolved: "alertState.resolved",
};

export function AlertStateMark({
  state,
  look,
}: {
  state: AlertDocument["state"];
  look?: "plain" | "pill";
}) {
  const t = useT();
  return (
    <StatusMark tone={alertTone[state]} {...(look ? { look } : {})}>
      {t(stateKeys[state])}
    </StatusMark>
  );
}

/** How long it lasted, or has lasted until now. */
export function Lasting({ alert }: { alert: AlertDocument }): ReactNode {
  if (!alert.resolved_at) return <Since time={alert.opened_at} />;
  const seconds = (Date.parse(alert.resolved_at) - Date.parse(alert.opened_at)) / 1_000;
  return formatDuration(Math.max(0, Math.round(seconds)));
}

export const alertName = (alert: AlertDocument, gone: string) => alert.check_name || gone;

/** Asks for a remark, and acknowledges. */
export function AcknowledgeDialog({
  alert,
  onClose,
}: {
  alert: AlertDocument;
  onClose: () => void;
}) {
  const t = useT();
  const [remark, setRemark] = useState(alert.remark ?? "");
  return (
    <ConfirmDialog
      quiet
      title={t("alerts.acknowledgeOf", { name: alertName(alert, t("alerts.gone")) })}
      action={t("alerts.acknowledge")}
      onClose={onClose}
      onConfirm={async () => {
        await acknowledge(alert.project, alert.id, remark);
        onClose();
      }}
    >
      <p className="text-ink-2">{t("alerts.acknowledgeText")}</p>
      <Field label={t("alerts.remark")} optional={t("common.optional")}>
        {(ids) => (
          <Textarea
            {...ids}
            value={remark}
            autoFocus
            onChange={(event) => setRemark(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
