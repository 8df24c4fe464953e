import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { theme } from "@/app/preferences";
import { currentLanguage, setLanguage } from "@/i18n";
import { setServerTime, viewerZone } from "@/lib/time";
import { call, setCsrf, setUnauthenticatedHandler } from "./client";
import type { Profile, SessionDocument, SessionProject } from "./contract";
import { keys, queryClient } from "./query";

/** Takes in what the server says about the session; every answer that holds one goes through here. */
export function adoptSession(session: SessionDocument) {
  setCsrf(session.csrf);
  setServerTime(session.now);
  if (session.user) {
    viewerZone.set(session.user.time_zone);
    theme.set(session.user.theme);
    if (session.user.language && session.user.language !== currentLanguage()) {
      void setLanguage(session.user.language);
    }
  }
  queryClient.setQueryData(keys.session, session);
}

export async function loadSession(): Promise<SessionDocument> {
  const session = await call("GET /v1/session");
  adoptSession(session);
  return session;
}

export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: loadSession, staleTime: 5 * 60_000 });
}

/** For pages behind the gate, where somebody is signed in. */
export function useSignedIn(): SessionDocument & { user: Profile } {
  const watch = (watcher: () => void) => queryClient.getQueryCache().subscribe(watcher);
  const session = useSyncExternalStore(watch, () =>
    queryClient.getQueryData<SessionDocument>(keys.session),
  );
  if (!session?.user) throw new Error("this page is for people who are signed in");
  return session as SessionDocument & { user: Profile };
}

export function useProject(uuid: string | undefined): SessionProject | undefined {
  const { projects } = useSignedIn();
  return projects.find((project) => project.uuid === uuid);
}

export const mayWrite = (project: SessionProject | undefined) =>
  project !== undefined && project.role !== "viewer" && project.enabled;

/** Changes the session document in the cache, e.g. the number of unread events. */
export function patchSession(change: (before: SessionDocument) => Partial<SessionDocument>) {
  queryClient.setQueryData<SessionDocument>(
    keys.session,
    (before) => before && { ...before, ...change(before) },
  );
}

/** Changes the profile on the server and here. */
export async function saveProfile(
  body: Partial<Pick<Profile, "language" | "theme" | "time_zone">>,
) {
  const user = await call("PATCH /v1/profile", { body });
  patchSession(() => ({ user }));
}

export async function signOut(everywhere = false) {
  await call("DELETE /v1/session", everywhere ? { query: { all: true } } : {});
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  await loadSession();
}

setUnauthenticatedHandler(() => {
  patchSession((before) => ({ ...before, state: "signed_out" }));
  void queryClient.invalidateQueries({ queryKey: keys.session });
});
