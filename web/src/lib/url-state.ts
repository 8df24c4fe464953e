import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** A part of the page's state that lives in the address (?name=value), so that the page can be
 * bookmarked and sent. The default value leaves no trace there. */
export function useUrlState(
  name: string,
  fallback: string,
): [value: string, set: (value: string) => void];
export function useUrlState<T extends string>(
  name: string,
  fallback: NoInfer<T>,
  allowed: readonly T[],
): [value: T, set: (value: T) => void];
export function useUrlState(
  name: string,
  fallback: string,
  allowed?: readonly string[],
): [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const found = search.get(name);
  const value = found !== null && (!allowed || allowed.includes(found)) ? found : fallback;
  const set = useCallback(
    (next: string) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === fallback) after.delete(name);
          else after.set(name, next);
          return after;
        },
        { replace: true },
      ),
    [name, fallback, setSearch],
  );
  return [value, set];
}
