import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { CheckDocument } from "./contract";
import { keys, queryClient } from "./query";

const PAGE_ROWS = 1_000;
/** So many rows come with their bars in the first answer; the rest asks for them when in sight. */
const FIRST_ROWS = 100;

export async function loadChecks(project: string, signal?: AbortSignal): Promise<CheckDocument[]> {
  const all: CheckDocument[] = [];
  let after: number | undefined;
  do {
    const first = after === undefined;
    const page = await call("GET /v1/projects/{project}/checks", {
      path: { project },
      query: { limit: first ? FIRST_ROWS : PAGE_ROWS, after, bars: first || undefined },
      ...(signal ? { signal } : {}),
    });
    for (const check of page.checks) {
      if (check.bars) queryClient.setQueryData(keys.check(project, check.id), check);
    }
    all.push(...page.checks);
    after = page.next;
  } while (after !== undefined && after !== null);
  return all;
}

export const checksQuery = (project: string) => ({
  queryKey: keys.checks(project),
  queryFn: ({ signal }: { signal: AbortSignal }) => loadChecks(project, signal),
  staleTime: 60_000,
});

export const useChecks = (project: string) => useQuery(checksQuery(project));

/** One check with the bars of its last runs. */
export const checkQuery = (project: string, check: string) => ({
  queryKey: keys.check(project, check),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call("GET /v1/projects/{project}/checks/{check}", {
      path: { project, check },
      query: { bars: true },
      signal,
    }),
});

export const useCheck = (project: string, check: string) => useQuery(checkQuery(project, check));

/** Writes what is newly known of a check into every place of the cache that shows it. */
export function patchCheck(project: string, id: string, change: Partial<CheckDocument>) {
  queryClient.setQueryData<CheckDocument[]>(keys.checks(project), (list) =>
    list?.map((check) => (check.id === id ? { ...check, ...change } : check)),
  );
  queryClient.setQueryData<CheckDocument>(
    keys.check(project, id),
    (check) => check && { ...check, ...change },
  );
}

export function putCheck(project: string, check: CheckDocument) {
  const list = queryClient.getQueryData<CheckDocument[]>(keys.checks(project));
  if (list && !list.some((known) => known.id === check.id)) {
    queryClient.setQueryData(keys.checks(project), [...list, check]);
  }
  patchCheck(project, check.id, check);
}

export function dropChecks(project: string, ids: ReadonlySet<string>) {
  queryClient.setQueryData<CheckDocument[]>(keys.checks(project), (list) =>
    list?.filter((check) => !ids.has(check.id)),
  );
}
