import { expect, it } from "vitest";
import { snippet } from "./badges-tab";

const url = "https://muster.example.org/badge/k/s-2/a%20b.svg";

it.each([
  ["markdown", "a [b]", `![a \\[b\\]](${url})`],
  ["html", 'say "<hi>"', `<img src="${url}" alt="say &quot;&lt;hi>&quot;">`],
  ["url", "x", url],
] as const)("a badge as %s cannot break out of where it is pasted", (form, label, text) => {
  expect(snippet(form, url, label)).toBe(text);
});
