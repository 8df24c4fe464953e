import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckDocument } from "@/api/contract";
import { keys, queryClient } from "@/api/query";
import { sampleCheck } from "@/test-support";
import { announcements, applyBatch, collect } from "./feed";

const emptyBatch = () => ({
  checks: new Map(),
  removed: new Map(),
  reloaded: new Set<string>(),
  alerts: false,
  unread: 0,
  all: false,
});
const list = () => queryClient.getQueryData<CheckDocument[]>(keys.checks("p")) ?? [];
const event = (change: object) => ({
  project: "p",
  id: 1,
  status: "down",
  pings: 4,
  started: false,
  ...change,
});

beforeEach(() => {
  queryClient.clear();
  queryClient.setQueryData(keys.checks("p"), [sampleCheck(), sampleCheck({ id: "2" })]);
});

describe("the live feed", () => {
  it("writes what it hears into the list", () => {
    const batch = emptyBatch();
    collect(batch, "check", event({ last_ping: "2026-02-01T00:00:00Z" }));
    applyBatch(batch);
    expect(list()[0]).toMatchObject({
      status: "down",
      pings: 4,
      last_ping: "2026-02-01T00:00:00Z",
    });
    expect(list()[1]).toEqual(sampleCheck({ id: "2" }));
    expect(announcements.get()).toEqual({ name: "Backup", status: "down" });
  });

  it("takes the last of several events about the same check", () => {
    const batch = emptyBatch();
    collect(batch, "check", event({}));
    collect(batch, "check", event({ status: "up", pings: 5 }));
    applyBatch(batch);
    expect(list()[0]).toMatchObject({ status: "up", pings: 5 });
  });

  it("forgets the due time when none is told", () => {
    queryClient.setQueryData(keys.checks("p"), [
      sampleCheck({ next_ping: "2026-01-01T00:00:00Z" }),
    ]);
    const batch = emptyBatch();
    collect(batch, "check", event({ status: "paused" }));
    applyBatch(batch);
    expect(list()[0]?.next_ping).toBeUndefined();
    expect(list()[0]?.paused).toBe(true);
  });

  it("removes what was deleted", () => {
    const batch = emptyBatch();
    collect(batch, "check_removed", { project: "p", id: 2 });
    applyBatch(batch);
    expect(list().map((check) => check.id)).toEqual(["1"]);
  });

  it("asks for everything again when it missed too much", () => {
    const asked = vi.spyOn(queryClient, "invalidateQueries");
    const batch = emptyBatch();
    collect(batch, "reload", {});
    applyBatch(batch);
    expect(asked).toHaveBeenCalledWith();
  });
});
