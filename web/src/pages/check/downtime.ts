import type { TransitionDocument } from "@/api/contract";

/** How often and how long it was down, from its changes of state; an outage that goes on counts
 * until `nowMs`. */
export function downtime(
  newestFirst: readonly TransitionDocument[],
  nowMs: number,
): { times: number; seconds: number } {
  let times = 0;
  let seconds = 0;
  let endMs = nowMs;
  for (const { at, to } of newestFirst) {
    const atMs = Date.parse(at);
    if (to === "down") {
      times += 1;
      seconds += (endMs - atMs) / 1000;
    }
    endMs = atMs;
  }
  return { times, seconds };
}
