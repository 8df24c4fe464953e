import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { Profile } from "./contract";
import { keys, queryClient } from "./query";
import { patchSession } from "./session";

export const useOwnSessions = () =>
  useQuery({
    queryKey: keys.ownSessions,
    queryFn: async ({ signal }) => (await call("GET /v1/profile/sessions", { signal })).sessions,
  });

export const useTokens = () =>
  useQuery({
    queryKey: keys.tokens,
    queryFn: async ({ signal }) => (await call("GET /v1/profile/tokens", { signal })).tokens,
  });

export const renewSessions = () => queryClient.invalidateQueries({ queryKey: keys.ownSessions });
export const renewTokens = () => queryClient.invalidateQueries({ queryKey: keys.tokens });

export const adoptProfile = (user: Profile) => patchSession(() => ({ user }));
export const tokenKey = (id: string) => `token:${id}`;
