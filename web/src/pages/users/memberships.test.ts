import { expect, it } from "vitest";
import { changesBetween, noRights, type Rights, rightsOf } from "./memberships";

const member = (of: Partial<Rights> = {}): Rights => ({ ...noRights, member: true, ...of });

it("S2_28 tells the server what changed, and nothing more", () => {
  const before = { a: member(), b: member({ role: "viewer" }), c: noRights, d: noRights };
  const after = {
    a: member(),
    b: member({ role: "operator" }),
    c: member({ scan: true }),
    d: { ...noRights, role: "viewer" as const },
  };
  expect(changesBetween(before, after)).toEqual({
    put: [
      ["b", after.b],
      ["c", after.c],
    ],
    remove: [],
  });
  expect(changesBetween(before, { ...before, a: noRights })).toEqual({ put: [], remove: ["a"] });
});

it("knows every project, and the memberships of those that are not listed", () => {
  const rights = rightsOf(
    [{ project: "x", project_name: "X", role: "viewer", run_commands: true, scan: false }],
    ["a"],
  );
  expect(rights).toEqual({
    a: noRights,
    x: { member: true, role: "viewer", run_commands: true, scan: false },
  });
});
