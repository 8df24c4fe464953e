import { afterEach, describe, expect, it, vi } from "vitest";
import { addressOf, call, setCsrf, setUnauthenticatedHandler } from "./client";
import { Problem } from "./problem";

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = body === undefined ? null : JSON.stringify(body);
  const kind = { "Content-Type": "application/json", ...headers };
  return vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValue(new Response(text, { status, headers: kind }));
}

afterEach(() => {
  setCsrf(undefined);
  setUnauthenticatedHandler(() => {});
});

const path = { project: "p", check: "7" };

describe("call", () => {
  it("sends the CSRF proof with changes, and not with reads", async () => {
    setCsrf("proof");
    const sent = answer(200, {});
    await call("POST /v1/projects/{project}/checks/{check}/pause", { path });
    const headers = sent.mock.calls[0]?.[1]?.headers as Headers;
    expect(sent.mock.calls[0]?.[0]).toBe("/v1/projects/p/checks/7/pause");
    expect(headers.get("X-CSRF-Token")).toBe("proof");

    sent.mockClear();
    sent.mockResolvedValue(new Response("{}", { headers: { "Content-Type": "application/json" } }));
    await call("GET /v1/projects/{project}/checks/{check}", { path });
    const [, options] = sent.mock.lastCall ?? [];
    expect(new Headers(options?.headers).has("X-CSRF-Token")).toBe(false);
  });

  it("turns a refusal into a Problem with its pointer", async () => {
    answer(400, { code: "invalid", detail: "too long", pointer: "/name" });
    const failed = call("POST /v1/projects", { body: { name: "x" } });
    await expect(failed).rejects.toMatchObject({
      status: 400,
      pointer: "/name",
      detail: "too long",
    });
  });

  it("says how long to wait when throttled", async () => {
    answer(429, { detail: "slow down" }, { "Retry-After": "30" });
    const failed = call("POST /v1/session", { body: { name: "a", password: "b" } });
    await expect(failed).rejects.toMatchObject({ status: 429, retryAfter: 30 });
  });

  it("calls an unreachable server offline", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("failed to fetch"));
    await expect(call("GET /v1/session")).rejects.toEqual(
      new Problem({ status: 0, code: "offline" }),
    );
  });

  it.each([
    [401, undefined, 1],
    [401, "/password", 0],
    [403, undefined, 0],
  ])("ends the session only when it is unknown (%s %s)", async (status, pointer, times) => {
    const ended = vi.fn();
    setUnauthenticatedHandler(ended);
    answer(status, { pointer });
    await expect(call("GET /v1/projects")).rejects.toBeInstanceOf(Problem);
    expect(ended).toHaveBeenCalledTimes(times);
  });
});

describe("addressOf", () => {
  it.each([
    ["/v1/x", {}, {}, "/v1/x"],
    ["/v1/p/{a}/c/{b}", { a: "1/2", b: "ü" }, {}, "/v1/p/1%2F2/c/%C3%BC"],
    ["/v1/x", {}, { q: "a b", none: undefined, empty: "", n: 0 }, "/v1/x?q=a+b&n=0"],
  ])("%s", (route, names, query, expected) => {
    expect(addressOf(route, names as Record<string, string>, query)).toBe(expected);
  });
});
