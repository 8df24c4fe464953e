import { Pause, Play, Tag as TagIcon, Trash2, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { changeChecks, deleteChecks } from "@/api/check-actions";
import type { CheckDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Popover } from "@/ui/popover";
import { countTags } from "./filter";

function TagForm({ project, checks }: { project: string; checks: readonly CheckDocument[] }) {
  const t = useT();
  const [tag, setTag] = useState("");
  const present = countTags(checks).slice(0, 12);
  function submit(event: FormEvent) {
    event.preventDefault();
    const text = tag.trim();
    if (text === "" || /\s/.test(text)) return;
    void changeChecks(project, checks, { action: "tag", tag: text });
    setTag("");
  }
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-2">
      <div className="flex gap-2">
        <Input
          value={tag}
          onChange={(event) => setTag(event.target.value)}
          placeholder={t("checks.newTag")}
          aria-label={t("checks.newTag")}
          pattern="\S+"
        />
        <Button type="submit" variant="primary">
          {t("checks.addTag")}
        </Button>
      </div>
      {present.length > 0 && (
        <>
          <p className="text-ink-3 text-xs">{t("checks.removeTag")}</p>
          <div className="flex flex-wrap gap-1">
            {present.map(([name]) => (
              <Button
                key={name}
                size="sm"
                onClick={() => void changeChecks(project, checks, { action: "untag", tag: name })}
              >
                {name}
                <X aria-hidden className="size-3!" />
              </Button>
            ))}
          </div>
        </>
      )}
    </form>
  );
}

/** What can be done to all the selected checks; floats over the list as long as some are. */
export function BulkBar({
  project,
  checks,
  onClear,
}: {
  project: string;
  checks: readonly CheckDocument[];
  onClear: () => void;
}) {
  const t = useT();
  if (checks.length === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={t("checks.selected", { count: checks.length })}
      className="pop-in sticky bottom-3 z-20 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-1 rounded-lg border border-line-strong bg-raised p-1.5 shadow-pop"
    >
      <span className="px-2 font-medium text-sm">
        {t("checks.selected", { count: checks.length })}
      </span>
      <Button
        variant="ghost"
        onClick={() => void changeChecks(project, checks, { action: "pause" })}
      >
        <Pause />
        {t("checks.pause")}
      </Button>
      <Button
        variant="ghost"
        onClick={() => void changeChecks(project, checks, { action: "resume" })}
      >
        <Play />
        {t("checks.resume")}
      </Button>
      <Popover
        trigger={
          <Button variant="ghost">
            <TagIcon />
            {t("checks.tags")}
          </Button>
        }
      >
        <TagForm project={project} checks={checks} />
      </Popover>
      <Button
        variant="ghost"
        className="text-down hover:text-down"
        onClick={() => {
          deleteChecks(project, checks);
          onClear();
        }}
      >
        <Trash2 />
        {t("common.delete")}
      </Button>
      <Button variant="ghost" size="icon" aria-label={t("checks.clearSelection")} onClick={onClear}>
        <X />
      </Button>
    </div>
  );
}
