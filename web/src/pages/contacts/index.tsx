// Whom a project tells: the list.
import { ArrowDown, ArrowUp, BellOff, Ellipsis, Pencil, Plus, Send, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { contactKey, deleteContact, setContactEnabled, useContacts } from "@/api/contacts";
import type { ContactDocument } from "@/api/contract";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useKeys } from "@/lib/keyboard";
import { useHiddenKeys } from "@/lib/undo";
import { Button } from "@/ui/button";
import { Card, Page, PageHeader } from "@/ui/card";
import { Switch } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay";
import { type Column, Rows } from "@/ui/rows";
import { useAction } from "@/ui/use-action";
import { KindIcon, KindTiles, kindText } from "./kind-tiles";
import { targetOf } from "./kinds";

function Directions({ contact }: { contact: ContactDocument }) {
  const t = useT();
  const none = !contact.tells_down && !contact.tells_up;
  return (
    <span className="flex gap-3 whitespace-nowrap text-ink-2">
      {contact.tells_down && (
        <span className="flex items-center gap-1">
          <ArrowDown aria-hidden className="size-3.5 text-down" />
          {t("contacts.down")}
        </span>
      )}
      {contact.tells_up && (
        <span className="flex items-center gap-1">
          <ArrowUp aria-hidden className="size-3.5 text-up" />
          {t("contacts.up")}
        </span>
      )}
      {none && "–"}
    </span>
  );
}

interface Part {
  project: string;
  contact: ContactDocument;
}

function EnabledSwitch({ project, contact, disabled }: Part & { disabled: boolean }) {
  const t = useT();
  const [busy, run] = useAction();
  return (
    <Switch
      className="align-middle"
      checked={contact.enabled}
      disabled={busy || disabled}
      aria-label={t("contacts.enabledOf", { name: contact.name })}
      onChange={(enabled) => run(() => setContactEnabled(project, contact.id, enabled))}
    />
  );
}

function RowMenu({ project, contact }: Part) {
  const t = useT();
  const [, navigate] = useLocation();
  const href = `/p/${project}/contacts/${contact.id}`;
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("checks.actionsOf", { name: contact.name })}
        >
          <Ellipsis />
        </Button>
      }
    >
      <MenuItem onSelect={() => navigate(href)}>
        <Pencil />
        {t("common.edit")}
      </MenuItem>
      <MenuItem onSelect={() => navigate(`${href}?test=1`)}>
        <Send />
        {t("contacts.sendTest")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => deleteContact(project, contact)}>
        <Trash2 />
        {t("common.delete")}
      </MenuItem>
    </Menu>
  );
}

function LastError({ text }: { text: string }) {
  const t = useT();
  if (!text) return <span className="text-ink-3">{t("common.none")}</span>;
  return (
    <span title={text} className="block truncate text-down">
      {text}
    </span>
  );
}

function Name({ project, contact, index }: Part & { index: number }) {
  return (
    <Link
      href={`/p/${project}/contacts/${contact.id}`}
      data-row={index}
      className="inset-focus truncate rounded font-medium hover:underline"
    >
      {contact.name}
    </Link>
  );
}

