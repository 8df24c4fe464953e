import { useLocation } from "wouter";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { adoptSession } from "@/api/session";
import { useLanguage, useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { GateCard } from "./card";

/** The first page of a new server: makes its first administrator. */
export function SetUp({ token }: { token: string }) {
  const t = useT();
  const language = useLanguage();
  const [, navigate] = useLocation();
  const form = useForm({
    initial: { name: "", email: "", password: "", again: "" },
    submit: async ({ name, email, password, again }) => {
      if (password !== again) {
        throw new Problem({ status: 400, detail: t("password.differ"), pointer: "/again" });
      }
      const body = { token, name, password, language, ...(email ? { email } : {}) };
      try {
        adoptSession(await call("POST /v1/setup", { body }));
      } catch (error) {
        if (error instanceof Problem && error.status === 403) {
          throw new Problem({ status: 400, detail: t("setup.wrongToken") });
        }
        throw error;
      }
      navigate("/", { replace: true });
    },
  });
  return (
    <GateCard title={t("setup.title")} text={t("setup.text")}>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <Field label={t("signIn.name")} error={form.error("name")}>
          {(ids) => (
            <Input
              {...ids}
              {...form.text("name")}
              autoComplete="username"
              autoCapitalize="none"
              autoFocus
              required
            />
          )}
        </Field>
        <Field
          label={t("setup.email")}
          hint={t("setup.emailHint")}
          optional={t("common.optional")}
          error={form.error("email")}
        >
          {(ids) => <Input {...ids} {...form.text("email")} type="email" autoComplete="email" />}
        </Field>
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
          {t("setup.submit")}
        </Button>
      </form>
    </GateCard>
  );
}
