import { useLocation } from "wouter";
import type { SessionProject } from "@/api/contract";
import { useSignedIn } from "@/api/session";
import { useStore } from "@/lib/store";
import { lastProject } from "./preferences";

/** The project of the address, else the last one, else the first one. */
export function useCurrentProject(): SessionProject | undefined {
  const { projects } = useSignedIn();
  const [path] = useLocation();
  const last = useStore(lastProject);
  const named = /^\/p\/([^/]+)/.exec(path)?.[1];
  return (
    projects.find((project) => project.uuid === named) ??
    projects.find((project) => project.uuid === last) ??
    projects[0]
  );
}

/** Where the same page of another project is; details of a record fall back to its list. */
export function inProject(path: string, project: string): string {
  const section = /^\/p\/[^/]+\/([^/]+)/.exec(path)?.[1] ?? "checks";
  return `/p/${project}/${section}`;
}
