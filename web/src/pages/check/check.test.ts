import { describe, expect, it } from "vitest";
import type { TransitionDocument } from "@/api/contract";
import { downtime } from "./downtime";
import { snippet, snippetNames } from "./snippets";

const change = (at: string, to: "up" | "down"): TransitionDocument => ({
  at: `2026-01-01T${at}:00Z`,
  from: to === "up" ? "down" : "up",
  to,
  reason: "",
});

describe("downtime", () => {
  const nowMs = Date.parse("2026-01-01T12:00:00Z");
  it.each([
    ["nothing happened", [], { times: 0, seconds: 0 }],
    [
      "an outage that is over",
      [change("10:30", "up"), change("10:00", "down")],
      { times: 1, seconds: 1_800 },
    ],
    ["an outage that goes on", [change("11:00", "down")], { times: 1, seconds: 3_600 }],
    [
      "both",
      [change("11:00", "down"), change("10:30", "up"), change("10:00", "down")],
      { times: 2, seconds: 5_400 },
    ],
  ])("counts %s", (_, newestFirst, expected) => {
    expect(downtime(newestFirst, nowMs)).toEqual(expected);
  });
});

describe("snippets", () => {
  const source = {
    url: "https://muster.example.org/ping/abc",
    site: "https://muster.example.org",
    id: "abc",
    slug: "Nightly Backup!",
    cron: "15 2 * * *",
    tz: "Asia/Shanghai",
  };

  it.each(snippetNames)("of %s holds the ping address and no placeholder", (name) => {
    const code = snippet(name, source);
    expect(code).toMatch(/muster\.example\.org.*abc/);
    expect(code).not.toContain("undefined");
  });

  it("gives Kubernetes a name, a schedule and a zone that it takes", () => {
    const code = snippet("kubernetes", source);
    expect(code).toContain("name: nightly-backup\n");
    expect(code).toContain('schedule: "15 2 * * *"');
    expect(code).toContain("timeZone: Asia/Shanghai");
  });
});
