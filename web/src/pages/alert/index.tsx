// One alert: what happened, who looks after it, and who was told.
import { ArrowDown, ArrowUp, Check, ChevronRight, MailX, MessageSquarePlus } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useAlert } from "@/api/alerts";
import type { AlertDetail, DeliveryDocument } from "@/api/contract";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { type Key, useT } from "@/i18n";
import { formatTime } from "@/lib/time";
import { AcknowledgeDialog, AlertStateMark, alertName, Lasting } from "@/pages/alerts/parts";
import { reasonText } from "@/pages/check/reason";
import { Facts, RelativeTime, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { type Column, Rows } from "@/ui/rows";
import { StatusMark, type Tone } from "@/ui/status";

const deliveryTones: Record<DeliveryDocument["state"], Tone> = {
  pending: "late",
  sent: "up",
  failed: "down",
  dropped: "paused",
};
const deliveryKeys: Record<DeliveryDocument["state"], Key> = {
  pending: "alerts.pending",
  sent: "alerts.sent",
  failed: "alerts.failed",
  dropped: "alerts.dropped",
};

function Direction({ of }: { of: "down" | "up" }) {
  const t = useT();
  const Icon = of === "down" ? ArrowDown : ArrowUp;
  return (
    <span className="flex items-center gap-1 whitespace-nowrap text-ink-2">
      <Icon aria-hidden className={`size-3.5 ${of === "down" ? "text-down" : "text-up"}`} />
      {t(of === "down" ? "contacts.down" : "contacts.up")}
    </span>
  );
}

function Contact({ delivery, project }: { delivery: DeliveryDocument; project: string }) {
  const t = useT();
  if (!delivery.contact_id) return <span className="text-ink-3">{t("alerts.contactGone")}</span>;
  return (
    <Link
      href={`/p/${project}/contacts/${delivery.contact_id}`}
      className="font-medium hover:underline"
    >
      {delivery.contact}
    </Link>
  );
}

function State({ state }: { state: DeliveryDocument["state"] }) {
  const t = useT();
  return <StatusMark tone={deliveryTones[state]}>{t(deliveryKeys[state])}</StatusMark>;
}

/** When it was settled, or when it is tried next. */
function When({ delivery }: { delivery: DeliveryDocument }) {
  const t = useT();
  if (delivery.state !== "pending") {
    return <Time time={delivery.settled_at ?? delivery.created_at} />;
  }
  return (
    <span title={delivery.next_attempt_at && formatTime(delivery.next_attempt_at, "full")}>
      {delivery.attempts > 0 ? t("alerts.nextAttempt") : t("alerts.firstAttempt")}{" "}
      <RelativeTime time={delivery.next_attempt_at} />
    </span>
  );
}

function Answer({ delivery }: { delivery: DeliveryDocument }) {
  if (!delivery.answer) return <span className="text-ink-3">–</span>;
  const bad = delivery.state === "failed" || delivery.state === "dropped";
  return (
    <span
      className={`block whitespace-pre-wrap break-words py-1 font-mono text-xs ${bad ? "text-ink" : "text-ink-2"}`}
    >
      {delivery.answer}
    </span>
  );
}

function Ledger({ alert }: { alert: AlertDetail }) {
  const t = useT();
  const columns: Column<DeliveryDocument>[] = [
    {
      key: "contact",
      head: t("alerts.contact"),
      cell: (delivery) => <Contact delivery={delivery} project={alert.project} />,
    },
    {
      key: "direction",
      head: t("alerts.about"),
      cell: (delivery) => <Direction of={delivery.direction} />,
    },
    {
      key: "state",
      head: t("alerts.delivery"),
      cell: ({ state }) => <State state={state} />,
    },
    {
      key: "when",
      head: t("alerts.when"),
      cell: (delivery) => <When delivery={delivery} />,
      className: "whitespace-nowrap",
    },
    {
      key: "attempts",
      head: t("alerts.attempts"),
      cell: ({ attempts }) => attempts,
      className: "w-20 text-right",
    },
    {
      key: "answer",
      head: t("alerts.answer"),
      cell: (delivery) => <Answer delivery={delivery} />,
      className: "w-2/5",
    },
  ];
  return (
    <Card>
      <CardHeader
        title={t("alerts.ledger")}
        note={<span className="max-sm:hidden">{t("alerts.ledgerNote")}</span>}
      />
      {alert.deliveries.length === 0 ? (
        <EmptyState icon={<MailX />} title={t("alerts.nobody")} className="pt-6">
          {t("alerts.nobodyText")}
        </EmptyState>
      ) : (
        <Rows
          rows={alert.deliveries}
          rowKey={(delivery) => delivery.id}
          label={t("alerts.ledger")}
          columns={columns}
          card={(delivery) => (
            <div className="flex flex-col gap-1.5">
              <div className="flex items-center justify-between gap-3">
                <Contact delivery={delivery} project={alert.project} />
                <State state={delivery.state} />
              </div>
              <div className="flex flex-wrap items-center gap-x-4 text-ink-2 text-xs">
                <Direction of={delivery.direction} />
                <When delivery={delivery} />
                <span>{t("alerts.attemptsOf", { count: delivery.attempts })}</span>
              </div>
              <Answer delivery={delivery} />
            </div>
          )}
        />
      )}
    </Card>
  );
}

function Story({ alert }: { alert: AlertDetail }) {
  const t = useT();
  return (
    <Card className="p-4">
      <Facts
        facts={[
          [t("alerts.reason"), reasonText(t, alert.reason)],
          [t("alerts.project"), alert.project_name ?? ""],
          [t("alerts.opened"), <Time key="opened" time={alert.opened_at} shape="full" />],
          alert.resolved_at
            ? [t("alerts.resolved"), <Time key="resolved" time={alert.resolved_at} shape="full" />]
            : [t("alerts.resolved"), t("alerts.notYet")],
          [
            alert.resolved_at ? t("alerts.lasted") : t("alerts.lasting"),
            <Lasting key="lasting" alert={alert} />,
          ],
        ]}
      />
    </Card>
  );
}

function Care({ alert, onAsk }: { alert: AlertDetail; onAsk: (() => void) | undefined }) {
  const t = useT();
  const taken = alert.acknowledged_at !== undefined && alert.acknowledged_at !== null;
  return (
    <Card>
      <CardHeader
        title={t("alerts.care")}
        actions={
          taken &&
          onAsk && (
            <Button variant="ghost" size="sm" onClick={onAsk}>
              <MessageSquarePlus />
              {t("alerts.changeRemark")}
            </Button>
          )
        }
      />
      <div className="px-4 pb-4 text-sm">
        {taken ? (
          <>
            <p>
              {t("alerts.by", { name: alert.acknowledged_by ?? "" })},{" "}
              <RelativeTime time={alert.acknowledged_at} className="text-ink-2" />
            </p>
            {alert.remark && (
              <blockquote className="mt-2 whitespace-pre-wrap break-words border-line-strong border-l-2 pl-3 text-ink-2">
                {alert.remark}
              </blockquote>
            )}
          </>
        ) : (
          <p className="text-ink-2">
            {alert.state === "resolved" ? t("alerts.wasNotTaken") : t("alerts.notTaken")}
          </p>
        )}
      </div>
    </Card>
  );
}

export default function Alert({ params }: { params: Record<string, string> }) {
  const t = useT();
  const project = useProject(params.project);
  const alert = useAlert(params.project ?? "", params.alert ?? "");
  const [asked, setAsked] = useState(false);
  const name = alert.data ? alertName(alert.data, t("alerts.gone")) : "";
  usePageTitle(name || t("alerts.title"));
  if (!project) return <NotFound />;
  if (!alert.data) return <LoadState of={alert} />;

  const { state } = alert.data;
  const writable = mayWrite(project) && state !== "resolved";
  const failed = alert.data.deliveries.filter((of) => of.state === "failed");
  return (
    <Page className="max-w-6xl">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-1.5">
            <Link
              href={state === "open" ? "/alerts" : `/alerts?state=${state}`}
              className="font-normal text-ink-3 hover:text-ink hover:underline"
            >
              {t("alerts.title")}
            </Link>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="truncate">{name}</span>
          </span>
        }
        note={<AlertStateMark state={state} look="pill" />}
        actions={
          <>
            {alert.data.check_id && (
              <Button asChild>
                <Link href={`/p/${project.uuid}/checks/${alert.data.check_id}`}>
                  {t("alerts.toCheck")}
                </Link>
              </Button>
            )}
            {writable && state === "open" && (
              <Button variant="primary" onClick={() => setAsked(true)}>
                <Check />
                {t("alerts.acknowledge")}
              </Button>
            )}
          </>
        }
      />
      {failed.length > 0 && (
        <Notice kind="error" className="mb-4">
          {t("alerts.notTold", { count: failed.length })}
        </Notice>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        <Story alert={alert.data} />
        <Care alert={alert.data} onAsk={writable ? () => setAsked(true) : undefined} />
        <div className="min-w-0 lg:col-span-2">
          <Ledger alert={alert.data} />
        </div>
      </div>
      {asked && <AcknowledgeDialog alert={alert.data} onClose={() => setAsked(false)} />}
    </Page>
  );
}
