// What of the audit log is asked for, as it stands in the address.
import type { AuditQuery } from "@/api/audit";
import type { AuditDocument } from "@/api/contract";

export const ranges = ["", "1", "7", "30", "custom"] as const;
export type Range = (typeof ranges)[number];
export const outcomes = ["", "done", "refused", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

/** Every act that the server writes down, by what it is done to. */
export const actions: Record<string, readonly string[]> = {
  alert: ["acknowledge"],
  check: ["create", "update", "delete", "pause", "resume", "bulk"],
  contact: ["create", "update", "delete", "enable", "disable", "test"],
  key: ["create", "delete"],
  member: ["set", "remove"],
  profile: ["update", "password", "totp_begin", "totp_on", "totp_off"],
  project: ["create", "update", "delete"],
  session: ["create", "end"],
  token: ["create", "delete"],
  user: ["create", "update", "delete", "password"],
};

export interface Filter {
  range: Range;
  /** As an input of type datetime-local has them: without a zone, the browser's. */
  from: string;
  to: string;
  user: string;
  action: string;
  outcome: Outcome;
  project: string;
}

const DAY_MS = 86_400_000;

const instant = (local: string) => {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? "" : at.toISOString();
};

/** The query; empty members are left out of the call. */
export function queryOf(filter: Filter, nowMs: number): AuditQuery {
  const { range, user, action, outcome, project } = filter;
  const days = range === "" || range === "custom" ? 0 : Number(range);
  return {
    user: user.trim(),
    action,
    outcome,
    project,
    from:
      days > 0
        ? new Date(nowMs - days * DAY_MS).toISOString()
        : instant(range === "custom" ? filter.from : ""),
    to: range === "custom" ? instant(filter.to) : "",
  };
}

export const isFiltered = ({ range, user, action, outcome, project }: Filter) =>
  range !== "" || user.trim() !== "" || action !== "" || outcome !== "" || project !== "";

/** The rows to show. `fresh` are those that were unseen when this visit began to show them. */
export const shownRows = (
  rows: readonly AuditDocument[],
  onlyUnseen: boolean,
  fresh: ReadonlySet<number>,
) => (onlyUnseen ? rows.filter((row) => row.unseen || fresh.has(row.id)) : rows);

/** Rows become seen from the newest on, so below one that was seen there are no unseen ones. */
export const maybeMoreUnseen = (rows: readonly AuditDocument[]) => rows.at(-1)?.unseen ?? false;
