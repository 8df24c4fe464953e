import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call } from "./client";
import { keys } from "./query";

const PINGS_PER_PAGE = 50;

/** The ping log, newest first, page by page. */
export function usePings(project: string, check: string) {
  return useInfiniteQuery({
    queryKey: [...keys.check(project, check), "pings"],
    queryFn: ({ pageParam, signal }) =>
      call("GET /v1/projects/{project}/checks/{check}/pings", {
        path: { project, check },
        query: { limit: PINGS_PER_PAGE, before: pageParam },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function usePingBody(project: string, check: string, n: number | undefined) {
  return useQuery({
    queryKey: ["ping-body", project, check, n],
    queryFn: ({ signal }) =>
      call("GET /v1/projects/{project}/checks/{check}/pings/{n}/body", {
        path: { project, check, n: n ?? 0 },
        signal,
      }),
    enabled: n !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Changes of state since `from`, newest first. */
export function useTransitions(project: string, check: string, from: string) {
  return useQuery({
    queryKey: [...keys.check(project, check), "transitions", from],
    queryFn: ({ signal }) =>
      call("GET /v1/projects/{project}/checks/{check}/transitions", {
        path: { project, check },
        query: { from },
        signal,
      }),
  });
}

export function useCheckAlerts(project: string, check: string) {
  return useQuery({
    queryKey: [...keys.alerts, "check", project, check],
    queryFn: ({ signal }) =>
      call("GET /v1/projects/{project}/alerts", {
        path: { project },
        query: { check, limit: 50 },
        signal,
      }),
  });
}

export interface PreviewWish {
  schedule?: string | undefined;
  timeout?: number | undefined;
  tz?: string | undefined;
  grace?: number | undefined;
}

/** The next times of a schedule; refused with a pointer to what is wrong in it. */
export function usePreview(wish: PreviewWish, count = 10) {
  return useQuery({
    queryKey: ["preview", wish, count],
    queryFn: ({ signal }) =>
      call("POST /v1/schedule/preview", { body: { ...wish, count }, signal }),
    enabled: Boolean(wish.schedule?.trim() || wish.timeout),
    staleTime: 20_000,
    placeholderData: (before) => before,
  });
}
