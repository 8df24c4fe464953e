// The cache of what the server said, and the keys under which it lies. The live feed (live/feed.ts)
// writes into the same cache.
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only what failed on the way is tried again.
      retry: (count, error) =>
        count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});

export const keys = {
  session: ["session"] as const,
  projects: ["projects"] as const,
  project: (project: string) => ["project", project] as const,
  checks: (project: string) => ["checks", project] as const,
  /** Everything about one check: detail, pings, transitions, alerts. */
  check: (project: string, check: string) => ["check", project, check] as const,
  alerts: ["alerts"] as const,
  contacts: (project: string) => ["contacts", project] as const,
  apiKeys: (project: string) => ["apiKeys", project] as const,
  members: (project: string) => ["members", project] as const,
  users: ["users"] as const,
  ownSessions: ["ownSessions"] as const,
  tokens: ["tokens"] as const,
  server: ["server"] as const,
  audit: ["audit"] as const,
};
