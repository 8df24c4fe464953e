import { useQuery } from "@tanstack/react-query";
import { t } from "@/i18n";
import { deleteWithUndo } from "@/lib/undo";
import { call } from "./client";
import type { MemberDocument, ProjectDocument } from "./contract";
import { keys, queryClient } from "./query";
import { loadSession } from "./session";

const PAGE_ROWS = 1_000;

async function loadProjects(signal: AbortSignal): Promise<ProjectDocument[]> {
  const all: ProjectDocument[] = [];
  let after: string | undefined;
  do {
    const query = { limit: PAGE_ROWS, after };
    const page = await call("GET /v1/projects", { query, signal });
    all.push(...page.projects);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return all;
}

export const useProjects = () =>
  useQuery({ queryKey: [...keys.projects, "list"], queryFn: ({ signal }) => loadProjects(signal) });

export const useProjectDocument = (project: string) =>
  useQuery({
    queryKey: keys.project(project),
    queryFn: ({ signal }) => call("GET /v1/projects/{project}", { path: { project }, signal }),
  });

export const useMembers = (project: string) =>
  useQuery({
    queryKey: keys.members(project),
    queryFn: async ({ signal }) =>
      (await call("GET /v1/projects/{project}/members", { path: { project }, signal })).members,
  });

export const useApiKeys = (project: string) =>
  useQuery({
    queryKey: keys.apiKeys(project),
    queryFn: async ({ signal }) =>
      (await call("GET /v1/projects/{project}/keys", { path: { project }, signal })).keys,
  });

/** After a change to which projects there are, or to what they are called. */
export async function renewProjects(project?: string) {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.projects }),
    project && queryClient.invalidateQueries({ queryKey: keys.project(project) }),
    loadSession(),
  ]);
}

export type MemberRights = Pick<MemberDocument, "role" | "run_commands" | "scan">;

/** The users' own page shows the same memberships. */
export async function renewMembers(project: string) {
  await queryClient.invalidateQueries({ queryKey: keys.members(project) });
  void queryClient.invalidateQueries({ queryKey: keys.users });
}

export const putMember = (
  project: string,
  user: string,
  { role, run_commands, scan }: MemberRights,
) =>
  call("PUT /v1/projects/{project}/members/{user}", {
    path: { project, user },
    body: { role, run_commands, scan },
  });

export const removeMember = (project: string, user: string) =>
  call("DELETE /v1/projects/{project}/members/{user}", { path: { project, user } });

export const apiKeyKey = (id: string) => `key:${id}`;

export function deleteApiKey(project: string, key: { id: string; name: string }) {
  deleteWithUndo({
    text: t("projects.keyDeleted", { name: key.name }),
    keys: [apiKeyKey(key.id)],
    commit: (keepalive) =>
      call("DELETE /v1/projects/{project}/keys/{key}", {
        path: { project, key: key.id },
        keepalive,
      }),
    done: () => void queryClient.invalidateQueries({ queryKey: keys.apiKeys(project) }),
  });
}
