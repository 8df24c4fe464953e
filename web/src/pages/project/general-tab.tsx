import { useState } from "react";
import { useLocation } from "wouter";
import { call } from "@/api/client";
import type { ProjectDocument } from "@/api/contract";
import { renewProjects } from "@/api/projects";
import { keys, queryClient } from "@/api/query";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { Facts, Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm";
import { CopyButton } from "@/ui/copy";
import { Field } from "@/ui/field";
import { Input, Switch } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";
import { useAction } from "@/ui/use-action";

const renew = (project: ProjectDocument) => {
  void queryClient.invalidateQueries({ queryKey: keys.checks(project.uuid) });
  return renewProjects(project.uuid);
};

function NameCard({ project }: { project: ProjectDocument }) {
  const t = useT();
  const form = useForm({
    initial: { name: project.name },
    submit: async (body) => {
      await call("PATCH /v1/projects/{project}", { path: { project: project.uuid }, body });
      toast(t("common.saved"));
      await renew(project);
    },
  });
  return (
    <Card>
      <form onSubmit={form.onSubmit} className="flex flex-col gap-3 p-4">
        {form.problem && <Notice kind="error">{form.problem}</Notice>}
        <Field label={t("project.name")} error={form.error("name")}>
          {(ids) => (
            <span className="flex gap-2">
              <Input
                {...ids}
                {...form.text("name")}
                autoComplete="off"
                required
                className="max-w-md"
              />
              <Button type="submit" variant="primary" busy={form.busy} disabled={!form.dirty}>
                {t("common.save")}
              </Button>
            </span>
          )}
        </Field>
      </form>
    </Card>
  );
}

function EnabledCard({ project }: { project: ProjectDocument }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const [busy, run] = useAction();
  async function setEnabled(enabled: boolean) {
    const path = { project: project.uuid };
    await call("PATCH /v1/projects/{project}", { path, body: { enabled } });
    await renew(project);
    setAsked(false);
  }
  return (
    <Card>
      <CardHeader
        title={t("projects.enabled")}
        actions={
          <Switch
            checked={project.enabled}
            disabled={busy}
            aria-label={t("projects.enabled")}
            onChange={(enabled) => (enabled ? run(() => setEnabled(true)) : setAsked(true))}
          />
        }
      />
      <p className="px-4 pb-4 text-ink-2 text-sm">
        {project.enabled ? t("projects.enabledText") : t("projects.disabledText")}
      </p>
      {asked && (
        <ConfirmDialog
          title={t("projects.disableOf", { name: project.name })}
          action={t("projects.disable")}
          onClose={() => setAsked(false)}
          onConfirm={() => setEnabled(false)}
        >
          <p className="text-ink-2">{t("projects.disableText", { count: project.checks })}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function DeleteCard({ project }: { project: ProjectDocument }) {
  const t = useT();
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState(false);
  return (
    <Card>
      <CardHeader
        title={t("projects.delete")}
        actions={
          <Button variant="danger-quiet" onClick={() => setAsked(true)}>
            {t("common.delete")}
          </Button>
        }
      />
      <p className="px-4 pb-4 text-ink-2 text-sm">{t("projects.deleteText")}</p>
      {asked && (
        <ConfirmDialog
          title={t("projects.deleteOf", { name: project.name })}
          action={t("projects.delete")}
          typed={project.name}
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await call("DELETE /v1/projects/{project}", { path: { project: project.uuid } });
            navigate("/projects");
            toast(t("projects.deletedOne", { name: project.name }));
            await renewProjects();
          }}
        >
          <p className="text-ink-2">
            {t("projects.deleteWhat", {
              checks: t("projects.checksOf", { count: project.checks }),
              contacts: t("projects.contactsOf", { count: project.contacts }),
            })}
          </p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

export function GeneralTab({ project }: { project: ProjectDocument }) {
  const t = useT();
  const { user, site_url } = useSignedIn();
  const site = site_url || location.origin;
  const key = project.ping_key;
  return (
    <div className="flex flex-col gap-4">
      {user.admin && <NameCard key={project.uuid} project={project} />}
      <Card className="p-4">
        <Facts
          facts={[
            [t("projects.checks"), project.checks],
            [t("projects.contacts"), project.contacts],
            [t("projects.created"), <Time key="created" time={project.created_at} shape="full" />],
            [
              "UUID",
              <code key="uuid" className="break-all font-mono text-xs">
                {project.uuid}
              </code>,
            ],
            ...(key
              ? ([
                  [
                    t("projects.pingKey"),
                    <span key="key" className="flex flex-col">
                      <span className="-my-1 flex items-center gap-1">
                        <code className="break-all font-mono text-xs">{key}</code>
                        <CopyButton text={key} />
                      </span>
                      <span className="mt-1 break-all text-ink-3 text-xs">
                        {t("projects.pingKeyText", { url: `${site}/ping/${key}/<slug>` })}
                      </span>
                    </span>,
                  ],
                ] as const)
              : []),
          ]}
        />
      </Card>
      {user.admin && <EnabledCard project={project} />}
      {user.admin && <DeleteCard project={project} />}
    </div>
  );
}
