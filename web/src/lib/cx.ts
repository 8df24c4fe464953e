import { type ClassValue, clsx } from "clsx";

// Of two class names that set the same thing, the later one wins. The general tool for this is as
// heavy as all our components together; these are the things that our components let be replaced.
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^(block|inline|inline-block|flex|inline-flex|grid|hidden|contents)$/, "display"],
  [/^(static|fixed|absolute|relative|sticky)$/, "position"],
  [/^text-(2?xs|sm|base|lg|\d?xl|\[)/, "text-size"],
  [/^text-(left|center|right)$/, "text-align"],
  [/^text-/, "text-colour"],
  [/^font-(normal|medium|semibold|bold)$/, "font-weight"],
  [/^font-/, "font-family"],
  [/^bg-/, "bg"],
  [/^border(-[xytrbl])?(-\d+)?$/, "border-width"],
  [/^border-/, "border-colour"],
  [/^rounded(-|$)/, "rounded"],
  [/^shadow(-|$)/, "shadow"],
  [/^(shrink|grow)(-|$)/, "$1"],
  [
    /^-?((?:min-|max-)?[hw]|size|[mp][xytrbl]?|gap(?:-[xy])?|top|right|bottom|left|inset(?:-[xy])?|z)-/,
    "$1",
  ],
  [/^(items|justify|self|overflow(?:-[xy])?|whitespace|opacity|grid-cols|col-span|outline)-/, "$1"],
];

function thingOf(name: string): string | undefined {
  const variants = name.slice(0, name.lastIndexOf(":") + 1);
  const own = name.slice(variants.length);
  for (const [pattern, thing] of SAME) {
    const found = pattern.exec(own);
    if (found) return variants + thing.replace("$1", found[1] ?? "");
  }
  return undefined;
}

/** Joins class names; of two that set the same thing, the later one wins. */
export function cx(...names: ClassValue[]): string {
  const kept: string[] = [];
  const taken = new Set<string>();
  for (const name of clsx(names).split(/\s+/).reverse()) {
    const thing = thingOf(name);
    if (thing !== undefined) {
      if (taken.has(thing)) continue;
      taken.add(thing);
    }
    if (name) kept.push(name);
  }
  return kept.reverse().join(" ");
}
