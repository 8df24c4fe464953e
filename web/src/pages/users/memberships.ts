// What a person may do in which project, as check boxes, and the calls that make it so.
import type { Membership } from "@/api/contract";

export interface Rights {
  member: boolean;
  role: "operator" | "viewer";
  run_commands: boolean;
  scan: boolean;
}
export type RightsByProject = Record<string, Rights>;

export const noRights: Rights = {
  member: false,
  role: "operator",
  run_commands: false,
  scan: false,
};

export function rightsOf(
  memberships: readonly Membership[],
  projects: readonly string[],
): RightsByProject {
  const rights: RightsByProject = Object.fromEntries(projects.map((uuid) => [uuid, noRights]));
  for (const { project, role, run_commands, scan } of memberships) {
    rights[project] = { member: true, role, run_commands, scan };
  }
  return rights;
}

const same = (one: Rights, other: Rights) =>
  one.role === other.role && one.run_commands === other.run_commands && one.scan === other.scan;

export interface Changes {
  put: [project: string, rights: Rights][];
  remove: string[];
}

/** What has to be told to the server, and nothing more. */
export function changesBetween(before: RightsByProject, after: RightsByProject): Changes {
  const changes: Changes = { put: [], remove: [] };
  for (const [project, rights] of Object.entries(after)) {
    const had = before[project] ?? noRights;
    if (had.member && !rights.member) changes.remove.push(project);
    if (rights.member && (!had.member || !same(had, rights))) changes.put.push([project, rights]);
  }
  return changes;
}
