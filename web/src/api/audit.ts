import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "./client";
import { keys } from "./query";
import { patchSession } from "./session";

const PAGE_ROWS = 100;

export interface AuditQuery {
  project?: string;
  user?: string;
  action?: string;
  outcome?: string;
  from?: string;
  to?: string;
}

export const useAudit = (query: AuditQuery, name: string) =>
  useInfiniteQuery({
    // `name` stands for the query: a range such as "the last day" moves on with every call.
    queryKey: [...keys.audit, name],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      call("GET /v1/audit", { query: { ...query, limit: PAGE_ROWS, before: pageParam }, signal }),
    getNextPageParam: (last) => (last.next ? String(last.next) : undefined),
  });

export async function setSeen(upTo: number) {
  const { unread } = await call("POST /v1/audit/seen", { body: { up_to: upTo } });
  patchSession(() => ({ unread }));
}
