import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { adoptSession } from "@/api/session";
import { useT } from "@/i18n";
import { memberOf, useForm } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Checkbox, Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { GateCard } from "./card";

/** Name and password; then, if the account asks for it, the code of the second factor. */
export function SignIn() {
  const t = useT();
  const [step, setStep] = useState<"password" | "code">("password");
  const code = useRef<HTMLInputElement>(null);
  const form = useForm({
    initial: { name: "", password: "", code: "", remember: false },
    guard: false,
    submit: async ({ name, password, code: given, remember }) => {
      try {
        const body = {
          name,
          password,
          remember,
          ...(step === "code" ? { code: given.trim() } : {}),
        };
        adoptSession(await call("POST /v1/session", { body }));
      } catch (error) {
        const wantsCode = memberOf(error) === "code";
        if (wantsCode && step === "password") setStep("code");
        else if (wantsCode) throw refusal(error, t("signIn.wrongCode"), "/code");
        else if (error instanceof Problem && error.status === 401) {
          throw refusal(error, t("signIn.wrong"), "");
        } else throw error;
      }
    },
  });
  useEffect(() => {
    if (step === "code") code.current?.focus();
  }, [step]);

  return (
    <GateCard
      title={step === "code" ? t("signIn.codeTitle") : t("signIn.title")}
      text={step === "code" ? t("signIn.codeText") : undefined}
    >
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        {step === "password" ? (
          <>
            <Field label={t("signIn.name")}>
              {(ids) => (
                <Input
                  {...ids}
                  {...form.text("name")}
                  autoComplete="username"
                  autoCapitalize="none"
                  className="h-10"
                  autoFocus
                  required
                />
              )}
            </Field>
            <Field label={t("signIn.password")}>
              {(ids) => (
                <Input
                  {...ids}
                  {...form.text("password")}
                  type="password"
                  autoComplete="current-password"
                  className="h-10"
                  required
                />
              )}
            </Field>
            <div className="flex items-center justify-between gap-3 text-sm">
              <label className="flex items-center gap-2">
                <Checkbox {...form.check("remember")} />
                {t("signIn.remember")}
              </label>
              <Link href="/forgot" className="text-accent hover:underline">
                {t("signIn.forgot")}
              </Link>
            </div>
          </>
        ) : (
          <Field label={t("signIn.code")} error={form.error("code")}>
            {(ids) => (
              <Input
                {...ids}
                {...form.text("code")}
                ref={code}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={12}
                className="h-10 font-mono text-base tracking-[0.3em]"
                required
              />
            )}
          </Field>
        )}
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          {t("signIn.submit")}
        </Button>
        {step === "code" && (
          <Button variant="link" size="inline" onClick={() => setStep("password")}>
            {t("signIn.otherAccount")}
          </Button>
        )}
      </form>
    </GateCard>
  );
}

const refusal = (error: unknown, detail: string, pointer: string) =>
  new Problem({ status: error instanceof Problem ? error.status : 401, detail, pointer });