function List({
  project,
  rows,
  writable,
}: {
  project: string;
  rows: readonly ContactDocument[];
  writable: boolean;
}) {
  const t = useT();
  const kind = (contact: ContactDocument) => (
    <span className="flex items-center gap-2 whitespace-nowrap text-ink-2">
      <KindIcon kind={contact.kind} className="size-4 text-ink-3" />
      {kindText(t, contact.kind)}
    </span>
  );
  const columns: Column<ContactDocument>[] = [
    {
      key: "name",
      head: t("contacts.name"),
      cell: (contact, index) => <Name project={project} contact={contact} index={index} />,
      className: "max-w-64",
    },
    { key: "kind", head: t("contacts.kind"), cell: kind },
    {
      key: "target",
      head: t("contacts.target"),
      cell: ({ kind: of, config }) => (
        <span className="block truncate text-ink-2" title={targetOf(of, config)}>
          {targetOf(of, config) || "–"}
        </span>
      ),
      className: "max-w-72 max-lg:hidden",
    },
    {
      key: "directions",
      head: t("contacts.directions"),
      cell: (contact) => <Directions contact={contact} />,
    },
    {
      key: "error",
      head: t("contacts.lastError"),
      cell: (contact) => <LastError text={contact.last_error} />,
      className: "w-1/3 max-w-0",
    },
    {
      key: "enabled",
      head: t("contacts.enabled"),
      cell: (contact) => <EnabledSwitch project={project} contact={contact} disabled={!writable} />,
      className: "w-20",
    },
  ];
  if (writable) {
    columns.push({
      key: "menu",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: (contact) => <RowMenu project={project} contact={contact} />,
      className: "w-11 text-right",
    });
  }
  return (
    <Rows
      rows={rows}
      rowKey={(contact) => contact.id}
      label={t("contacts.title")}
      columns={columns}
      dim={(contact) => !contact.enabled}
      card={(contact, index) => (
        <div className="flex flex-col gap-1.5">
          <div className="flex items-center gap-2.5">
            <KindIcon kind={contact.kind} className="size-4 shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 truncate">
              <Name project={project} contact={contact} index={index} />
            </span>
            <EnabledSwitch project={project} contact={contact} disabled={!writable} />
            {writable && <RowMenu project={project} contact={contact} />}
          </div>
          <div className="flex items-center justify-between gap-4 text-ink-2 text-xs">
            <span className="min-w-0 truncate">
              {targetOf(contact.kind, contact.config) || kindText(t, contact.kind)}
            </span>
            <Directions contact={contact} />
          </div>
          {contact.last_error && (
            <p className="break-words text-down text-xs">{contact.last_error}</p>
          )}
        </div>
      )}
    />
  );
}

function Empty({ project, writable }: { project: string; writable: boolean }): ReactNode {
  const t = useT();
  return (
    <div className="pb-6">
      <EmptyState icon={<BellOff />} title={t("contacts.emptyTitle")} className="pb-6">
        {writable ? t("contacts.emptyText") : t("contacts.emptyViewer")}
      </EmptyState>
      {writable && (
        <div className="mx-auto max-w-4xl px-4">
          <KindTiles project={project} />
        </div>
      )}
    </div>
  );
}

export default function Contacts({ params }: { params: Record<string, string> }) {
  const t = useT();
  const project = useProject(params.project);
  const uuid = params.project ?? "";
  const contacts = useContacts(uuid);
  const hidden = useHiddenKeys();
  const [, navigate] = useLocation();
  const writable = mayWrite(project);
  usePageTitle(t("contacts.title"));
  useKeys({ n: () => navigate(`/p/${uuid}/contacts/new`) }, writable);
  if (!project) return <NotFound />;

  const rows = (contacts.data ?? []).filter(({ id }) => !hidden.has(contactKey(id)));
  const nobody = rows.length > 0 && !rows.some((contact) => contact.enabled);
  return (
    <Page>
      <PageHeader
        title={t("contacts.title")}
        note={t("contacts.note")}
        actions={
          writable && (
            <Button variant="primary" asChild>
              <Link href={`/p/${uuid}/contacts/new`}>
                <Plus />
                {t("contacts.create")}
              </Link>
            </Button>
          )
        }
      />
      {!project.enabled && (
        <Notice kind="warning" className="mb-3">
          {t("problem.projectDisabled")}
        </Notice>
      )}
      {nobody && (
        <Notice kind="warning" className="mb-3">
          {t("project.noContacts")}
        </Notice>
      )}
      <Card>
        {!contacts.data ? (
          <LoadState of={contacts} />
        ) : rows.length === 0 ? (
          <Empty project={uuid} writable={writable} />
        ) : (
          <List project={uuid} rows={rows} writable={writable} />
        )}
      </Card>
    </Page>
  );
}
