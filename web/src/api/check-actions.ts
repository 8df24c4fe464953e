import { t } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { deleteWithUndo } from "@/lib/undo";
import { toast } from "@/ui/toast";
import { dropChecks, putCheck } from "./checks";
import { call } from "./client";
import type { CheckDocument } from "./contract";
import { keys, queryClient } from "./query";

export const checkKey = (id: string) => `check:${id}`;

const named = (check: CheckDocument) => check.name || check.slug || `#${check.id}`;

async function tried(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    toast(problemText(error), { kind: "error" });
  }
}

/** Pauses or resumes one check; a refusal is told in a toast. */
export function setPaused(project: string, check: CheckDocument, paused: boolean) {
  const path = { project, check: check.id };
  return tried(async () => {
    const changed = paused
      ? await call("POST /v1/projects/{project}/checks/{check}/pause", { path })
      : await call("POST /v1/projects/{project}/checks/{check}/resume", { path });
    putCheck(project, changed);
    toast(t(paused ? "checks.pausedOne" : "checks.resumedOne", { name: named(check) }));
  });
}

/** Deletes checks, after the time in which it can be undone. */
export function deleteChecks(project: string, list: readonly CheckDocument[]) {
  const [first] = list;
  if (!first) return;
  const ids = list.map((check) => check.id);
  deleteWithUndo({
    text:
      list.length === 1
        ? t("checks.deletedOne", { name: named(first) })
        : t("checks.deleted", { count: list.length }),
    keys: ids.map(checkKey),
    commit: async (keepalive) => {
      await call("POST /v1/projects/{project}/checks/bulk", {
        path: { project },
        body: { checks: ids, action: "delete" },
        keepalive,
      });
      dropChecks(project, new Set(ids));
    },
    done: () => void queryClient.invalidateQueries({ queryKey: keys.projects }),
  });
}

/** The same change to many checks; the list is asked for again afterwards. */
export function changeChecks(
  project: string,
  list: readonly CheckDocument[],
  change: { action: "pause" | "resume" } | { action: "tag" | "untag"; tag: string },
) {
  return tried(async () => {
    const { changed } = await call("POST /v1/projects/{project}/checks/bulk", {
      path: { project },
      body: { checks: list.map((check) => check.id), ...change },
    });
    toast(t("checks.changed", { count: changed }));
    await queryClient.invalidateQueries({ queryKey: keys.checks(project) });
    await queryClient.invalidateQueries({ queryKey: ["check", project] });
  });
}
