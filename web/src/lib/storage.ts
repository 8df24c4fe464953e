import { Store } from "./store";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden; the console works without
  }
}

/** A choice of this browser that outlives the page; one of `allowed`, the first by default. */
export function storedChoice<T extends string>(
  key: string,
  allowed: readonly [T, ...T[]],
): Store<T> {
  const found = read(key);
  const store = new Store<T>(allowed.find((value) => value === found) ?? allowed[0]);
  store.watch(() => write(key, store.get()));
  return store;
}

/** A text of this browser that outlives the page. */
export function storedText(key: string): Store<string> {
  const store = new Store(read(key) ?? "");
  store.watch(() => write(key, store.get()));
  return store;
}

function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // see read()
  }
}
