import { useMemo } from "react";
import { useT } from "@/i18n";
import type { Form } from "@/lib/form";
import { DurationInput } from "@/ui/duration-input";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Segmented } from "@/ui/tabs";
import type { CheckValues } from "./values";

const CRON_EXAMPLES = ["*/5 * * * *", "0 * * * *", "15 2 * * *", "0 9 * * 1-5", "0 0 1 * *"];
const CALENDAR_EXAMPLES = ["hourly", "Mon..Fri *-*-* 06:30", "*-*-01 00:00:00"];

function useZones(): readonly string[] {
  return useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone")], []);
}

function Expression({ form }: { form: Form<CheckValues> }) {
  const t = useT();
  const zones = useZones();
  const cron = form.values.timing === "cron";
  const examples = cron ? CRON_EXAMPLES : CALENDAR_EXAMPLES;
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Field
        label={cron ? t("edit.cron") : t("edit.calendar")}
        hint={
          <span className="flex flex-wrap items-center gap-1">
            {cron ? t("edit.cronHint") : t("edit.calendarHint")}
            {examples.map((example) => (
              <button
                key={example}
                type="button"
                onClick={() => form.set("schedule", example)}
                className="rounded border border-line bg-sunken px-1.5 font-mono text-ink-2 hover:border-line-strong hover:text-ink"
              >
                {example}
              </button>
            ))}
          </span>
        }
        error={form.error("schedule")}
      >
        {(ids) => (
          <Input
            {...ids}
            {...form.text("schedule")}
            className="font-mono"
            spellCheck={false}
            autoComplete="off"
            required
          />
        )}
      </Field>
      <Field label={t("edit.tz")} error={form.error("tz")}>
        {(ids) => (
          <>
            <Input
              {...ids}
              {...form.text("tz")}
              list={`${ids.id}-zones`}
              spellCheck={false}
              autoComplete="off"
              required
            />
            <datalist id={`${ids.id}-zones`}>
              {zones.map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </div>
  );
}

/** When the signal is awaited, and how long it may be late. */
export function ScheduleFields({ form }: { form: Form<CheckValues> }) {
  const t = useT();
  const { timing } = form.values;
  return (
    <div className="flex flex-col gap-4">
      <Segmented
        label={t("edit.timing")}
        value={timing}
        onChange={(next) => {
          form.set("timing", next);
          if (next === "cron" && !form.values.schedule) form.set("schedule", "0 2 * * *");
          if (next === "calendar" && !form.values.schedule) form.set("schedule", "daily");
        }}
        className="self-start"
        choices={[
          ["period", t("edit.period")],
          ["cron", t("edit.cronShort")],
          ["calendar", t("edit.calendarShort")],
        ]}
      />
      {timing === "period" ? (
        <Field label={t("edit.timeout")} hint={t("edit.timeoutHint")} error={form.error("timeout")}>
          {(ids) => (
            <DurationInput
              ids={ids}
              name="timeout"
              value={form.values.timeout}
              onChange={(value) => form.set("timeout", value)}
            />
          )}
        </Field>
      ) : (
        <Expression form={form} />
      )}
      <Field label={t("check.grace")} hint={t("edit.graceHint")} error={form.error("grace")}>
        {(ids) => (
          <DurationInput
            ids={ids}
            name="grace"
            value={form.values.grace}
            onChange={(value) => form.set("grace", value)}
          />
        )}
      </Field>
    </div>
  );
}
