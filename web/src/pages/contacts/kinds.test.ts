import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { configOf, inForm, kindFields, kindNames, parseHeaders, targetOf, valuesOf } from "./kinds";

const refusal = (line: string) => `no header: ${line}`;
const roundTrip = (
  kind: (typeof kindNames)[number],
  config: Record<string, unknown>,
  secrets: string[] = [],
) => configOf(kind, valuesOf(kind, config, secrets), config, refusal);

describe("the configuration of a contact", () => {
  const configs: Partial<Record<(typeof kindNames)[number], Record<string, unknown>>> = {
    mail: { to: ["a@example.org", "b@example.org"], down: true, up: false, language: "zh" },
    webhook: {
      url_down: "https://example.org/$NAME",
      method_down: "PUT",
      headers_down: { "X-Key": "a: b", Accept: "*/*" },
      body_down: "  line\n",
    },
    wecom: { mentioned: ["zhangsan", "@all"] },
    telegram: { chat_id: "-100123", thread_id: 7 },
    ntfy: { topic: "ops", priority_down: 5 },
    exec: { command: ["/usr/local/bin/notify", "--to", "night shift"] },
  };

  it.each(Object.entries(configs))("of %s comes back as it was", (kind, config) => {
    expect(roundTrip(kind as (typeof kindNames)[number], config)).toEqual(config);
  });

  it("never loses a member that the form does not know", () => {
    expect(roundTrip("slack", { username: "muster" })).toMatchObject({ username: "muster" });
  });

  it("leaves out a secret that is kept, and empties one that is removed", () => {
    const values = valuesOf("feishu", { at_all: true }, ["url", "secret"]);
    expect(configOf("feishu", values, {}, refusal)).toEqual({ at_all: true });
    const removed = { ...values, secret: { mode: "remove" as const, text: "" } };
    expect(configOf("feishu", removed, {}, refusal)).toEqual({ at_all: true, secret: "" });
  });

  it("sends a new secret without the blanks around it", () => {
    const values = {
      ...valuesOf("slack", {}, []),
      url: { mode: "set" as const, text: " https://x " },
    };
    expect(configOf("slack", values, {}, refusal)).toEqual({ url: "https://x" });
  });

  it("lets a new address of DingTalk replace the token", () => {
    const values = {
      ...valuesOf("dingtalk", {}, ["access_token"]),
      url: { mode: "set" as const, text: "https://oapi.dingtalk.com/robot/send?access_token=t" },
    };
    expect(configOf("dingtalk", values, {}, refusal)).toMatchObject({ access_token: "" });
  });

  it("names the line that is no header at its field", () => {
    const values = { ...valuesOf("webhook", {}, []), headers_up: "Accept: */*\nnonsense" };
    expect(() => configOf("webhook", values, {}, refusal)).toThrow("no header: nonsense");
    try {
      configOf("webhook", values, {}, refusal);
    } catch (error) {
      expect((error as Problem).pointer).toBe("/headers_up");
    }
  });

  it("starts every kind with members of its own names", () => {
    for (const kind of kindNames) {
      const names = kindFields[kind].map((field) => field.name);
      expect(new Set(names).size).toBe(names.length);
      expect(Object.keys(valuesOf(kind, {}, []))).toEqual(names);
    }
  });
});

describe("headers", () => {
  it.each([
    ["", {}],
    ["A: 1\n\n B : x:y ", { A: "1", B: "x:y" }],
    ["Empty:", { Empty: "" }],
  ])("of %j", (text, headers) => {
    expect(parseHeaders(text)).toEqual({ headers });
  });
});

it("brings the server's pointer to the member of the flat form", () => {
  const pointer = (of: string) =>
    (inForm(new Problem({ status: 400, pointer: of })) as Problem).pointer;
  expect(pointer("/config/at_mobiles/0")).toBe("/at_mobiles/0");
  expect(pointer("/name")).toBe("/name");
  expect(pointer("/config")).toBe("/config");
});

it("says where notices go without a secret", () => {
  expect(targetOf("ntfy", { server: "https://push.example.org", topic: "ops" })).toBe(
    "push.example.org/ops",
  );
  expect(targetOf("dingtalk", { at_all: true })).toBe("");
});
