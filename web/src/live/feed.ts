// The one event stream of the tab. What it says is written into the query cache, all events of one
// animation frame together; while the page is not in sight, once a second.
import type { CheckDocument, CheckStatus } from "@/api/contract";
import { keys, queryClient } from "@/api/query";
import { patchSession } from "@/api/session";
import { Store } from "@/lib/store";

export type FeedState = "connecting" | "live" | "reconnecting";

interface CheckEvent {
  project: string;
  id: string | number;
  status: CheckStatus;
  last_ping?: string;
  next_ping?: string;
  pings: number;
  started: boolean;
}

export const feedState = new Store<FeedState>("connecting");
/** While paused, events are collected and the page stands still. */
export const feedPaused = new Store(false);
/** What a screen reader is told about changes of state; the newest one only. */
export const announcements = new Store<{ name: string; status: CheckStatus } | null>(null);

const EVENT_NAMES = ["check", "check_removed", "checks", "alert", "audit", "reload"] as const;
type EventName = (typeof EVENT_NAMES)[number];

interface Batch {
  checks: Map<string, Map<string, CheckEvent>>;
  removed: Map<string, Set<string>>;
  reloaded: Set<string>;
  alerts: boolean;
  unread: number;
  all: boolean;
}

const emptyBatch = (): Batch => ({
  checks: new Map(),
  removed: new Map(),
  reloaded: new Set(),
  alerts: false,
  unread: 0,
  all: false,
});

/** The inner map or set of `project`, made on first use. */
function of<T>(outer: Map<string, T>, project: string, make: () => T): T {
  let inner = outer.get(project);
  if (inner === undefined) {
    inner = make();
    outer.set(project, inner);
  }
  return inner;
}

/** Notes one event; of several about the same check the last one counts. */
export function collect(batch: Batch, name: EventName, data: Record<string, unknown>) {
  const project = String(data.project ?? "");
  switch (name) {
    case "check":
      of(batch.checks, project, () => new Map<string, CheckEvent>()).set(
        String(data.id),
        data as unknown as CheckEvent,
      );
      return;
    case "check_removed":
      of(batch.removed, project, () => new Set<string>()).add(String(data.id));
      return;
    case "checks":
      batch.reloaded.add(project);
      return;
    case "alert":
      batch.alerts = true;
      return;
    case "audit":
      batch.unread += Number(data.unread_delta ?? 1);
      return;
    case "reload":
      batch.all = true;
  }
}

function changed(check: CheckDocument, event: CheckEvent): CheckDocument {
  if (check.status !== event.status) {
    announcements.set({ name: check.name || check.slug, status: event.status });
  }
  const { project: _project, id: _id, ...known } = event;
  const next = { ...check, ...known, paused: event.status === "paused" };
  if (!event.next_ping) delete next.next_ping;
  return next;
}

function applyChecks(project: string, events: Map<string, CheckEvent>) {
  queryClient.setQueryData<CheckDocument[]>(keys.checks(project), (list) =>
    list?.map((check) => {
      const event = events.get(check.id);
      return event ? changed(check, event) : check;
    }),
  );
  for (const [id, event] of events) {
    const known = queryClient.getQueryData<CheckDocument>(keys.check(project, id));
    if (!known) continue;
    queryClient.setQueryData(keys.check(project, id), changed(known, event));
    // Only what is in sight is asked for again: its bars, pings and transitions.
    void queryClient.invalidateQueries({ queryKey: keys.check(project, id) });
  }
}

export function applyBatch(batch: Batch) {
  if (batch.all) {
    void queryClient.invalidateQueries();
    return;
  }
  for (const [project, events] of batch.checks) applyChecks(project, events);
  for (const [project, ids] of batch.removed) {
    queryClient.setQueryData<CheckDocument[]>(keys.checks(project), (list) =>
      list?.filter((check) => !ids.has(check.id)),
    );
  }
  for (const project of batch.reloaded) {
    void queryClient.invalidateQueries({ queryKey: keys.checks(project) });
    void queryClient.invalidateQueries({ queryKey: ["check", project] });
  }
  if (batch.alerts || batch.reloaded.size > 0 || batch.removed.size > 0) {
    void queryClient.invalidateQueries({ queryKey: keys.projects });
  }
  if (batch.alerts) void queryClient.invalidateQueries({ queryKey: keys.alerts });
  if (batch.unread !== 0) {
    patchSession((before) => ({ unread: Math.max(0, before.unread + batch.unread) }));
    void queryClient.invalidateQueries({ queryKey: keys.audit });
  }
}

const HOLD_MS = 500;

/** A selection would be lost if the rows below it moved. */
const selecting = () => getSelection()?.type === "Range";

/** Opens the stream; the answer closes it. The browser reconnects by itself and says what it has. */
export function startFeed(): () => void {
  let batch = emptyBatch();
  let due = false;
  let broken = false;
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function flush() {
    if (feedPaused.get() || selecting()) {
      setTimeout(flush, HOLD_MS);
      return;
    }
    due = false;
    const full = batch;
    batch = emptyBatch();
    applyBatch(full);
  }

  function note(name: EventName, data: string) {
    collect(batch, name, JSON.parse(data || "{}"));
    if (due) return;
    due = true;
    if (document.hidden) setTimeout(flush, 1_000);
    else requestAnimationFrame(flush);
  }

  function open() {
    source = new EventSource("/v1/events");
    source.addEventListener("hello", () => {
      // A break that the browser did not mend itself has lost events.
      if (broken) note("reload", "{}");
      broken = false;
      feedState.set("live");
    });
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, (event) => note(name, (event as MessageEvent<string>).data));
    }
    source.onopen = () => feedState.set("live");
    source.onerror = () => {
      feedState.set("reconnecting");
      if (source?.readyState !== EventSource.CLOSED) return;
      broken = true;
      source.close();
      retry = setTimeout(open, 5_000);
    };
  }

  feedState.set("connecting");
  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}
