import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call } from "./client";
import { keys, queryClient } from "./query";

export type AlertState = "open" | "acknowledged" | "resolved";
const PAGE_ROWS = 50;

/** Newest first; of one project, or of all that may be seen if `project` is "". */
export function useAlerts(project: string, state: AlertState) {
  return useInfiniteQuery({
    queryKey: [...keys.alerts, "list", project, state],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { state, limit: PAGE_ROWS, before: pageParam };
      return project
        ? call("GET /v1/projects/{project}/alerts", { path: { project }, query, signal })
        : call("GET /v1/alerts", { query, signal });
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export const useAlert = (project: string, alert: string) =>
  useQuery({
    queryKey: [...keys.alerts, "one", project, alert],
    queryFn: ({ signal }) =>
      call("GET /v1/projects/{project}/alerts/{alert}", { path: { project, alert }, signal }),
    // Attempts are made while the page is open; there is no event for them.
    refetchInterval: ({ state }) =>
      state.data?.deliveries.some((delivery) => delivery.state === "pending") ? 5_000 : false,
  });

export async function acknowledge(project: string, alert: string, remark: string) {
  await call("POST /v1/projects/{project}/alerts/{alert}/acknowledge", {
    path: { project, alert },
    body: remark.trim() ? { remark: remark.trim() } : {},
  });
  await queryClient.invalidateQueries({ queryKey: keys.alerts });
}
