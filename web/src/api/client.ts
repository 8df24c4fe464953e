// One function for every call of the server. The route names the call and types all of it:
//   call("PATCH /v1/projects/{project}/checks/{check}", { path: { project, check }, body })
import type { Contract } from "./contract";
import { Problem, problemOf } from "./problem";
import type { Schema } from "./schema";

export type Routes = Omit<Schema, keyof Contract> & Contract;
export type Route = keyof Routes & string;
export type ReplyOf<R extends Route> = Routes[R] extends { reply: infer Reply } ? Reply : never;
export type BodyOf<R extends Route> = Routes[R] extends { body: infer Body } ? Body : never;

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type PathPart<R extends Route> = [Names<R>] extends [never]
  ? { path?: undefined }
  : { path: Record<Names<R>, string | number> };
type QueryPart<R extends Route> = Routes[R] extends { query: infer Query }
  ? { query?: Query }
  : { query?: undefined };
type BodyPart<R extends Route> = Routes[R] extends { body: infer Body }
  ? { body: Body }
  : { body?: undefined };

export type CallOptions<R extends Route> = PathPart<R> &
  QueryPart<R> &
  BodyPart<R> & {
    signal?: AbortSignal;
    /** Let the call outlive the page. */
    keepalive?: boolean;
  };

type NoOptions<R extends Route> = Record<string, never> extends CallOptions<R> ? true : false;
type Arguments<R extends Route> =
  NoOptions<R> extends true ? [options?: CallOptions<R>] : [options: CallOptions<R>];

let csrf = "";
let onUnauthenticated: () => void = () => {};

/** The proof that each changing call carries; it comes with the session document. */
export function setCsrf(token: string | undefined) {
  csrf = token ?? "";
}

/** What happens when the server no longer knows the session. */
export function setUnauthenticatedHandler(handler: () => void) {
  onUnauthenticated = handler;
}

export function addressOf(
  path: string,
  names: Record<string, string | number> = {},
  query: Record<string, string | number | boolean | undefined> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

async function send(method: string, address: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...options, method, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ status: 0, code: "offline" });
  }
}

export async function call<R extends Route>(
  route: R,
  ...[options]: Arguments<R>
): Promise<ReplyOf<R>> {
  const [method = "GET", path = ""] = route.split(" ");
  const given: CallOptions<Route> | undefined = options as CallOptions<Route> | undefined;
  const headers = new Headers({ Accept: "application/json" });
  if (given?.body !== undefined) headers.set("Content-Type", "application/json");
  if (method !== "GET" && csrf) headers.set("X-CSRF-Token", csrf);

  const response = await send(method, addressOf(path, given?.path, given?.query), {
    headers,
    ...(given?.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    ...(given?.signal ? { signal: given.signal } : {}),
    ...(given?.keepalive ? { keepalive: true } : {}),
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && path !== "/v1/session" && !problem.pointer) onUnauthenticated();
    throw problem;
  }
  if (response.status === 204 || response.headers.get("Content-Length") === "0") {
    return undefined as ReplyOf<R>;
  }
  const kind = response.headers.get("Content-Type") ?? "";
  if (!kind.includes("json")) return (await response.text()) as ReplyOf<R>;
  return (await response.json()) as ReplyOf<R>;
}
