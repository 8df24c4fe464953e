// Which checks are shown, and in which order. Pure, so that 5,000 rows are filtered in a few
// milliseconds and tests need no page.
import type { CheckDocument, CheckStatus } from "@/api/contract";
import { checkName, checkStatus, tagsOf } from "./status";

export type SortKey = "state" | "name" | "last" | "next";
export interface Sort {
  key: SortKey;
  descending: boolean;
}
export interface Filter {
  text: string;
  states: ReadonlySet<string>;
  tags: readonly string[];
}

/** "-name" is by name, descending. */
export function parseSort(text: string): Sort {
  const key = text.replace(/^-/, "");
  const known = key === "name" || key === "last" || key === "next" ? key : "state";
  return { key: known, descending: text.startsWith("-") };
}

export const sortText = (sort: Sort) => `${sort.descending ? "-" : ""}${sort.key}`;

/** The text in which a check is searched, made once per document. */
const haystacks = new WeakMap<CheckDocument, string>();

function haystack(check: CheckDocument): string {
  let text = haystacks.get(check);
  if (text === undefined) {
    text = `${check.name} ${check.slug} ${check.tags} ${check.uuid ?? ""}`.toLowerCase();
    haystacks.set(check, text);
  }
  return text;
}

function matchesText(check: CheckDocument, words: readonly string[]): boolean {
  return words.every((word) => haystack(check).includes(word));
}

/** "running" is no status but counts among the states that can be asked for. */
export const inState = (check: CheckDocument, state: string) =>
  state === "running" ? check.started : check.status === state;

export function filterChecks(checks: readonly CheckDocument[], filter: Filter): CheckDocument[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const states = [...filter.states];
  return checks.filter((check) => {
    if (states.length > 0 && !states.some((state) => inState(check, state))) return false;
    if (filter.tags.length > 0) {
      const tags = tagsOf(check);
      if (!filter.tags.every((tag) => tags.includes(tag))) return false;
    }
    return matchesText(check, words);
  });
}

const collators = new Map<string, Intl.Collator>();

function collator(locale: string): Intl.Collator {
  let found = collators.get(locale);
  if (!found) {
    found = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
    collators.set(locale, found);
  }
  return found;
}

/** A time that is missing comes last, whatever the direction. */
function compareTimes(one: string | undefined, other: string | undefined, sign: number): number {
  if (one === other) return 0;
  if (!one) return 1;
  if (!other) return -1;
  return one < other ? -sign : sign;
}

export function sortChecks(
  checks: readonly CheckDocument[],
  sort: Sort,
  locale: string,
): CheckDocument[] {
  const { compare } = collator(locale);
  const sign = sort.descending ? -1 : 1;
  const byName = (one: CheckDocument, other: CheckDocument) =>
    compare(checkName(one), checkName(other));
  return [...checks].sort((one, other) => {
    switch (sort.key) {
      case "state": {
        const order = checkStatus[one.status].order - checkStatus[other.status].order;
        return order !== 0 ? sign * order : byName(one, other);
      }
      case "name":
        return sign * byName(one, other);
      case "last":
        return compareTimes(one.last_ping, other.last_ping, sign) || byName(one, other);
      default:
        return compareTimes(one.next_ping, other.next_ping, sign) || byName(one, other);
    }
  });
}

export function countStates(checks: readonly CheckDocument[]): Record<CheckStatus, number> {
  const counts = { down: 0, grace: 0, new: 0, up: 0, paused: 0 };
  for (const check of checks) counts[check.status] += 1;
  return counts;
}

/** Every tag with the number of its checks, the most used first. */
export function countTags(checks: readonly CheckDocument[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const check of checks) {
    for (const tag of tagsOf(check)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}
