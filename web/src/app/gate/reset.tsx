import { useState } from "react";
import { Link, useLocation } from "wouter";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";
import { GateCard } from "./card";

function Back() {
  const t = useT();
  return (
    <Link href="/" className="text-center text-accent text-sm hover:underline">
      {t("reset.back")}
    </Link>
  );
}

/** Asks for a link by mail. The answer is the same whether the account exists or not. */
export function AskReset() {
  const t = useT();
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { name: "" },
    guard: false,
    submit: async (body) => {
      await call("POST /v1/password-reset", { body });
      setSent(true);
    },
  });
  return (
    <GateCard title={t("reset.askTitle")} text={sent ? undefined : t("reset.askText")}>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        {sent ? (
          <Notice>{t("reset.sent")}</Notice>
        ) : (
          <>
            <Field label={t("reset.name")} error={form.error("name")}>
              {(ids) => (
                <Input
                  {...ids}
                  {...form.text("name")}
                  autoComplete="username"
                  autoFocus
                  className="h-10"
                  required
                />
              )}
            </Field>
            <Button type="submit" variant="primary" size="lg" busy={form.busy}>
              {t("reset.send")}
            </Button>
          </>
        )}
        <Back />
      </form>
    </GateCard>
  );
}

/** The page behind the link. */
export function NewPassword({ token }: { token: string }) {
  const t = useT();
  const [, navigate] = useLocation();
  const form = useForm({
    initial: { password: "", again: "" },
    submit: async ({ password, again }) => {
      if (password !== again) {
        throw new Problem({ status: 400, detail: t("password.differ"), pointer: "/again" });
      }
      try {
        await call("POST /v1/password-reset/{token}", { path: { token }, body: { password } });
      } catch (error) {
        if (error instanceof Problem && error.status === 404) {
          throw new Problem({ status: 404, detail: t("reset.expired") });
        }
        throw error;
      }
      toast(t("reset.done"));
      navigate("/", { replace: true });
    },
  });
  return (
    <GateCard title={t("reset.newTitle")}>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <Field label={t("password.new")} hint={t("password.hint")} error={form.error("password")}>
          {(ids) => (
            <Input
              {...ids}
              {...form.text("password")}
              type="password"
              autoComplete="new-password"
              autoFocus
              required
            />
          )}
        </Field>
        <Field label={t("password.again")} error={form.error("again")}>
          {(ids) => (
            <Input
              {...ids}
              {...form.text("again")}
              type="password"
              autoComplete="new-password"
              required
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          {t("reset.save")}
        </Button>
        <Back />
      </form>
    </GateCard>
  );
}
