import type { AuditDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { Facts, RelativeTime, Time } from "@/ui/bits";
import { Dialog } from "@/ui/overlay";
import { StatusMark } from "@/ui/status";
import { actionText, kindText, outcomeTones } from "./words";

/** Everything that is known of one event. */
export function Drawer({ event, onClose }: { event: AuditDocument; onClose: () => void }) {
  const t = useT();
  const mono = (text: string) => <span className="break-all font-mono text-xs">{text}</span>;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      look="sheet"
      title={actionText(t, event.action)}
      className="max-w-xl"
    >
      <div className="flex flex-col gap-4">
        <Facts
          facts={[
            [
              t("audit.outcome"),
              <StatusMark key="outcome" tone={outcomeTones[event.outcome]}>
                {t(`audit.outcomes.${event.outcome}`)}
              </StatusMark>,
            ],
            [
              t("audit.time"),
              <span key="at">
                <Time time={event.at} shape="full" />{" "}
                <span className="text-ink-3">
                  (<RelativeTime time={event.at} />)
                </span>
              </span>,
            ],
            [t("audit.person"), event.user || t("audit.nobody")],
            ...(event.token ? [[t("audit.token"), event.token] as const] : []),
            [t("profile.address"), event.address ? mono(event.address) : "–"],
            [t("audit.action"), mono(event.action)],
            [
              t("audit.object"),
              <span key="object">
                {event.object_kind && `${kindText(event.object_kind)} `}
                <span className="font-medium">{event.object_name}</span>
                {event.object_id && (
                  <span className="block text-ink-3">{mono(event.object_id)}</span>
                )}
              </span>,
            ],
            [t("alerts.project"), event.project_name || "–"],
            [t("audit.number"), event.id],
          ]}
        />
        {event.detail && (
          <div>
            <p className="mb-1 text-ink-3 text-sm">{t("audit.detail")}</p>
            <pre className="whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-3 font-mono text-xs">
              {event.detail}
            </pre>
          </div>
        )}
      </div>
    </Dialog>
  );
}
