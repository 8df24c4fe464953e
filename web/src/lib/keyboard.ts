// Single keys and two-key chords ("g c"), as long as no text is being typed.
import { useEffect, useRef } from "react";

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const CHORD_MS = 900;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)
  );
}

const covered = () => document.querySelector('[role="dialog"],[role="menu"]') !== null;

/** Keys are as in KeyboardEvent.key ("j", "Enter", "?"), chords have a space ("g c"). */
export function useKeys(keys: Keys, enabled = true) {
  const latest = useRef(keys);
  latest.current = keys;
  const before = useRef({ key: "", at: 0 });

  useEffect(() => {
    if (!enabled) return;
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typing(event.target) || covered()) return;
      const target = event.target;
      if (event.key === "Enter" && target instanceof Element && target.closest("a,button")) return;
      const now = performance.now();
      const { key, at } = before.current;
      before.current = { key: event.key, at: now };
      const chord = now - at < CHORD_MS ? latest.current[`${key} ${event.key}`] : undefined;
      const run = chord ?? latest.current[event.key];
      if (!run) return;
      event.preventDefault();
      if (chord) before.current = { key: "", at: 0 };
      run(event);
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [enabled]);
}
