import { LogOut } from "lucide-react";
import { useState } from "react";
import { call } from "@/api/client";
import type { ProfileSession } from "@/api/contract";
import { renewSessions, useOwnSessions } from "@/api/profile";
import { signOut } from "@/api/session";
import { useT } from "@/i18n";
import { flushDeletes } from "@/lib/undo";
import { describeAgent } from "@/lib/user-agent";
import { RelativeTime, Tag, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm";
import { LoadState } from "@/ui/load-state";
import { type Column, Rows } from "@/ui/rows";
import { toast } from "@/ui/toast";
import { useAction } from "@/ui/use-action";

function Where({ session }: { session: ProfileSession }) {
  const t = useT();
  const { program, system } = describeAgent(session.user_agent);
  return (
    <span className="flex min-w-0 items-center gap-2" title={session.user_agent}>
      <span className="truncate font-medium">
        {system ? t("profile.programOn", { program, system }) : program || "–"}
      </span>
      {session.current && <Tag>{t("profile.thisOne")}</Tag>}
    </span>
  );
}

function End({ session }: { session: ProfileSession }) {
  const t = useT();
  const [busy, run] = useAction();
  if (session.current) return null;
  return (
    <Button
      size="sm"
      busy={busy}
      onClick={() =>
        run(async () => {
          await call("DELETE /v1/profile/sessions/{id}", { path: { id: session.id } });
          await renewSessions();
          toast(t("profile.ended"));
        })
      }
    >
      {t("profile.end")}
    </Button>
  );
}

export function SessionsTab() {
  const t = useT();
  const sessions = useOwnSessions();
  const [asked, setAsked] = useState(false);
  const columns: Column<ProfileSession>[] = [
    { key: "where", head: t("profile.browser"), cell: (session) => <Where session={session} /> },
    {
      key: "address",
      head: t("profile.address"),
      cell: ({ address }) => <span className="font-mono text-ink-2 text-xs">{address}</span>,
    },
    {
      key: "created",
      head: t("profile.signedIn"),
      cell: ({ created_at }) => <Time time={created_at} className="text-ink-2" />,
    },
    {
      key: "seen",
      head: t("users.lastSeen"),
      cell: ({ last_seen_at }) => <RelativeTime time={last_seen_at} className="text-ink-2" />,
    },
    {
      key: "expires",
      head: t("profile.endsItself"),
      cell: ({ expires_at }) => <RelativeTime time={expires_at} className="text-ink-2" />,
    },
    {
      key: "end",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: (session) => <End session={session} />,
      className: "w-20 text-right",
    },
  ];
  return (
    <Card>
      <CardHeader
        title={t("profile.tabs.sessions")}
        actions={
          <Button variant="danger-quiet" onClick={() => setAsked(true)}>
            <LogOut />
            {t("profile.endAll")}
          </Button>
        }
      />
      {!sessions.data ? (
        <LoadState of={sessions} />
      ) : (
        <Rows
          rows={sessions.data}
          rowKey={({ id }) => id}
          label={t("profile.tabs.sessions")}
          columns={columns}
          card={(session) => (
            <div className="flex items-center justify-between gap-3">
              <span className="min-w-0">
                <Where session={session} />
                <span className="block text-ink-3 text-xs">
                  {session.address} · <RelativeTime time={session.last_seen_at} />
                </span>
              </span>
              <End session={session} />
            </div>
          )}
        />
      )}
      {asked && (
        <ConfirmDialog
          title={t("profile.endAll")}
          action={t("profile.endAll")}
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await flushDeletes();
            await signOut(true);
          }}
        >
          <p className="text-ink-2">{t("profile.endAllText")}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
