// The API with sample data, for `npm run dev` only. Routes are lines of a table; further ones go
// into files of their own and are added to `routes`.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { auditRoutes } from "./mock-audit";
import { checkRoutes } from "./mock-checks";
import { contactRoutes } from "./mock-contacts";
import { peopleRoutes } from "./mock-people";
import { sessionRoutes } from "./mock-session";

export interface Call {
  names: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
}
export interface Answer {
  status: number;
  body?: unknown;
  text?: string;
}
export type MockRoutes = Record<string, (call: Call) => Answer>;

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const gone: Answer = { status: 204 };
export const refuse = (status: number, code: string, detail: string, pointer = ""): Answer => ({
  status,
  body: { type: "about:blank", status, code, detail, ...(pointer ? { pointer } : {}) },
});

const routes: MockRoutes = {
  ...sessionRoutes,
  ...checkRoutes,
  ...contactRoutes,
  ...peopleRoutes,
  ...auditRoutes,
};
const table = Object.entries(routes).map(([route, handler]) => {
  const [method = "", path = ""] = route.split(" ");
  const pattern = path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return { method, pattern: new RegExp(`^${pattern}$`), handler };
});

const streams = new Set<ServerResponse>();
let eventId = 0;

export function emit(name: string, data: object) {
  eventId += 1;
  for (const stream of streams) {
    stream.write(`id: ${eventId}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

function openStream(response: ServerResponse) {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write("event: hello\ndata: {}\n\n");
  streams.add(response);
  response.on("close", () => streams.delete(response));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text ? JSON.parse(text) : {};
}

async function answer(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/v1/events") return openStream(response);
  const body = await bodyOf(request);
  const line = table.find(
    (entry) => entry.method === request.method && entry.pattern.test(url.pathname),
  );
  const names = Object.fromEntries(
    Object.entries(line?.pattern.exec(url.pathname)?.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]),
  );
  const given = line
    ? line.handler({ names, query: url.searchParams, body })
    : refuse(404, "not_found", "no such resource");
  const kind = given.text === undefined ? "application/json" : "text/plain; charset=utf-8";
  response.writeHead(given.status, { "Content-Type": kind });
  response.end(given.text ?? (given.body === undefined ? "" : JSON.stringify(given.body)));
}

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  if (!/^\/(v1|api)\//.test(request.url ?? "")) return next();
  answer(request, response).catch(next);
};

export function mockServer(): Plugin {
  return {
    name: "muster-mock",
    apply: "serve",
    configureServer: (server) => void server.middlewares.use(middleware),
    configurePreviewServer: (server) => void server.middlewares.use(middleware),
  };
}
