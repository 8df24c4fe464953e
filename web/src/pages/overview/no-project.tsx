import { FolderPlus } from "lucide-react";
import { useLocation } from "wouter";
import { call } from "@/api/client";
import { loadSession } from "@/api/session";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { Button } from "@/ui/button";
import { Page } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { EmptyState, Notice } from "@/ui/notice";

function CreateFirst() {
  const t = useT();
  const [, navigate] = useLocation();
  const form = useForm({
    initial: { name: "" },
    guard: false,
    submit: async (body) => {
      const { uuid } = await call("POST /v1/projects", { body });
      await loadSession();
      navigate(`/p/${uuid}/checks`);
    },
  });
  return (
    <form onSubmit={form.onSubmit} className="flex w-72 flex-col gap-3 text-left">
      {form.problem && <Notice kind="error">{form.problem}</Notice>}
      <Field label={t("project.name")} error={form.error("name")}>
        {(ids) => <Input {...ids} {...form.text("name")} maxLength={100} autoFocus required />}
      </Field>
      <Button type="submit" variant="primary" busy={form.busy}>
        {t("project.create")}
      </Button>
    </form>
  );
}

/** What somebody sees who belongs to no project, such as the first administrator. */
export function NoProject({ mayCreate }: { mayCreate: boolean }) {
  const t = useT();
  return (
    <Page>
      <EmptyState
        className="py-20"
        icon={<FolderPlus />}
        title={t(mayCreate ? "project.createFirst" : "project.none")}
        action={mayCreate && <CreateFirst />}
      >
        {t(mayCreate ? "project.createText" : "project.noneText")}
      </EmptyState>
    </Page>
  );
}
