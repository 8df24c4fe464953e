import { describe, expect, it } from "vitest";
import { sampleCheck } from "@/test-support";
import { countTags, filterChecks, parseSort, sortChecks } from "./filter";
import { statuses } from "./status";

const nothing = { text: "", states: new Set<string>(), tags: [] };
const checks = [
  sampleCheck({ id: "1", name: "Backup 10", tags: "prod db", status: "up" }),
  sampleCheck({ id: "2", name: "Backup 9", tags: "prod", status: "down" }),
  sampleCheck({
    id: "3",
    name: "Mail",
    slug: "mail",
    tags: "edge",
    status: "grace",
    started: true,
  }),
  sampleCheck({
    id: "4",
    name: "Alpha",
    slug: "",
    status: "paused",
    last_ping: "2026-01-02T00:00:00Z",
  }),
];
const ids = (list: readonly { id: string }[]) => list.map((check) => check.id).join("");

describe("filterChecks", () => {
  it.each([
    ["nothing", {}, "1234"],
    ["one word", { text: "BACK" }, "12"],
    ["every word must be found", { text: "backup db" }, "1"],
    ["a state", { states: new Set(["down"]) }, "2"],
    ["either of two states", { states: new Set(["down", "grace"]) }, "23"],
    ["what runs", { states: new Set(["running"]) }, "3"],
    ["a tag", { tags: ["prod"] }, "12"],
    ["every tag", { tags: ["prod", "db"] }, "1"],
    ["a tag is matched as a whole", { tags: ["pro"] }, ""],
  ])("filters by %s", (_, filter, expected) => {
    expect(ids(filterChecks(checks, { ...nothing, ...filter }))).toBe(expected);
  });

  it("filters and sorts 5,000 checks in less than 100 ms", () => {
    const many = Array.from({ length: 5_000 }, (_, at) =>
      sampleCheck({
        id: String(at),
        name: `Job ${at % 977} of team ${at % 13}`,
        tags: `t${at % 50} prod`,
        status: statuses[at % 5] ?? "up",
      }),
    );
    const start = performance.now();
    const sorted = sortChecks(many, parseSort("state"), "en-GB");
    const rows = filterChecks(sorted, { ...nothing, text: "team 7", tags: ["t7"] });
    expect(performance.now() - start).toBeLessThan(100);
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe("sortChecks", () => {
  it.each([
    ["state", "2314"],
    ["name", "4213"],
    ["-name", "3124"],
    ["last", "4213"],
    ["-last", "4213"],
    ["nonsense", "2314"],
  ])("sorts by %s", (sort, expected) => {
    expect(ids(sortChecks(checks, parseSort(sort), "en-GB"))).toBe(expected);
  });
});

it("counts tags, the most used first", () => {
  expect(countTags(checks)).toEqual([
    ["prod", 2],
    ["db", 1],
    ["edge", 1],
  ]);
});
