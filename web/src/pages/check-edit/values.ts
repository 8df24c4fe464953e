// What the form holds, made of a check and made into a request. Only what was changed is sent.
import type { CheckBody, CheckDocument } from "@/api/contract";
import { isCron } from "@/lib/schedule-words";

export type Timing = "period" | "cron" | "calendar";

export interface CheckValues {
  name: string;
  slug: string;
  tags: string;
  description: string;
  timing: Timing;
  timeout: number | "";
  /** One text for cron and calendar expressions: an error points at "schedule" for both. */
  schedule: string;
  tz: string;
  grace: number | "";
  start_limit: number | "";
  run_limit: number | "";
  failures_before_down: string;
  successes_before_up: string;
  methods: CheckDocument["methods"];
  resume: CheckDocument["resume"];
  contacts: string[];
}

export const newCheck = (tz: string, contacts: string[]): CheckValues => ({
  name: "",
  slug: "",
  tags: "",
  description: "",
  timing: "period",
  timeout: 86_400,
  schedule: "",
  tz,
  grace: 3_600,
  start_limit: "",
  run_limit: "",
  failures_before_down: "1",
  successes_before_up: "1",
  methods: "any",
  resume: "on_ping",
  contacts,
});

export function valuesOf(check: CheckDocument, tz: string): CheckValues {
  const { schedule } = check;
  return {
    name: check.name,
    slug: check.slug,
    tags: check.tags,
    description: check.description,
    timing: schedule === undefined ? "period" : isCron(schedule) ? "cron" : "calendar",
    timeout: check.timeout ?? 86_400,
    schedule: schedule ?? "",
    tz: check.tz ?? tz,
    grace: check.grace,
    start_limit: check.start_limit ?? "",
    run_limit: check.run_limit ?? "",
    failures_before_down: String(check.failures_before_down),
    successes_before_up: String(check.successes_before_up),
    methods: check.methods,
    resume: check.resume,
    contacts: [...check.contacts],
  };
}

/** The whole of it, as a new check is sent. */
export function bodyOf(values: CheckValues): CheckBody {
  const timing =
    values.timing === "period"
      ? { timeout: values.timeout || 0 }
      : { schedule: values.schedule.trim(), tz: values.tz.trim() };
  return {
    name: values.name.trim(),
    slug: values.slug.trim(),
    tags: values.tags.trim(),
    description: values.description,
    ...timing,
    grace: values.grace || 0,
    start_limit: values.start_limit || 0,
    run_limit: values.run_limit || 0,
    failures_before_down: Number(values.failures_before_down) || 0,
    successes_before_up: Number(values.successes_before_up) || 0,
    methods: values.methods,
    resume: values.resume,
    contacts: values.contacts,
  };
}

/** The members of `after` that differ from `before`; a schedule goes with its zone. */
export function changedBody(before: CheckBody, after: CheckBody): Partial<CheckBody> {
  const changed = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof CheckBody]),
    ),
  ) as Partial<CheckBody>;
  if ((changed.schedule !== undefined || changed.tz !== undefined) && after.schedule) {
    changed.schedule = after.schedule;
    if (after.tz !== undefined) changed.tz = after.tz;
  }
  return changed;
}

/** A slug for the name, as far as it has letters that a slug may have. */
export const slugOf = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, "")
    .trim()
    .replace(/[\s-]+/g, "-")
    .slice(0, 100);
