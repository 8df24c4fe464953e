// The projects that one may see, and for administrators a new one.
import { FolderOpen, Plus } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { call, type ReplyOf } from "@/api/client";
import type { ProjectDocument } from "@/api/contract";
import { renewProjects, useProjects } from "@/api/projects";
import { useSignedIn } from "@/api/session";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { useKeys } from "@/lib/keyboard";
import { Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, Page, PageHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { type Column, Rows } from "@/ui/rows";
import { ShownOnce } from "@/ui/shown-once";
import { StatusMark } from "@/ui/status";

type NewProject = ReplyOf<"POST /v1/projects">;

function Keys({ made, onClose }: { made: NewProject; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("projects.madeOf", { name: made.name })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("once.done")}
        </Button>
      }
    >
      <ShownOnce
        values={[
          { label: t("projects.apiKey"), value: made.api_key, hint: t("projects.apiKeyHint") },
          {
            label: t("projects.apiKeyReadOnly"),
            value: made.api_key_readonly,
            hint: t("projects.apiKeyReadOnlyHint"),
          },
          { label: t("projects.pingKey"), value: made.ping_key, hint: t("projects.pingKeyHint") },
        ]}
      />
    </Dialog>
  );
}

function Create({ onClose, onMade }: { onClose: () => void; onMade: (made: NewProject) => void }) {
  const t = useT();
  const form = useForm({
    initial: { name: "" },
    guard: false,
    submit: async (body) => {
      const made = await call("POST /v1/projects", { body });
      await renewProjects();
      onMade(made);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("projects.create")}
      description={t("project.createText")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" form="new-project" variant="primary" busy={form.busy}>
            {t("project.create")}
          </Button>
        </>
      }
    >
      <form id="new-project" onSubmit={form.onSubmit} className="flex flex-col gap-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <Field label={t("project.name")} error={form.error("name")}>
          {(ids) => <Input {...ids} {...form.text("name")} autoComplete="off" autoFocus required />}
        </Field>
      </form>
    </Dialog>
  );
}

function Name({ project, index }: { project: ProjectDocument; index: number }) {
  return (
    <Link
      href={`/p/${project.uuid}/settings`}
      data-row={index}
      className="inset-focus rounded font-medium hover:underline"
    >
      {project.name}
    </Link>
  );
}

function State({ project }: { project: ProjectDocument }) {
  const t = useT();
  if (!project.enabled) return <StatusMark tone="paused">{t("common.disabled")}</StatusMark>;
  if (project.down > 0) {
    return <StatusMark tone="down">{t("projects.down", { count: project.down })}</StatusMark>;
  }
  return project.checks > 0 ? (
    <StatusMark tone="up">{t("projects.allWell")}</StatusMark>
  ) : (
    <StatusMark tone="unknown">{t("projects.empty")}</StatusMark>
  );
}

function useRoleText() {
  const t = useT();
  const { projects } = useSignedIn();
  return (uuid: string) => {
    const role = projects.find((of) => of.uuid === uuid)?.role;
    return role ? t(`role.${role}`) : "";
  };
}

function List({ rows }: { rows: readonly ProjectDocument[] }) {
  const t = useT();
  const roleText = useRoleText();
  const checks = (project: ProjectDocument) => (
    <Link href={`/p/${project.uuid}/checks`} className="text-accent underline underline-offset-2">
      {project.checks}
    </Link>
  );
  const contacts = (project: ProjectDocument) => (
    <Link
      href={`/p/${project.uuid}/contacts`}
      className={
        project.contacts > 0
          ? "text-accent underline underline-offset-2"
          : "text-late underline underline-offset-2"
      }
    >
      {project.contacts}
    </Link>
  );
  const columns: Column<ProjectDocument>[] = [
    {
      key: "name",
      head: t("projects.name"),
      cell: (project, index) => <Name project={project} index={index} />,
    },
    { key: "state", head: t("projects.state"), cell: (project) => <State project={project} /> },
    { key: "checks", head: t("projects.checks"), cell: checks, className: "text-right" },
    { key: "contacts", head: t("projects.contacts"), cell: contacts, className: "text-right" },
    {
      key: "role",
      head: t("projects.yourRole"),
      cell: ({ uuid }) => <span className="text-ink-2">{roleText(uuid)}</span>,
    },
    {
      key: "created",
      head: t("projects.created"),
      cell: ({ created_at }) => <Time time={created_at} shape="date" className="text-ink-2" />,
    },
  ];
  return (
    <Rows
      rows={rows}
      rowKey={({ uuid }) => uuid}
      label={t("projects.title")}
      columns={columns}
      dim={({ enabled }) => !enabled}
      card={(project, index) => (
        <div className="flex flex-col gap-1.5">
          <div className="flex items-center justify-between gap-3">
            <Name project={project} index={index} />
            <State project={project} />
          </div>
          <div className="flex gap-4 text-ink-2 text-xs">
            <span>
              {t("projects.checks")} {checks(project)}
            </span>
            <span>
              {t("projects.contacts")} {contacts(project)}
            </span>
            <span className="ml-auto">{roleText(project.uuid)}</span>
          </div>
        </div>
      )}
    />
  );
}

export default function Projects() {
  const t = useT();
  const { user } = useSignedIn();
  const [, navigate] = useLocation();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<NewProject | null>(null);
  const projects = useProjects();
  usePageTitle(t("projects.title"));
  useKeys({ n: () => setCreating(true) }, user.admin);
  const rows = projects.data ?? [];
  const create = user.admin && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus />
      {t("projects.create")}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t("projects.title")} actions={create} />
      <Card>
        {!projects.data ? (
          <LoadState of={projects} />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<FolderOpen />}
            title={user.admin ? t("project.createFirst") : t("project.none")}
            action={create}
          >
            {user.admin ? t("project.createText") : t("project.noneText")}
          </EmptyState>
        ) : (
          <List rows={rows} />
        )}
      </Card>
      {creating && (
        <Create
          onClose={() => setCreating(false)}
          onMade={(project) => {
            setCreating(false);
            setMade(project);
          }}
        />
      )}
      {made && <Keys made={made} onClose={() => navigate(`/p/${made.uuid}/settings`)} />}
    </Page>
  );
}
