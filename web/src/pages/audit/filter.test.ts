import { expect, it } from "vitest";
import type { AuditDocument } from "@/api/contract";
import { type Filter, isFiltered, maybeMoreUnseen, queryOf, shownRows } from "./filter";

const none: Filter = {
  range: "",
  from: "",
  to: "",
  user: "",
  action: "",
  outcome: "",
  project: "",
};
const now = Date.parse("2026-03-10T12:00:00Z");
const row = (id: number, unseen: boolean) => ({ id, unseen }) as AuditDocument;

it("S4_19 asks by time, person, kind and result", () => {
  const query = queryOf(
    { ...none, range: "7", user: " ann ", action: "check.", outcome: "refused" },
    now,
  );
  expect(query).toMatchObject({
    from: "2026-03-03T12:00:00.000Z",
    to: "",
    user: "ann",
    action: "check.",
    outcome: "refused",
  });
});

it("takes times of its own only for a custom range", () => {
  const filter = { ...none, from: "2026-03-01T00:00", to: "nonsense" };
  expect(queryOf(filter, now)).toMatchObject({ from: "", to: "" });
  const custom = queryOf({ ...filter, range: "custom" }, now);
  expect(custom.from).toBe(new Date("2026-03-01T00:00").toISOString());
  expect(custom.to).toBe("");
});

it("knows whether anything is hidden", () => {
  expect(isFiltered(none)).toBe(false);
  expect(isFiltered({ ...none, project: "p" })).toBe(true);
});

it("S4_18 keeps showing rows that were new when the visit began", () => {
  const rows = [row(4, true), row(3, false), row(2, false)];
  expect(shownRows(rows, true, new Set([3])).map(({ id }) => id)).toEqual([4, 3]);
  expect(shownRows(rows, false, new Set())).toHaveLength(3);
  expect(maybeMoreUnseen(rows)).toBe(false);
  expect(maybeMoreUnseen([row(4, true)])).toBe(true);
  expect(maybeMoreUnseen([])).toBe(false);
});
