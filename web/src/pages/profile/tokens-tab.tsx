import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { call } from "@/api/client";
import type { TokenDocument } from "@/api/contract";
import { renewTokens, tokenKey, useTokens } from "@/api/profile";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { serverNowMs } from "@/lib/time";
import { deleteWithUndo, useHiddenKeys } from "@/lib/undo";
import { RelativeTime } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { type Column, Rows } from "@/ui/rows";
import { ShownOnce } from "@/ui/shown-once";

const lives = ["30", "90", "365", ""] as const;
const DAY_MS = 86_400_000;

function Create({ onMade }: { onMade: (token: string) => void }) {
  const t = useT();
  const { projects } = useSignedIn();
  const form = useForm({
    initial: { name: "", project: "", access: "read_only", expires_at: "90" },
    guard: false,
    submit: async ({ name, project, access, expires_at }) => {
      const end = serverNowMs() + Number(expires_at) * DAY_MS;
      const made = await call("POST /v1/profile/tokens", {
        body: {
          name,
          access: access as TokenDocument["access"],
          ...(project ? { project } : {}),
          ...(expires_at ? { expires_at: new Date(end).toISOString() } : {}),
        },
      });
      void renewTokens();
      onMade(made.token ?? "");
    },
  });
  return (
    <form onSubmit={form.onSubmit} className="border-line border-t p-4">
      {form.problem && (
        <Notice kind="error" className="mb-3">
          {form.problem}
        </Notice>
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label={t("projects.keyName")} error={form.error("name")}>
          {(ids) => (
            <Input
              {...ids}
              {...form.text("name")}
              autoComplete="off"
              placeholder="laptop"
              required
            />
          )}
        </Field>
        <Field label={t("profile.tokenFor")} error={form.error("project")}>
          {(ids) => (
            <Select {...ids} {...form.text("project")}>
              <option value="">{t("alerts.allProjects")}</option>
              {projects.map(({ uuid, name }) => (
                <option key={uuid} value={uuid}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("projects.access")} error={form.error("access")}>
          {(ids) => (
            <Select {...ids} {...form.text("access")}>
              <option value="read_only">{t("access.read_only")}</option>
              <option value="read_write">{t("access.read_write")}</option>
            </Select>
          )}
        </Field>
        <Field label={t("profile.expires")} error={form.error("expires_at")}>
          {(ids) => (
            <Select {...ids} {...form.text("expires_at")}>
              {lives.map((days) => (
                <option key={days} value={days}>
                  {days ? t("profile.days", { count: Number(days) }) : t("common.never")}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button type="submit" variant="primary" busy={form.busy} className="mt-3">
        {t("profile.createToken")}
      </Button>
    </form>
  );
}

function deleteToken(token: TokenDocument, text: string) {
  deleteWithUndo({
    text,
    keys: [tokenKey(token.id)],
    commit: (keepalive) =>
      call("DELETE /v1/profile/tokens/{id}", { path: { id: token.id }, keepalive }),
    done: () => void renewTokens(),
  });
}

function Expiry({ token }: { token: TokenDocument }) {
  const t = useT();
  const over = token.expires_at && Date.parse(token.expires_at) < serverNowMs();
  return (
    <RelativeTime
      time={token.expires_at}
      fallback={t("common.never")}
      className={over ? "text-down" : "text-ink-2"}
    />
  );
}

export function TokensTab() {
  const t = useT();
  const tokens = useTokens();
  const hidden = useHiddenKeys();
  const [made, setMade] = useState("");
  const [round, setRound] = useState(0);
  const rows = (tokens.data ?? []).filter(({ id }) => !hidden.has(tokenKey(id)));
  const project = (token: TokenDocument) =>
    token.project ? (token.project_name ?? token.project) : t("alerts.allProjects");
  const remove = (token: TokenDocument) => {
    const words = t("projects.deleteKeyOf", { name: token.name });
    return (
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={words}
        title={words}
        onClick={() => deleteToken(token, t("profile.tokenDeleted", { name: token.name }))}
      >
        <Trash2 />
      </Button>
    );
  };
  const columns: Column<TokenDocument>[] = [
    {
      key: "name",
      head: t("projects.keyName"),
      cell: ({ name }) => <span className="font-medium">{name}</span>,
    },
    {
      key: "project",
      head: t("profile.tokenFor"),
      cell: (token) => <span className="text-ink-2">{project(token)}</span>,
    },
    {
      key: "access",
      head: t("projects.access"),
      cell: ({ access }) => <span className="text-ink-2">{t(`access.${access}`)}</span>,
    },
    {
      key: "used",
      head: t("profile.lastUsed"),
      cell: ({ last_used_at }) => (
        <RelativeTime time={last_used_at} fallback={t("common.never")} className="text-ink-2" />
      ),
    },
    { key: "expires", head: t("profile.expires"), cell: (token) => <Expiry token={token} /> },
    {
      key: "delete",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: remove,
      className: "w-11 text-right",
    },
  ];
  return (
    <Card>
      <CardHeader
        title={t("profile.tabs.tokens")}
        note={<span className="max-sm:hidden">{t("profile.tokensNote")}</span>}
      />
      {!tokens.data ? (
        <LoadState of={tokens} />
      ) : rows.length === 0 ? (
        <EmptyState icon={<KeyRound />} title={t("profile.noTokens")} className="py-8">
          {t("profile.noTokensText")}
        </EmptyState>
      ) : (
        <Rows
          rows={rows}
          rowKey={({ id }) => id}
          label={t("profile.tabs.tokens")}
          columns={columns}
          card={(token) => (
            <div className="flex items-center justify-between gap-3">
              <span className="min-w-0">
                <span className="block truncate font-medium">{token.name}</span>
                <span className="block text-ink-3 text-xs">
                  {project(token)} · {t(`access.${token.access}`)}
                </span>
                <span className="block text-ink-3 text-xs">
                  {t("profile.expires")}: <Expiry token={token} />
                </span>
              </span>
              {remove(token)}
            </div>
          )}
        />
      )}
      <Create
        key={round}
        onMade={(token) => {
          setMade(token);
          setRound(round + 1);
        }}
      />
      <Dialog
        open={made !== ""}
        onOpenChange={() => setMade("")}
        title={t("profile.tokenMade")}
        footer={
          <Button variant="primary" onClick={() => setMade("")}>
            {t("once.done")}
          </Button>
        }
      >
        <ShownOnce
          values={[{ label: t("profile.token"), value: made, hint: t("profile.tokenHint") }]}
        />
      </Dialog>
    </Card>
  );
}
