import { ChevronRight } from "lucide-react";
import { useT } from "@/i18n";
import type { Form } from "@/lib/form";
import { DurationInput } from "@/ui/duration-input";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import type { CheckValues } from "./values";

const names = [
  "start_limit",
  "run_limit",
  "failures_before_down",
  "successes_before_up",
  "methods",
  "resume",
] as const;

/** The rules that most checks leave as they are; open if one of them differs or is at fault. */
export function RuleFields({ form }: { form: Form<CheckValues> }) {
  const t = useT();
  const { values } = form;
  const special =
    values.start_limit !== "" ||
    values.run_limit !== "" ||
    values.failures_before_down !== "1" ||
    values.successes_before_up !== "1" ||
    values.methods !== "any" ||
    values.resume !== "on_ping";
  const wrong = names.some((name) => form.error(name));
  return (
    <details open={special || wrong || undefined} className="group">
      <summary className="flex items-center gap-1 rounded font-medium text-sm marker:content-none">
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-3 transition-transform group-open:rotate-90"
        />
        {t("edit.rules")}
      </summary>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <Field
          label={t("edit.startLimit")}
          hint={t("edit.startLimitHint")}
          error={form.error("start_limit")}
        >
          {(ids) => (
            <DurationInput
              ids={ids}
              name="start_limit"
              value={values.start_limit}
              onChange={(value) => form.set("start_limit", value)}
            />
          )}
        </Field>
        <Field
          label={t("edit.runLimit")}
          hint={t("edit.runLimitHint")}
          error={form.error("run_limit")}
        >
          {(ids) => (
            <DurationInput
              ids={ids}
              name="run_limit"
              value={values.run_limit}
              onChange={(value) => form.set("run_limit", value)}
            />
          )}
        </Field>
        <Field
          label={t("edit.failures")}
          hint={t("edit.failuresHint")}
          error={form.error("failures_before_down")}
        >
          {(ids) => (
            <Input
              {...ids}
              {...form.text("failures_before_down")}
              type="number"
              min={1}
              max={1000}
              className="w-24"
            />
          )}
        </Field>
        <Field
          label={t("edit.successes")}
          hint={t("edit.successesHint")}
          error={form.error("successes_before_up")}
        >
          {(ids) => (
            <Input
              {...ids}
              {...form.text("successes_before_up")}
              type="number"
              min={1}
              max={1000}
              className="w-24"
            />
          )}
        </Field>
        <Field label={t("edit.methods")} error={form.error("methods")}>
          {(ids) => (
            <Select {...ids} {...form.text("methods")}>
              <option value="any">{t("edit.methodsAny")}</option>
              <option value="post_only">{t("edit.methodsPost")}</option>
            </Select>
          )}
        </Field>
        <Field label={t("edit.resume")} error={form.error("resume")}>
          {(ids) => (
            <Select {...ids} {...form.text("resume")}>
              <option value="on_ping">{t("edit.resumeOnPing")}</option>
              <option value="by_hand">{t("edit.resumeByHand")}</option>
            </Select>
          )}
        </Field>
      </div>
    </details>
  );
}
