import type { AlertDocument, CheckDocument, CheckStatus } from "@/api/contract";
import type { Key } from "@/i18n";
import type { Tone } from "@/ui/status";

export const checkStatus: Record<CheckStatus, { tone: Tone; key: Key; order: number }> = {
  down: { tone: "down", key: "status.down", order: 0 },
  grace: { tone: "late", key: "status.grace", order: 1 },
  new: { tone: "unknown", key: "status.new", order: 2 },
  up: { tone: "up", key: "status.up", order: 3 },
  paused: { tone: "paused", key: "status.paused", order: 4 },
};

/** In the order in which they matter. */
export const statuses: readonly CheckStatus[] = ["down", "grace", "new", "up", "paused"];

export const alertTone: Record<AlertDocument["state"], Tone> = {
  open: "down",
  acknowledged: "late",
  resolved: "up",
};

/** The name, or what stands in for it. */
export const checkName = (check: Pick<CheckDocument, "name" | "slug" | "id">) =>
  check.name || check.slug || `#${check.id}`;

export const tagsOf = (check: Pick<CheckDocument, "tags">) =>
  check.tags.split(/\s+/).filter((tag) => tag !== "");
