import { describe, expect, it } from "vitest";
import { sampleCheck } from "@/test-support";
import { bodyOf, changedBody, newCheck, slugOf, valuesOf } from "./values";

describe("a check in the form", () => {
  it("is sent back unchanged as no change at all", () => {
    const values = valuesOf(sampleCheck({ schedule: "0 2 * * *", tz: "Asia/Shanghai" }), "UTC");
    expect(changedBody(bodyOf(values), bodyOf({ ...values }))).toEqual({});
  });

  it("sends only what was changed", () => {
    const values = valuesOf(sampleCheck(), "UTC");
    const changed = changedBody(bodyOf(values), bodyOf({ ...values, name: "New", grace: 60 }));
    expect(changed).toEqual({ name: "New", grace: 60 });
  });

  it("sends a schedule together with its zone", () => {
    const values = valuesOf(sampleCheck({ schedule: "0 2 * * *", tz: "Asia/Shanghai" }), "UTC");
    const changed = changedBody(bodyOf(values), bodyOf({ ...values, tz: "UTC" }));
    expect(changed).toEqual({ schedule: "0 2 * * *", tz: "UTC" });
  });

  it("becomes periodic by its timeout alone", () => {
    const values = valuesOf(sampleCheck({ schedule: "0 2 * * *", tz: "UTC" }), "UTC");
    const changed = changedBody(
      bodyOf(values),
      bodyOf({ ...values, timing: "period", timeout: 60 }),
    );
    expect(changed).toEqual({ timeout: 60 });
  });

  it("tells a cron expression from a calendar expression", () => {
    const timing = (schedule: string) => valuesOf(sampleCheck({ schedule }), "UTC").timing;
    expect(timing("*/5 * * * *")).toBe("cron");
    expect(timing("Mon..Fri *-*-* 06:30")).toBe("calendar");
    expect(newCheck("UTC", []).timing).toBe("period");
  });
});

it.each([
  ["Nightly backup", "nightly-backup"],
  ["  Été — 2 × ", "ete-2"],
  ["每日备份", ""],
  ["db_1 - copy", "db_1-copy"],
])("makes a slug of %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
