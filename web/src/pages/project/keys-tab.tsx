import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { call } from "@/api/client";
import { apiKeyKey, deleteApiKey, useApiKeys } from "@/api/projects";
import { keys, queryClient } from "@/api/query";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import { useHiddenKeys } from "@/lib/undo";
import { Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { type Column, Rows } from "@/ui/rows";
import { ShownOnce } from "@/ui/shown-once";

type Access = "read_write" | "read_only";
interface KeyDocument {
  id: string;
  name: string;
  access: Access;
  created_at: string;
}

function Create({ project, onMade }: { project: string; onMade: (key: string) => void }) {
  const t = useT();
  const initial = { name: "", access: "read_write" as Access };
  const form = useForm({
    initial,
    guard: false,
    submit: async (body) => {
      const path = { project };
      const made = await call("POST /v1/projects/{project}/keys", { path, body });
      void queryClient.invalidateQueries({ queryKey: keys.apiKeys(project) });
      onMade(made.key ?? "");
    },
  });
  return (
    <form onSubmit={form.onSubmit} className="border-line border-t px-4 py-3">
      {form.problem && (
        <Notice kind="error" className="mb-3">
          {form.problem}
        </Notice>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t("projects.keyName")} error={form.error("name")} className="w-64">
          {(ids) => (
            <Input
              {...ids}
              {...form.text("name")}
              autoComplete="off"
              placeholder="terraform"
              required
            />
          )}
        </Field>
        <Field label={t("projects.access")} error={form.error("access")} className="w-44">
          {(ids) => (
            <Select {...ids} {...form.text("access")}>
              <option value="read_write">{t("access.read_write")}</option>
              <option value="read_only">{t("access.read_only")}</option>
            </Select>
          )}
        </Field>
        <Button type="submit" variant="primary" busy={form.busy} className="mt-6">
          {t("projects.createKey")}
        </Button>
      </div>
    </form>
  );
}

export function KeysTab({ project }: { project: string }) {
  const t = useT();
  const list = useApiKeys(project);
  const hidden = useHiddenKeys();
  const [made, setMade] = useState("");
  const [round, setRound] = useState(0);
  const rows: readonly KeyDocument[] = (list.data ?? []).filter(
    ({ id }) => !hidden.has(apiKeyKey(id)),
  );
  const remove = (key: KeyDocument) => (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={t("projects.deleteKeyOf", { name: key.name })}
      title={t("projects.deleteKeyOf", { name: key.name })}
      onClick={() => deleteApiKey(project, key)}
    >
      <Trash2 />
    </Button>
  );
  const columns: Column<KeyDocument>[] = [
    {
      key: "name",
      head: t("projects.keyName"),
      cell: ({ name }) => <span className="font-medium">{name}</span>,
    },
    {
      key: "access",
      head: t("projects.access"),
      cell: ({ access }) => <span className="text-ink-2">{t(`access.${access}`)}</span>,
    },
    {
      key: "created",
      head: t("projects.created"),
      cell: ({ created_at }) => <Time time={created_at} className="text-ink-2" />,
    },
    {
      key: "delete",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: remove,
      className: "w-11 text-right",
    },
  ];
  return (
    <Card>
      <CardHeader
        title={t("projects.tabs.keys")}
        note={<span className="max-sm:hidden">{t("projects.keysNote")}</span>}
      />
      {!list.data ? (
        <LoadState of={list} />
      ) : rows.length === 0 ? (
        <EmptyState icon={<KeyRound />} title={t("projects.noKeys")} className="py-8">
          {t("projects.noKeysText")}
        </EmptyState>
      ) : (
        <Rows
          rows={rows}
          rowKey={({ id }) => id}
          label={t("projects.tabs.keys")}
          columns={columns}
          card={(key) => (
            <div className="flex items-center justify-between gap-3">
              <span>
                <span className="block font-medium">{key.name}</span>
                <span className="text-ink-3 text-xs">
                  {t(`access.${key.access}`)} · <Time time={key.created_at} />
                </span>
              </span>
              {remove(key)}
            </div>
          )}
        />
      )}
      <Create
        key={round}
        project={project}
        onMade={(key) => {
          setMade(key);
          setRound(round + 1);
        }}
      />
      <Dialog
        open={made !== ""}
        onOpenChange={() => setMade("")}
        title={t("projects.keyMade")}
        footer={
          <Button variant="primary" onClick={() => setMade("")}>
            {t("once.done")}
          </Button>
        }
      >
        <ShownOnce values={[{ label: t("projects.apiKey"), value: made }]} />
      </Dialog>
    </Card>
  );
}
