import { CircleCheck, HeartPulse } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { acknowledge } from "@/api/alerts";
import type { AlertDocument, CheckStatus } from "@/api/contract";
import { mayWrite } from "@/api/session";
import { currentLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { problemText } from "@/lib/problem-text";
import { useClock } from "@/lib/time";
import { stateReason } from "@/pages/check/reason";
import { sortChecks } from "@/pages/checks/filter";
import { Due } from "@/pages/checks/row";
import { checkName, checkStatus } from "@/pages/checks/status";
import { Since } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { EmptyState } from "@/ui/notice";
import { StatusMark } from "@/ui/status";
import { toast } from "@/ui/toast";
import type { Placed } from ".";

const SHOWN = 50;

function Acknowledge({ alert }: { alert: AlertDocument }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  async function take() {
    setBusy(true);
    try {
      await acknowledge(alert.project, alert.id, "");
    } catch (error) {
      toast(problemText(error), { kind: "error" });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button size="sm" busy={busy} onClick={() => void take()}>
      {t("overview.acknowledge")}
    </Button>
  );
}

/** State, reason, since when, and the one thing to do, in one line. */
function Line({
  of: { project, check },
  alert,
  several,
}: {
  of: Placed;
  alert: AlertDocument | undefined;
  several: boolean;
}) {
  const t = useT();
  const { tone, key } = checkStatus[check.status];
  const reason = useClock(() => stateReason(t, check, alert?.reason));
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-t px-4 py-1.5 text-sm hover:bg-hover">
      <StatusMark tone={tone} className="w-18">
        {t(key)}
      </StatusMark>
      <div className="min-w-0 flex-1 basis-56 max-sm:[&>p]:whitespace-normal">
        <Link
          href={`/p/${project.uuid}/checks/${check.id}`}
          className="font-medium hover:underline"
        >
          {checkName(check)}
        </Link>
        {several && <span className="ml-2 text-ink-3 text-xs">{project.name}</span>}
        <p className="truncate text-ink-2 text-xs">
          {reason}
          {alert?.acknowledged_by && (
            <span className="text-late">
              {" "}
              · {t("check.acknowledgedBy", { name: alert.acknowledged_by })}
              {alert.remark && `: ${alert.remark}`}
            </span>
          )}
        </p>
      </div>
      <div className="ml-auto flex items-center gap-3">
        <span className={cx("text-right text-xs", alert ? "text-down" : "text-ink-2")}>
          {alert ? (
            <>
              {t("overview.since")} <Since time={alert.opened_at} />
            </>
          ) : (
            <Due check={check} />
          )}
        </span>
        {alert?.state === "open" && mayWrite(project) && <Acknowledge alert={alert} />}
      </div>
    </li>
  );
}

/** What is wrong now; or, after a click on a tile, every check in that state. */
export function Matching({
  placed,
  state,
  alerts,
}: {
  placed: readonly Placed[];
  state: CheckStatus | undefined;
  alerts: readonly AlertDocument[];
}) {
  const t = useT();
  const wanted: readonly CheckStatus[] = state ? [state] : ["down", "grace"];
  const matching = placed.filter((of) => wanted.includes(of.check.status));
  const places = new Map(matching.map((of) => [of.check, of]));
  const sorted = sortChecks(
    [...places.keys()],
    { key: "state", descending: false },
    currentLocale(),
  );
  const byCheck = new Map(alerts.map((alert) => [`${alert.project} ${alert.check_id}`, alert]));
  const several = new Set(placed.map((of) => of.project.uuid)).size > 1;
  return (
    <Card>
      <CardHeader
        title={state ? t(checkStatus[state].key) : t("overview.wrongNow")}
        note={sorted.length > 0 ? sorted.length : undefined}
      />
      {placed.length === 0 ? (
        <EmptyState icon={<HeartPulse />} title={t("checks.emptyTitle")} className="py-10">
          {t("overview.noChecks")}
        </EmptyState>
      ) : sorted.length === 0 ? (
        <EmptyState
          icon={<CircleCheck className="text-up" />}
          title={state ? t("overview.noneInState") : t("overview.allWell")}
          className="border-line border-t py-10"
        >
          {!state && t("overview.allWellText", { count: placed.length })}
        </EmptyState>
      ) : (
        <ul>
          {sorted.slice(0, SHOWN).map((check) => {
            const of = places.get(check);
            if (!of) return null;
            return (
              <Line
                key={`${of.project.uuid} ${check.id}`}
                of={of}
                alert={byCheck.get(`${of.project.uuid} ${check.id}`)}
                several={several}
              />
            );
          })}
        </ul>
      )}
      {sorted.length > SHOWN && (
        <p className="border-line border-t px-4 py-2 text-ink-3 text-xs">
          {t("overview.more", { count: sorted.length - SHOWN })}
        </p>
      )}
    </Card>
  );
}
