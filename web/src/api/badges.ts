// The addresses of a project's badges. They carry signatures of the server, which tells them to a
// project key alone; so one is made for this question, and deleted after it.
import { call } from "./client";
import { problemOf } from "./problem";

/** Two states (up, down), or three (with late). */
export interface Badge {
  tag: string;
  svg: string;
  svg3: string;
  json: string;
  shields: string;
}

export async function loadBadges(project: string): Promise<Badge[]> {
  const made = await call("POST /v1/projects/{project}/keys", {
    path: { project },
    body: { name: "badges", access: "read_only" },
  });
  try {
    const response = await fetch("/api/v3/badges/", {
      headers: { Accept: "application/json", "X-Api-Key": made.key ?? "" },
      credentials: "omit",
    });
    if (!response.ok) throw await problemOf(response);
    const { badges } = (await response.json()) as { badges: Record<string, Omit<Badge, "tag">> };
    return Object.entries(badges).map(([tag, urls]) => ({ ...urls, tag }));
  } finally {
    await call("DELETE /v1/projects/{project}/keys/{key}", { path: { project, key: made.id } });
  }
}
