// Text keeps the contrast of WCAG 2.2 AA (4.5:1) on every surface, in every theme.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/styles.css", "utf8");

function tokens(block: string, theme: 0 | 1): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, light, dark] of block.matchAll(
    /--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|#\w+);/g,
  )) {
    const colour = theme === 0 ? light : dark;
    if (name && colour) found.set(name, colour);
  }
  return found;
}

const block = (start: string) =>
  css.slice(css.indexOf(start), css.indexOf("\n}", css.indexOf(start)));
const normal = block(":root {");
const high = block(':root[data-contrast="more"]');

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const texts = ["ink", "ink-2", "ink-3", "accent", "up", "late", "down", "paused", "unknown"];
const surfaces = ["canvas", "surface", "raised", "sunken", "hover"];

describe.each([
  ["light", tokens(normal, 0), 4.5],
  ["dark", tokens(normal, 1), 4.5],
  ["light, high contrast", new Map([...tokens(normal, 0), ...tokens(high, 0)]), 7],
  ["dark, high contrast", new Map([...tokens(normal, 1), ...tokens(high, 1)]), 7],
])("%s", (_, palette, least) => {
  it.each(texts)("%s is readable on every surface", (text) => {
    for (const surface of surfaces) {
      const ratio = contrast(palette.get(text) ?? "", palette.get(surface) ?? "");
      expect([surface, ratio >= least, ratio.toFixed(2)]).toEqual([
        surface,
        true,
        ratio.toFixed(2),
      ]);
    }
  });

  it("has readable words on filled buttons", () => {
    for (const fill of ["accent-fill", "down-fill"]) {
      expect(contrast("#ffffff", palette.get(fill) ?? "")).toBeGreaterThanOrEqual(4.5);
    }
  });
});
