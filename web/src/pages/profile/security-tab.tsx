import { lazy, Suspense, useState } from "react";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { adoptProfile, renewSessions } from "@/api/profile";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { CopyButton } from "@/ui/copy";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { StatusMark } from "@/ui/status";
import { toast } from "@/ui/toast";

const QrCode = lazy(() => import("@/ui/qr-code"));

const emptyPassword = { old_password: "", new_password: "", again: "" };

function PasswordCard() {
  const t = useT();
  const { user } = useSignedIn();
  const [round, setRound] = useState(0);
  return (
    <Card>
      <CardHeader title={t("profile.password")} />
      {user.has_password ? (
        <PasswordForm key={round} onDone={() => setRound(round + 1)} />
      ) : (
        <p className="px-4 pb-4 text-ink-2 text-sm">{t("profile.noPassword")}</p>
      )}
    </Card>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const t = useT();
  const form = useForm({
    initial: emptyPassword,
    submit: async ({ old_password, new_password, again }) => {
      if (new_password !== again) {
        throw new Problem({ status: 400, detail: t("password.differ"), pointer: "/again" });
      }
      try {
        await call("POST /v1/profile/password", { body: { old_password, new_password } });
      } catch (error) {
        // That somebody is signed in but gave a wrong password concerns this field.
        if (error instanceof Problem && error.pointer === "/old_password") {
          const { pointer } = error;
          throw new Problem({ status: 400, detail: t("profile.wrongOld"), pointer });
        }
        throw error;
      }
      toast(t("profile.passwordChanged"));
      void renewSessions();
      onDone();
    },
  });
  const field = (name: keyof typeof emptyPassword, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={form.error(name)}>
      {(ids) => (
        <Input
          {...ids}
          {...form.text(name)}
          type="password"
          autoComplete={name === "old_password" ? "current-password" : "new-password"}
          required
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={form.onSubmit} className="flex max-w-md flex-col gap-4 px-4 pt-1 pb-4">
      {form.problem && <Notice kind="error">{form.problem}</Notice>}
      {field("old_password", t("profile.oldPassword"))}
      {field("new_password", t("password.new"), t("password.hint"))}
      {field("again", t("password.again"))}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" busy={form.busy}>
          {t("profile.changePassword")}
        </Button>
        <span className="text-ink-3 text-xs">{t("profile.otherSessionsEnd")}</span>
      </div>
    </form>
  );
}

interface Secret {
  secret: string;
  uri: string;
}

/** First step, and the way to turn it off: the password, again. */
function Prove({
  action,
  danger,
  onProven,
}: {
  action: string;
  danger?: boolean;
  onProven: (password: string) => Promise<unknown>;
}) {
  const t = useT();
  const form = useForm({
    initial: { password: "" },
    guard: false,
    submit: async ({ password }) => {
      try {
        await onProven(password);
      } catch (error) {
        if (error instanceof Problem && error.pointer === "/password") {
          throw new Problem({ status: 400, detail: t("profile.wrongOld"), pointer: "/password" });
        }
        throw error;
      }
    },
  });
  return (
    <form onSubmit={form.onSubmit} className="flex max-w-md flex-col gap-3">
      {form.problem && <Notice kind="error">{form.problem}</Notice>}
      <Field label={t("profile.oldPassword")} error={form.error("password")}>
        {(ids) => (
          <Input
            {...ids}
            {...form.text("password")}
            type="password"
            autoComplete="current-password"
            autoFocus
            required
          />
        )}
      </Field>
      <Button
        type="submit"
        variant={danger ? "danger-quiet" : "primary"}
        busy={form.busy}
        className="self-start"
      >
        {action}
      </Button>
    </form>
  );
}

/** Second step: the secret goes into the app, and its code proves that it did. */
function EnterCode({ of, onDone }: { of: Secret; onDone: () => void }) {
  const t = useT();
  const form = useForm({
    initial: { code: "" },
    guard: false,
    submit: async ({ code }) => {
      try {
        adoptProfile(
          await call("PUT /v1/profile/totp", { body: { code: code.replace(/\s/g, "") } }),
        );
      } catch (error) {
        if (error instanceof Problem && error.pointer === "/code") {
          throw new Problem({ status: 400, detail: t("signIn.wrongCode"), pointer: "/code" });
        }
        throw error;
      }
      toast(t("profile.totpIsOn"));
      onDone();
    },
  });
  const line = (label: string, text: string) => (
    <div>
      <dt className="mb-1 text-ink-3 text-xs">{label}</dt>
      <dd className="flex items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5">
        <code className="min-w-0 flex-1 select-all break-all font-mono text-xs">{text}</code>
        <CopyButton text={text} />
      </dd>
    </div>
  );
  return (
    <div className="grid gap-6 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <Suspense fallback={<div className="size-48" />}>
        <QrCode
          text={of.uri}
          label={t("profile.qrLabel")}
          className="size-48 rounded-md border border-line"
        />
      </Suspense>
      <div className="flex flex-col gap-4">
        <p className="text-ink-2 text-sm">{t("profile.scan")}</p>
        <dl className="flex flex-col gap-3">
          {line(t("profile.secret"), of.secret)}
          {line(t("profile.uri"), of.uri)}
        </dl>
        <form onSubmit={form.onSubmit} className="flex flex-col gap-3">
          {form.problem && <Notice kind="error">{form.problem}</Notice>}
          <Field label={t("signIn.code")} hint={t("signIn.codeText")} error={form.error("code")}>
            {(ids) => (
              <Input
                {...ids}
                {...form.text("code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={12}
                className="w-40 font-mono text-base tracking-[0.3em]"
                autoFocus
                required
              />
            )}
          </Field>
          <div className="flex gap-2">
            <Button type="submit" variant="primary" busy={form.busy}>
              {t("profile.totpConfirm")}
            </Button>
            <Button variant="ghost" onClick={onDone}>
              {t("common.cancel")}
            </Button>
          </div>
        </form>
      </div>
    </div>
  );
}

function TotpCard() {
  const t = useT();
  const { user } = useSignedIn();
  const [step, setStep] = useState<"idle" | "prove">("idle");
  const [secret, setSecret] = useState<Secret | null>(null);

  async function begin(password: string) {
    setSecret(await call("POST /v1/profile/totp", { body: { password } }));
  }
  async function end(password: string) {
    adoptProfile(await call("POST /v1/profile/totp/off", { body: { password } }));
    setStep("idle");
    toast(t("profile.totpIsOff"));
  }
  const leave = () => {
    setSecret(null);
    setStep("idle");
  };
  const prove = user.totp ? (
    <Prove action={t("profile.totpOff")} danger onProven={end} />
  ) : (
    <Prove action={t("profile.totpNext")} onProven={begin} />
  );
  return (
    <Card>
      <CardHeader
        title={t("users.totp")}
        note={
          <StatusMark tone={user.totp ? "up" : "paused"} className="text-xs">
            {user.totp ? t("profile.on") : t("profile.off")}
          </StatusMark>
        }
        actions={
          user.has_password &&
          !secret && (
            <Button onClick={() => setStep(step === "idle" ? "prove" : "idle")}>
              {step === "prove"
                ? t("common.cancel")
                : user.totp
                  ? t("profile.totpOff")
                  : t("profile.totpOn")}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-4 px-4 pb-4">
        {!secret && <p className="text-ink-2 text-sm">{t("profile.totpText")}</p>}
        {secret ? <EnterCode of={secret} onDone={leave} /> : step === "prove" && prove}
      </div>
    </Card>
  );
}

export function SecurityTab() {
  return (
    <div className="flex flex-col gap-4">
      <PasswordCard />
      <TotpCard />
    </div>
  );
}
