import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { putCheck } from "@/api/checks";
import { call } from "@/api/client";
import type { CheckDocument, ContactDocument } from "@/api/contract";
import { Problem } from "@/api/problem";
import { keys } from "@/api/query";
import { useT } from "@/i18n";
import { type Form, useForm } from "@/lib/form";
import { checkName } from "@/pages/checks/status";
import { Button } from "@/ui/button";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Checkbox, Input, Textarea } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";
import { SchedulePreview } from "./preview";
import { RuleFields } from "./rule-fields";
import { ScheduleFields } from "./schedule-fields";
import { bodyOf, type CheckValues, changedBody, slugOf } from "./values";

export const contactsQuery = (project: string) => ({
  queryKey: keys.contacts(project),
  queryFn: () => call("GET /v1/projects/{project}/contacts", { path: { project } }),
});

function NameFields({ form, isNew }: { form: Form<CheckValues>; isNew: boolean }) {
  const t = useT();
  const [ownSlug, setOwnSlug] = useState(!isNew);
  const slug = form.text("slug");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("checks.name")} error={form.error("name")}>
        {(ids) => (
          <Input
            {...ids}
            {...form.text("name")}
            maxLength={100}
            autoFocus={isNew}
            autoComplete="off"
            onChange={(event) => {
              form.set("name", event.target.value);
              if (!ownSlug) form.set("slug", slugOf(event.target.value));
            }}
          />
        )}
      </Field>
      <Field
        label={t("edit.slug")}
        optional={t("common.optional")}
        hint={t("edit.slugHint")}
        error={form.error("slug")}
      >
        {(ids) => (
          <Input
            {...ids}
            {...slug}
            maxLength={100}
            spellCheck={false}
            autoComplete="off"
            className="font-mono"
            onChange={(event) => {
              setOwnSlug(true);
              slug.onChange(event);
            }}
          />
        )}
      </Field>
      <Field
        label={t("checks.tags")}
        optional={t("common.optional")}
        hint={t("edit.tagsHint")}
        error={form.error("tags")}
        className="sm:col-span-2"
      >
        {(ids) => <Input {...ids} {...form.text("tags")} maxLength={500} autoComplete="off" />}
      </Field>
      <Field
        label={t("edit.description")}
        optional={t("common.optional")}
        hint={t("edit.descriptionHint")}
        error={form.error("description")}
        className="sm:col-span-2"
      >
        {(ids) => <Textarea {...ids} {...form.text("description")} rows={3} />}
      </Field>
    </div>
  );
}

function ContactFields({ project, form }: { project: string; form: Form<CheckValues> }) {
  const t = useT();
  const { data } = useQuery(contactsQuery(project));
  const chosen = new Set(form.values.contacts);
  const list: readonly ContactDocument[] = data?.contacts ?? [];
  function toggle(id: string, on: boolean) {
    const next = list
      .map((contact) => contact.id)
      .filter((of) => (of === id ? on : chosen.has(of)));
    form.set("contacts", next);
  }
  if (data && list.length === 0) {
    return (
      <Notice kind="warning">
        {t("edit.noContacts")}{" "}
        <Link href={`/p/${project}/contacts`} className="text-accent underline underline-offset-2">
          {t("checks.toContacts")}
        </Link>
      </Notice>
    );
  }
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="sr-only">{t("edit.contacts")}</legend>
      {list.map((contact) => (
        <label key={contact.id} className="flex items-center gap-2 text-sm">
          <Checkbox
            checked={chosen.has(contact.id)}
            onChange={(event) => toggle(contact.id, event.target.checked)}
          />
          <span className="min-w-0 truncate">{contact.name}</span>
          <span className="text-ink-3 text-xs">
            {contact.kind}
            {!contact.enabled && ` · ${t("common.disabled")}`}
          </span>
        </label>
      ))}
      {data && chosen.size === 0 && (
        <p className="text-late text-xs sm:col-span-2">{t("edit.nobodyTold")}</p>
      )}
    </fieldset>
  );
}

/** The server's rules speak of "desc"; the form's member is "description". */
function inFormWords(error: unknown): unknown {
  if (!(error instanceof Problem) || error.pointer !== "/desc") return error;
  return new Problem({ ...error, detail: error.detail, pointer: "/description" });
}

/** The wish as it was some moments ago, so that not each key asks the server. */
function useSettled<T>(value: T, ms: number): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return JSON.parse(settled) as T;
}

export function CheckForm({
  project,
  check,
  initial,
}: {
  project: string;
  check?: CheckDocument;
  initial: CheckValues;
}) {
  const t = useT();
  const [, navigate] = useLocation();
  const form = useForm({
    initial,
    submit: async (values) => {
      const saved = await save(project, check, initial, values).catch((error: unknown) => {
        throw inFormWords(error);
      });
      putCheck(project, saved);
      toast(t("common.saved"));
      navigate(`/p/${project}/checks/${saved.id}`);
    },
  });
  const { values } = form;
  const wish = useSettled(
    useDeferredValue(
      values.timing === "period"
        ? { timeout: values.timeout || undefined, grace: values.grace || undefined }
        : { schedule: values.schedule, tz: values.tz, grace: values.grace || undefined },
    ),
    250,
  );
  const back = check ? `/p/${project}/checks/${check.id}` : `/p/${project}/checks`;
  return (
    <Page className="max-w-6xl">
      <PageHeader
        title={check ? t("edit.title", { name: checkName(check) }) : t("checks.create")}
      />
      <form
        onSubmit={form.onSubmit}
        className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <div className="flex min-w-0 flex-col gap-3">
          <Card className="p-4">
            <NameFields form={form} isNew={!check} />
          </Card>
          <Card>
            <CardHeader title={t("checks.schedule")} />
            <div className="flex flex-col gap-5 p-4 pt-1">
              <ScheduleFields form={form} />
              <RuleFields form={form} />
            </div>
          </Card>
          <Card>
            <CardHeader title={t("edit.contacts")} note={t("edit.contactsNote")} />
            <div className="p-4 pt-1">
              <ContactFields project={project} form={form} />
              {form.error("contacts") && (
                <p className="mt-1 text-down text-xs">{form.error("contacts")}</p>
              )}
            </div>
          </Card>
        </div>
        <SchedulePreview wish={wish} />
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-2 border-line border-t bg-canvas px-4 py-3 sm:mx-0 sm:px-0 lg:col-span-2">
          {form.problem && (
            <Notice kind="error" className="w-full">
              {form.problem}
            </Notice>
          )}
          <Button type="submit" variant="primary" busy={form.busy}>
            {check ? t("common.save") : t("edit.create")}
          </Button>
          <Button asChild>
            <Link href={back}>{t("common.cancel")}</Link>
          </Button>
          {form.dirty && <span className="text-ink-3 text-xs">{t("edit.unsaved")}</span>}
        </div>
      </form>
    </Page>
  );
}

function save(
  project: string,
  check: CheckDocument | undefined,
  initial: CheckValues,
  values: CheckValues,
): Promise<CheckDocument> {
  const body = bodyOf(values);
  if (!check) return call("POST /v1/projects/{project}/checks", { path: { project }, body });
  return call("PATCH /v1/projects/{project}/checks/{check}", {
    path: { project, check: check.id },
    body: changedBody(bodyOf(initial), body),
  });
}
