import { expect, it } from "vitest";
import { cx } from "./cx";

it.each([
  [["h-8 px-3", "px-2"], "h-8 px-2"],
  [["text-sm text-ink-2", "text-ink"], "text-sm text-ink"],
  [["text-sm", "text-xs"], "text-xs"],
  [["border border-line", "border-accent"], "border border-accent"],
  [["hidden", "sm:flex"], "hidden sm:flex"],
  [["hover:bg-hover bg-surface", "bg-sunken"], "hover:bg-hover bg-sunken"],
  [["min-w-0 max-w-40 w-full", "max-w-20"], "min-w-0 w-full max-w-20"],
  [["a", false, undefined, ["b"]], "a b"],
])("%j", (names, expected) => {
  expect(cx(...names)).toBe(expected);
});
