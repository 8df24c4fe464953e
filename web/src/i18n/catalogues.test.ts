import { describe, expect, it } from "vitest";
import en from "./en";
import enMore from "./en/more";
import zh from "./zh";
import zhMore from "./zh/more";

/** "check.title" → text, over all namespaces. */
function flat(of: object, prefix = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(of)) {
    if (typeof value === "string") texts.set(prefix + name, value);
    else for (const [key, text] of flat(value, `${prefix}${name}.`)) texts.set(key, text);
  }
  return texts;
}

const places = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe.each([
  ["first", en, zh],
  ["more", enMore, zhMore],
])("the catalogue %s", (_, english, chinese) => {
  const one = flat(english);
  const other = flat(chinese);

  it("has the same keys in both languages", () => {
    expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
  });

  it("has no empty text", () => {
    const empty = [...one, ...other].filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
  });

  it("names the same values in both languages", () => {
    // A plural of "one" may leave its number out.
    const singular = (key: string) => key.endsWith("_one");
    for (const [key, text] of one) {
      if (singular(key)) continue;
      expect([key, places(other.get(key) ?? "")]).toEqual([key, places(text)]);
    }
  });
});

it("keeps the namespaces of the two catalogues apart", () => {
  const both = Object.keys(en).filter((name) => name in enMore);
  expect(both).toEqual([]);
});
