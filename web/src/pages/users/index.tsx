// Everybody who may sign in. For administrators.
import { Plus, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { call } from "@/api/client";
import type { UserDocument } from "@/api/contract";
import { useSignedIn } from "@/api/session";
import { putUser, renewUsers, useUsers } from "@/api/users";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { useKeys } from "@/lib/keyboard";
import { useUrlState } from "@/lib/url-state";
import { RelativeTime } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, Page, PageHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Checkbox, Input } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { type Column, Rows } from "@/ui/rows";
import { ShownOnce } from "@/ui/shown-once";
import { StatusMark } from "@/ui/status";
import { OnlyAdmins } from "./only-admins";

function Create({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<UserDocument | null>(null);
  const form = useForm({
    initial: { name: "", email: "", phone: "", admin: false, own: false, password: "" },
    guard: false,
    submit: async ({ name, email, phone, admin, own, password }) => {
      const user = await call("POST /v1/users", {
        body: {
          name,
          admin,
          ...(email ? { email } : {}),
          ...(phone ? { phone } : {}),
          ...(own ? { password } : { generate_password: true }),
        },
      });
      putUser(user);
      await renewUsers();
      if (user.password) setMade(user);
      else navigate(`/users/${user.id}`);
    },
  });
  if (made) {
    const close = () => navigate(`/users/${made.id}`);
    return (
      <Dialog
        open
        onOpenChange={close}
        title={t("users.madeOf", { name: made.name })}
        footer={
          <Button variant="primary" onClick={close}>
            {t("once.done")}
          </Button>
        }
      >
        <ShownOnce values={[{ label: t("users.initialPassword"), value: made.password ?? "" }]} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("users.create")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" form="new-user" variant="primary" busy={form.busy}>
            {t("users.create")}
          </Button>
        </>
      }
    >
      <form id="new-user" onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <Field label={t("users.name")} error={form.error("name")}>
          {(ids) => (
            <Input
              {...ids}
              {...form.text("name")}
              autoComplete="off"
              autoCapitalize="none"
              autoFocus
              required
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t("users.email")}
            optional={t("common.optional")}
            error={form.error("email")}
          >
            {(ids) => (
              <Input {...ids} {...form.text("email")} inputMode="email" autoComplete="off" />
            )}
          </Field>
          <Field
            label={t("users.phone")}
            optional={t("common.optional")}
            error={form.error("phone")}
          >
            {(ids) => <Input {...ids} {...form.text("phone")} inputMode="tel" autoComplete="off" />}
          </Field>
        </div>
        <div>
          <label className="flex w-fit items-center gap-2 text-sm">
            <Checkbox {...form.check("admin")} />
            {t("role.admin")}
          </label>
          <p className="mt-0.5 ml-6 text-ink-3 text-xs">{t("users.adminHint")}</p>
        </div>
        <div>
          <label className="flex w-fit items-center gap-2 text-sm">
            <Checkbox {...form.check("own")} />
            {t("users.ownPassword")}
          </label>
          {!form.values.own && (
            <p className="mt-0.5 ml-6 text-ink-3 text-xs">{t("users.generated")}</p>
          )}
        </div>
        {form.values.own && (
          <Field
            label={t("signIn.password")}
            hint={t("password.hint")}
            error={form.error("password")}
          >
            {(ids) => (
              <Input
                {...ids}
                {...form.text("password")}
                type="password"
                autoComplete="new-password"
                required
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}

function Name({ user, index }: { user: UserDocument; index: number }) {
  return (
    <Link
      href={`/users/${user.id}`}
      data-row={index}
      className="inset-focus rounded font-medium hover:underline"
    >
      {user.name}
    </Link>
  );
}

function Belongs({ user }: { user: UserDocument }) {
  const t = useT();
  if (user.admin) {
    return (
      <span className="flex items-center gap-1.5 text-ink">
        <ShieldCheck aria-hidden className="size-4 text-accent" />
        {t("role.admin")}
      </span>
    );
  }
  const names = user.memberships.map((membership) => membership.project_name).join(", ");
  if (!names) return <span className="text-late">{t("users.noProjects")}</span>;
  return (
    <span className="block truncate text-ink-2" title={names}>
      {names}
    </span>
  );
}

function State({ user }: { user: UserDocument }) {
  const t = useT();
  return user.enabled ? (
    <StatusMark tone="up">{t("common.enabled")}</StatusMark>
  ) : (
    <StatusMark tone="paused">{t("common.disabled")}</StatusMark>
  );
}

function List({ rows }: { rows: readonly UserDocument[] }) {
  const t = useT();
  const columns: Column<UserDocument>[] = [
    {
      key: "name",
      head: t("users.name"),
      cell: (user, index) => <Name user={user} index={index} />,
    },
    {
      key: "email",
      head: t("users.email"),
      cell: ({ email }) => <span className="text-ink-2">{email || "–"}</span>,
    },
    {
      key: "belongs",
      head: t("users.belongs"),
      cell: (user) => <Belongs user={user} />,
      className: "w-1/4 max-w-0",
    },
    { key: "state", head: t("users.state"), cell: (user) => <State user={user} /> },
    {
      key: "totp",
      head: t("users.totp"),
      cell: ({ totp }) => (
        <span className="text-ink-2">{totp ? t("common.yes") : t("common.no")}</span>
      ),
    },
    {
      key: "seen",
      head: t("users.lastSeen"),
      cell: ({ last_seen_at }) => (
        <RelativeTime
          time={last_seen_at}
          fallback={t("common.never")}
          className="whitespace-nowrap text-ink-2"
        />
      ),
    },
  ];
  return (
    <Rows
      rows={rows}
      rowKey={({ id }) => id}
      label={t("users.title")}
      columns={columns}
      dim={({ enabled }) => !enabled}
      card={(user, index) => (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-3">
            <Name user={user} index={index} />
            <State user={user} />
          </div>
          <div className="flex items-center justify-between gap-3 text-xs">
            <span className="min-w-0">
              <Belongs user={user} />
            </span>
            <RelativeTime
              time={user.last_seen_at}
              fallback={t("common.never")}
              className="shrink-0 text-ink-3"
            />
          </div>
        </div>
      )}
    />
  );
}

export default function UsersPage() {
  const t = useT();
  const { user } = useSignedIn();
  const users = useUsers(user.admin);
  const [creating, setCreating] = useState(false);
  const [text, setText] = useUrlState("q", "");
  usePageTitle(t("users.title"));
  useKeys(
    {
      n: () => setCreating(true),
      "/": () => document.getElementById("user-search")?.focus(),
    },
    user.admin,
  );
  if (!user.admin) return <OnlyAdmins />;

  const wanted = text.toLowerCase();
  const rows = (users.data ?? []).filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(wanted),
  );
  return (
    <Page>
      <PageHeader
        title={t("users.title")}
        actions={
          <>
            <Input
              id="user-search"
              type="search"
              className="w-56"
              value={text}
              placeholder={t("users.search")}
              aria-label={t("users.search")}
              onChange={({ target }) => setText(target.value)}
            />
            <Button variant="primary" onClick={() => setCreating(true)}>
              <Plus />
              {t("users.create")}
            </Button>
          </>
        }
      />
      <Card>
        {!users.data ? (
          <LoadState of={users} />
        ) : rows.length === 0 ? (
          <EmptyState title={t("users.noMatch")}>{t("users.noMatchText")}</EmptyState>
        ) : (
          <List rows={rows} />
        )}
      </Card>
      {creating && <Create onClose={() => setCreating(false)} />}
    </Page>
  );
}
