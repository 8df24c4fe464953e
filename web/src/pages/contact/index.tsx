// One contact: made, changed, tried out.
import { ChevronRight, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { call } from "@/api/client";
import { deleteContact, renewContacts, setContactEnabled, useContacts } from "@/api/contacts";
import type { ContactDocument } from "@/api/contract";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { KindIcon, KindTiles, kindText } from "@/pages/contacts/kind-tiles";
import {
  configOf,
  inForm,
  isKind,
  type Kind,
  targetOf,
  type Values,
  valuesOf,
} from "@/pages/contacts/kinds";
import { Facts } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input, Switch } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";
import { useAction } from "@/ui/use-action";
import { ConfigFields } from "./config-fields";
import { TestCard } from "./test-card";

function Crumb({ project, children }: { project: string; children: string }) {
  const t = useT();
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link
        href={`/p/${project}/contacts`}
        className="font-normal text-ink-3 hover:text-ink hover:underline"
      >
        {t("contacts.title")}
      </Link>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="truncate">{children}</span>
    </span>
  );
}

function Help({ kind }: { kind: Kind }) {
  const t = useT();
  const steps = t(`contacts.help.${kind}`).split("\n");
  return (
    <Card>
      <CardHeader title={t("contacts.helpTitle")} />
      <ol className="flex list-decimal flex-col gap-1.5 pr-4 pb-4 pl-8 text-ink-2 text-sm marker:text-ink-3">
        {steps.map((step) => (
          <li key={step} className="break-words">
            {step}
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** A form that becomes, once saved, what the server made of it: a new secret is then one that is set. */
function useContactForm(project: string, kind: Kind, contact?: ContactDocument) {
  const t = useT();
  const [, navigate] = useLocation();
  const valuesFrom = (of?: ContactDocument): Values => ({
    ...valuesOf(kind, of?.config ?? {}, of?.secrets_set ?? []),
    name: of?.name ?? "",
  });
  const [initial, setInitial] = useState(() => valuesFrom(contact));
  const [saved, setSaved] = useState<Values | null>(null);
  const refusal = (line: string) => t("contacts.notHeader", { line });

  async function create(name: string, config: Record<string, unknown>) {
    const body = { name, kind, config };
    const made = await call("POST /v1/projects/{project}/contacts", { path: { project }, body });
    await renewContacts(project);
    navigate(`/p/${project}/contacts/${made.id}?test=1`, { replace: true });
  }
  async function change(of: ContactDocument, name: string, config: Record<string, unknown>) {
    const changed = await call("PATCH /v1/projects/{project}/contacts/{contact}", {
      path: { project, contact: of.id },
      body: { name, config },
    });
    setSaved(valuesFrom(changed));
    await renewContacts(project);
  }

  const form = useForm<Values>({
    initial,
    submit: async (values) => {
      try {
        const config = configOf(kind, values, contact?.config ?? {}, refusal);
        const name = String(values.name);
        await (contact ? change(contact, name, config) : create(name, config));
      } catch (error) {
        throw inForm(error);
      }
      toast(t("common.saved"));
    },
  });
  const { busy, reset } = form;
  useEffect(() => {
    if (!saved || busy) return;
    setInitial(saved);
    reset(saved);
    setSaved(null);
  }, [saved, busy, reset]);
  return { form, initial };
}

/** The form on the left; `side` gets to know whether anything in it is unsaved. */
function Editor({
  project,
  kind,
  contact,
  side,
}: {
  project: string;
  kind: Kind;
  contact?: ContactDocument;
  side: (unsaved: boolean) => ReactNode;
}) {
  const t = useT();
  const { form, initial } = useContactForm(project, kind, contact);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Card>
        <form onSubmit={form.onSubmit} className="flex flex-col gap-4 p-4">
          {form.problem && <Notice kind="error">{form.problem}</Notice>}
          <Field
            label={t("contacts.name")}
            hint={t("contacts.nameHint")}
            error={form.error("name")}
          >
            {(ids) => (
              <Input
                {...ids}
                {...form.text("name")}
                autoComplete="off"
                autoFocus={!contact}
                required
              />
            )}
          </Field>
          <ConfigFields kind={kind} form={form} initial={initial} />
          <div className="flex flex-wrap items-center gap-2">
            <Button
              type="submit"
              variant="primary"
              busy={form.busy}
              disabled={contact !== undefined && !form.dirty}
            >
              {contact ? t("common.save") : t("contacts.create")}
            </Button>
            {form.dirty && contact && (
              <Button variant="ghost" onClick={() => form.reset(initial)}>
                {t("common.leaveDiscard")}
              </Button>
            )}
          </div>
        </form>
      </Card>
      <div className="flex flex-col gap-4">{side(form.dirty)}</div>
    </div>
  );
}

function Side({
  project,
  contact,
  writable,
}: {
  project: string;
  contact: ContactDocument;
  writable: boolean;
}) {
  const t = useT();
  const [, navigate] = useLocation();
  const [busy, run] = useAction();
  return (
    <Card>
      <CardHeader
        title={t("contacts.state")}
        actions={
          writable && (
            <Switch
              checked={contact.enabled}
              disabled={busy}
              aria-label={t("contacts.enabledOf", { name: contact.name })}
              onChange={(enabled) => run(() => setContactEnabled(project, contact.id, enabled))}
            />
          )
        }
      />
      <div className="flex flex-col gap-3 px-4 pb-4 text-sm">
        <p className="text-ink-2">
          {contact.enabled ? t("contacts.isEnabled") : t("contacts.isDisabled")}
        </p>
        {contact.last_error && (
          <div>
            <p className="mb-1 text-ink-3 text-xs">{t("contacts.lastError")}</p>
            <pre className="whitespace-pre-wrap break-words rounded bg-sunken px-2 py-1.5 font-mono text-down text-xs">
              {contact.last_error}
            </pre>
          </div>
        )}
        {writable && (
          <Button
            variant="danger-quiet"
            className="self-start"
            onClick={() => {
              navigate(`/p/${project}/contacts`);
              deleteContact(project, contact);
            }}
          >
            <Trash2 />
            {t("common.delete")}
          </Button>
        )}
      </div>
    </Card>
  );
}

function ReadOnly({ contact }: { contact: ContactDocument }) {
  const t = useT();
  return (
    <Card className="p-4">
      <Facts
        facts={[
          [t("contacts.name"), contact.name],
          [t("contacts.kind"), kindText(t, contact.kind)],
          [t("contacts.target"), targetOf(contact.kind, contact.config) || "–"],
        ]}
      />
    </Card>
  );
}

function Existing({ project, id, writable }: { project: string; id: string; writable: boolean }) {
  const t = useT();
  const contacts = useContacts(project);
  const [search] = useSearchParams();
  const wantsTest = search.has("test");
  const contact = contacts.data?.find((of) => of.id === id);
  const found = contact !== undefined;
  usePageTitle(contact?.name ?? t("contacts.title"));
  useEffect(() => {
    if (found && wantsTest) document.querySelector("#test button")?.scrollIntoView();
  }, [found, wantsTest]);

  if (!contacts.data) return <LoadState of={contacts} />;
  if (!contact) return <NotFound />;
  const { kind } = contact;
  return (
    <Page className="max-w-6xl">
      <PageHeader
        title={<Crumb project={project}>{contact.name}</Crumb>}
        note={
          <span className="flex items-center gap-1.5">
            <KindIcon kind={kind} className="size-4" />
            {kindText(t, kind)}
          </span>
        }
      />
      {writable && isKind(kind) ? (
        <Editor
          key={contact.id}
          project={project}
          kind={kind}
          contact={contact}
          side={(unsaved) => (
            <>
              <TestCard project={project} contact={contact.id} unsaved={unsaved} />
              <Side project={project} contact={contact} writable />
              <Help kind={kind} />
            </>
          )}
        />
      ) : (
        <div className="flex flex-col gap-4">
          <ReadOnly contact={contact} />
          <Side project={project} contact={contact} writable={writable} />
        </div>
      )}
    </Page>
  );
}

function New({ project }: { project: string }) {
  const t = useT();
  const [search] = useSearchParams();
  const kind = search.get("kind") ?? "";
  usePageTitle(t("contacts.create"));
  if (!isKind(kind)) {
    return (
      <Page className="max-w-6xl">
        <PageHeader title={<Crumb project={project}>{t("contacts.create")}</Crumb>} />
        <p className="mb-3 text-ink-2 text-sm">{t("contacts.chooseKind")}</p>
        <KindTiles project={project} />
      </Page>
    );
  }
  return (
    <Page className="max-w-6xl">
      <PageHeader
        title={
          <Crumb project={project}>{t("contacts.createOf", { kind: kindText(t, kind) })}</Crumb>
        }
        actions={
          <Button variant="ghost" asChild>
            <Link href={`/p/${project}/contacts/new`}>{t("contacts.otherKind")}</Link>
          </Button>
        }
      />
      <Editor key={kind} project={project} kind={kind} side={() => <Help kind={kind} />} />
    </Page>
  );
}

export default function Contact({ params }: { params: Record<string, string> }) {
  const t = useT();
  const project = useProject(params.project);
  if (!project) return <NotFound />;
  const writable = mayWrite(project);
  if (params.contact) {
    return <Existing project={project.uuid} id={params.contact} writable={writable} />;
  }
  if (!writable) {
    return (
      <Page narrow>
        <Notice kind="warning">
          {t(project.enabled ? "problem.forbidden" : "problem.projectDisabled")}
        </Notice>
      </Page>
    );
  }
  return <New project={project.uuid} />;
}
