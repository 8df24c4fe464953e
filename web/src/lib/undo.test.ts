import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { deleteWithUndo, flushDeletes } from "./undo";

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await flushDeletes();
  vi.useRealTimers();
});

function deletion() {
  const commit = vi.fn(async () => {});
  const done = vi.fn();
  deleteWithUndo({ text: "gone", keys: ["check:1"], commit, done });
  return { commit, done };
}

it("makes the call only after the time in which it can be undone", async () => {
  const { commit, done } = deletion();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(commit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(commit).toHaveBeenCalledExactlyOnceWith(false);
  expect(done).toHaveBeenCalledOnce();
});

it("makes the call at once, and outliving the page, when the page goes away", async () => {
  const { commit } = deletion();
  dispatchEvent(new Event("pagehide"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(commit).toHaveBeenCalledExactlyOnceWith(true);
});
