// One person: who they are, what they may do where, a new password.
import { ChevronRight, KeyRound } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { call } from "@/api/client";
import type { UserDocument } from "@/api/contract";
import { loadSession, useSignedIn } from "@/api/session";
import { putUser, renewUsers, useUsers } from "@/api/users";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { OnlyAdmins } from "@/pages/users/only-admins";
import { Facts, RelativeTime, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm";
import { Field } from "@/ui/field";
import { Checkbox, Input } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { Notice } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { ShownOnce } from "@/ui/shown-once";
import { toast } from "@/ui/toast";
import { MembershipsCard } from "./memberships-card";

function Check({
  label,
  hint,
  error,
  disabled,
  field,
}: {
  label: string;
  hint: string;
  error?: string | undefined;
  disabled: boolean;
  field: ReturnType<ReturnType<typeof useForm<{ admin: boolean }>>["check"]>;
}) {
  return (
    <div>
      <label className="flex w-fit items-center gap-2 text-sm">
        <Checkbox {...field} disabled={disabled} />
        {label}
      </label>
      <p className="mt-0.5 ml-6 text-ink-3 text-xs">{hint}</p>
      {error && (
        <p role="alert" className="mt-0.5 ml-6 text-down text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

function PersonCard({ user, self }: { user: UserDocument; self: boolean }) {
  const t = useT();
  const form = useForm({
    initial: {
      name: user.name,
      email: user.email,
      phone: user.phone,
      admin: user.admin,
      enabled: user.enabled,
    },
    submit: async (body) => {
      putUser(await call("PATCH /v1/users/{user}", { path: { user: user.id }, body }));
      toast(t("common.saved"));
      await renewUsers();
      if (self) await loadSession();
    },
  });
  return (
    <Card>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4 p-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t("users.name")} error={form.error("name")}>
            {(ids) => <Input {...ids} {...form.text("name")} autoComplete="off" required />}
          </Field>
          <Field label={t("users.email")} error={form.error("email")}>
            {(ids) => (
              <Input {...ids} {...form.text("email")} inputMode="email" autoComplete="off" />
            )}
          </Field>
          <Field label={t("users.phone")} error={form.error("phone")}>
            {(ids) => <Input {...ids} {...form.text("phone")} inputMode="tel" autoComplete="off" />}
          </Field>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Check
            label={t("role.admin")}
            hint={self ? t("users.notSelf") : t("users.adminHint")}
            error={form.error("admin")}
            disabled={self}
            field={form.check("admin")}
          />
          <Check
            label={t("common.enabled")}
            hint={self ? t("users.notSelf") : t("users.enabledHint")}
            error={form.error("enabled")}
            disabled={self}
            field={form.check("enabled")}
          />
        </div>
        <Button
          type="submit"
          variant="primary"
          busy={form.busy}
          disabled={!form.dirty}
          className="self-start"
        >
          {t("common.save")}
        </Button>
      </form>
    </Card>
  );
}

function PasswordCard({ user }: { user: UserDocument }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const [password, setPassword] = useState("");
  return (
    <Card>
      <CardHeader
        title={t("signIn.password")}
        actions={
          <Button onClick={() => setAsked(true)}>
            <KeyRound />
            {t("users.reset")}
          </Button>
        }
      />
      <p className="px-4 pb-4 text-ink-2 text-sm">
        {user.has_password ? t("users.resetText") : t("users.noPassword")}
      </p>
      {asked && (
        <ConfirmDialog
          title={t("users.resetOf", { name: user.name })}
          action={t("users.reset")}
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            const path = { user: user.id };
            const changed = await call("POST /v1/users/{user}/password", { path });
            putUser(changed);
            setAsked(false);
            setPassword(changed.password ?? "");
          }}
        >
          <p className="text-ink-2">{t("users.resetWhat")}</p>
        </ConfirmDialog>
      )}
      <Dialog
        open={password !== ""}
        onOpenChange={() => setPassword("")}
        title={t("users.wasReset")}
        footer={
          <Button variant="primary" onClick={() => setPassword("")}>
            {t("once.done")}
          </Button>
        }
      >
        <ShownOnce values={[{ label: t("users.newPassword"), value: password }]} />
      </Dialog>
    </Card>
  );
}

function DeleteCard({ user, self }: { user: UserDocument; self: boolean }) {
  const t = useT();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  const blocked = self || user.admin;
  return (
    <Card>
      <CardHeader
        title={t("users.delete")}
        actions={
          <Button variant="danger-quiet" disabled={blocked} onClick={() => setAsked(true)}>
            {t("common.delete")}
          </Button>
        }
      />
      <p className="px-4 pb-4 text-ink-2 text-sm">
        {self ? t("users.notSelf") : user.admin ? t("users.notAdmins") : t("users.deleteText")}
      </p>
      {asked && (
        <ConfirmDialog
          title={t("users.deleteOf", { name: user.name })}
          action={t("users.delete")}
          typed={user.name}
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await call("DELETE /v1/users/{user}", { path: { user: user.id } });
            navigate("/users");
            toast(t("users.deletedOne", { name: user.name }));
            await renewUsers();
          }}
        >
          <p className="text-ink-2">{t("users.deleteText")}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

export default function User({ params }: { params: Record<string, string> }) {
  const t = useT();
  const me = useSignedIn().user;
  const users = useUsers(me.admin);
  const user = users.data?.find(({ id }) => id === params.user);
  usePageTitle(user?.name ?? t("users.title"));
  if (!me.admin) return <OnlyAdmins />;
  if (!users.data) return <LoadState of={users} />;
  if (!user) return <NotFound />;
  const self = user.id === me.id;
  return (
    <Page className="max-w-5xl">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-1.5">
            <Link href="/users" className="font-normal text-ink-3 hover:text-ink hover:underline">
              {t("users.title")}
            </Link>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="truncate">{user.name}</span>
          </span>
        }
        note={self && t("users.self")}
      />
      <div className="flex flex-col gap-4">
        <PersonCard key={user.id} user={user} self={self} />
        <MembershipsCard key={`${user.id} ${user.admin}`} user={user} />
        <Card className="p-4">
          <Facts
            facts={[
              [t("users.created"), <Time key="created" time={user.created_at} shape="full" />],
              [
                t("users.lastSeen"),
                <RelativeTime key="seen" time={user.last_seen_at} fallback={t("common.never")} />,
              ],
              [t("users.totp"), user.totp ? t("common.yes") : t("common.no")],
            ]}
          />
        </Card>
        <PasswordCard user={user} />
        <DeleteCard user={user} self={self} />
      </div>
    </Page>
  );
}
