// What each kind of contact is asked for, and how a form becomes the `config` of the API and back.
// The members are those of the server's kinds; it checks them, this only lays them out.
import {
  Bell,
  Hash,
  type LucideIcon,
  Mail,
  MessageCircleMore,
  MessageSquare,
  MessagesSquare,
  Send,
  SquareTerminal,
  Webhook,
} from "lucide-react";
import { Problem } from "@/api/problem";
import type { Key } from "@/i18n";
import type { SecretValue } from "@/ui/secret-input";

export const kindNames = [
  "mail",
  "webhook",
  "dingtalk",
  "feishu",
  "wecom",
  "slack",
  "telegram",
  "ntfy",
  "exec",
] as const;
export type Kind = (typeof kindNames)[number];
export const isKind = (kind: string): kind is Kind =>
  (kindNames as readonly string[]).includes(kind);

export const kindIcons: Record<Kind, LucideIcon> = {
  mail: Mail,
  webhook: Webhook,
  dingtalk: MessageSquare,
  feishu: MessagesSquare,
  wecom: MessageCircleMore,
  slack: Hash,
  telegram: Send,
  ntfy: Bell,
  exec: SquareTerminal,
};

/** `lines`: one entry per line. `headers`: "Name: value" per line. `secret`: never shown again. */
type Shape = "text" | "secret" | "lines" | "headers" | "body" | "number" | "check" | "choice";

export interface FieldSpec {
  name: string;
  shape: Shape;
  label: Key;
  hint?: Key;
  placeholder?: string;
  required?: boolean;
  /** Of a choice, without the empty one. */
  choices?: readonly string[];
  /** The word of the empty choice. */
  none?: Key;
  /** Of a check. */
  initial?: boolean;
  /** Below a heading of its own. */
  group?: "down" | "up" | "more";
  /** Only where it is set already. */
  legacy?: boolean;
  mono?: boolean;
}

const language: FieldSpec = {
  name: "language",
  shape: "choice",
  label: "contacts.language",
  choices: ["en", "zh"],
  none: "contacts.languageDefault",
  group: "more",
};
const atAll: FieldSpec = {
  name: "at_all",
  shape: "check",
  label: "contacts.atAll",
  hint: "contacts.atAllHint",
};
const hook = (placeholder: string): FieldSpec => ({
  name: "url",
  shape: "secret",
  label: "contacts.hookUrl",
  placeholder,
  required: true,
});
const signing: FieldSpec = {
  name: "secret",
  shape: "secret",
  label: "contacts.signingSecret",
  hint: "contacts.signingSecretHint",
};

const webhookPart = (part: "down" | "up"): FieldSpec[] => [
  {
    name: `url_${part}`,
    shape: "text",
    label: "contacts.url",
    hint: part === "down" ? "contacts.urlDownHint" : "contacts.urlUpHint",
    placeholder: "https://example.org/hook?check=$NAME",
    group: part,
    mono: true,
  },
  {
    name: `method_${part}`,
    shape: "choice",
    label: "contacts.method",
    choices: ["GET", "POST", "PUT"],
    none: "contacts.methodDefault",
    group: part,
  },
  {
    name: `headers_${part}`,
    shape: "headers",
    label: "contacts.headers",
    hint: "contacts.headersHint",
    placeholder: "Content-Type: application/json",
    group: part,
    mono: true,
  },
  {
    name: `body_${part}`,
    shape: "body",
    label: "contacts.body",
    hint: "contacts.bodyHint",
    placeholder: '{"check": $NAME_JSON, "state": "$STATUS"}',
    group: part,
    mono: true,
  },
];

const priority = (part: "down" | "up"): FieldSpec => ({
  name: `priority_${part}`,
  shape: "choice",
  label: part === "down" ? "contacts.priorityDown" : "contacts.priorityUp",
  choices: ["1", "2", "3", "4", "5"],
  none: part === "down" ? "contacts.priorityDownDefault" : "contacts.priorityUpDefault",
});

export const kindFields: Record<Kind, readonly FieldSpec[]> = {
  mail: [
    {
      name: "to",
      shape: "lines",
      label: "contacts.to",
      hint: "contacts.toHint",
      placeholder: "oncall@example.org",
      required: true,
    },
    { name: "down", shape: "check", label: "contacts.tellDown", initial: true },
    { name: "up", shape: "check", label: "contacts.tellUp", initial: true },
    {
      name: "subject_down",
      shape: "text",
      label: "contacts.subjectDown",
      placeholder: "DOWN: $NAME",
      group: "more",
    },
    {
      name: "subject_up",
      shape: "text",
      label: "contacts.subjectUp",
      hint: "contacts.subjectHint",
      placeholder: "UP: $NAME",
      group: "more",
    },
    language,
  ],
  webhook: [
    ...webhookPart("down"),
    ...webhookPart("up"),
    {
      name: "secret",
      shape: "secret",
      label: "contacts.webhookSecret",
      hint: "contacts.webhookSecretHint",
      group: "more",
    },
  ],
  dingtalk: [
    { ...hook("https://oapi.dingtalk.com/robot/send?access_token=…"), required: false },
    { name: "access_token", shape: "secret", label: "contacts.accessToken", legacy: true },
    signing,
    {
      name: "at_mobiles",
      shape: "lines",
      label: "contacts.atMobiles",
      hint: "contacts.atMobilesHint",
      placeholder: "13800000000",
    },
    atAll,
    language,
  ],
  feishu: [hook("https://open.feishu.cn/open-apis/bot/v2/hook/…"), signing, atAll, language],
  wecom: [
    hook("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"),
    {
      name: "mentioned",
      shape: "lines",
      label: "contacts.mentioned",
      hint: "contacts.mentionedHint",
      placeholder: "zhangsan",
    },
    language,
  ],
  slack: [
    hook("https://hooks.slack.com/services/T…/B…/…"),
    {
      name: "channel",
      shape: "text",
      label: "contacts.channel",
      hint: "contacts.channelHint",
      placeholder: "#ops",
    },
    language,
  ],
  telegram: [
    {
      name: "token",
      shape: "secret",
      label: "contacts.botToken",
      placeholder: "123456:ABC-def…",
      required: true,
    },
    {
      name: "chat_id",
      shape: "text",
      label: "contacts.chatId",
      hint: "contacts.chatIdHint",
      placeholder: "-1001234567890",
      required: true,
      mono: true,
    },
    {
      name: "thread_id",
      shape: "number",
      label: "contacts.threadId",
      hint: "contacts.threadIdHint",
    },
    {
      name: "server",
      shape: "text",
      label: "contacts.botServer",
      hint: "contacts.botServerHint",
      placeholder: "https://api.telegram.org",
      group: "more",
      mono: true,
    },
    language,
  ],
  ntfy: [
    {
      name: "topic",
      shape: "text",
      label: "contacts.topic",
      hint: "contacts.topicHint",
      placeholder: "muster-3kf9x",
      required: true,
      mono: true,
    },
    {
      name: "server",
      shape: "text",
      label: "contacts.ntfyServer",
      hint: "contacts.ntfyServerHint",
      placeholder: "https://ntfy.sh",
      mono: true,
    },
    {
      name: "token",
      shape: "secret",
      label: "contacts.ntfyToken",
      hint: "contacts.ntfyTokenHint",
      placeholder: "tk_…",
    },
    priority("down"),
    priority("up"),
    language,
  ],
  exec: [
    {
      name: "command",
      shape: "lines",
      label: "contacts.command",
      hint: "contacts.commandHint",
      placeholder: "/usr/local/bin/notify",
      required: true,
      mono: true,
    },
    language,
  ],
};

export type Value = string | boolean | SecretValue;
export type Values = Record<string, Value>;

type Config = Record<string, unknown>;

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function headersText(value: unknown): string {
  return Object.entries((value ?? {}) as Record<string, string>)
    .map(([name, text]) => `${name}: ${text}`)
    .join("\n");
}

/** `wrong` names the first line that is no header. */
export function parseHeaders(text: string): { headers: Record<string, string>; wrong?: string } {
  const headers: Record<string, string> = {};
  for (const line of linesOf(text)) {
    const parsed = /^([^\s:]+)\s*:\s*(.*)$/.exec(line);
    if (!parsed?.[1]) return { headers, wrong: line };
    headers[parsed[1]] = parsed[2] ?? "";
  }
  return { headers };
}

function initialOf(field: FieldSpec, config: Config, secretsSet: readonly string[]): Value {
  const given = config[field.name];
  switch (field.shape) {
    case "secret":
      return { mode: secretsSet.includes(field.name) ? "keep" : "set", text: "" };
    case "check":
      return typeof given === "boolean" ? given : (field.initial ?? false);
    case "lines":
      return Array.isArray(given) ? given.join("\n") : String(given ?? "");
    case "headers":
      return headersText(given);
    default:
      return given === undefined || given === null ? "" : String(given);
  }
}

/** What the form begins with; for a new contact, of an empty `config`. */
export function valuesOf(kind: Kind, config: Config, secretsSet: readonly string[]): Values {
  return Object.fromEntries(
    kindFields[kind].map((field) => [field.name, initialOf(field, config, secretsSet)]),
  );
}

function headersOf(field: FieldSpec, text: string, refusal: (line: string) => string) {
  const { headers, wrong } = parseHeaders(text);
  if (wrong !== undefined) {
    throw new Problem({ status: 400, detail: refusal(wrong), pointer: `/${field.name}` });
  }
  return Object.keys(headers).length > 0 ? headers : undefined;
}

/** One member of the `config`; undefined leaves it out. */
function memberOf(field: FieldSpec, value: Value, refusal: (line: string) => string): unknown {
  if (typeof value === "object") {
    if (value.mode === "remove") return "";
    return value.mode === "set" && value.text.trim() !== "" ? value.text.trim() : undefined;
  }
  if (typeof value === "boolean") return value;
  switch (field.shape) {
    case "lines": {
      const lines = linesOf(value);
      return lines.length > 0 || field.required ? lines : undefined;
    }
    case "headers":
      return headersOf(field, value, refusal);
    case "body":
      return value === "" ? undefined : value;
    case "number":
      return value.trim() === "" ? undefined : Number(value);
    case "choice":
      if (value === "") return undefined;
      return /^\d+$/.test(value) ? Number(value) : value;
    default: {
      const text = value.trim();
      return text !== "" || field.required ? text : undefined;
    }
  }
}

/** The `config` to send. A secret that is kept is left out, one that is removed is "". `kept` are
 * members that this form does not know, which a change must not lose. Throws a Problem that points
 * at the member of the form. */
export function configOf(
  kind: Kind,
  values: Values,
  kept: Config,
  refusal: (line: string) => string,
): Config {
  const known = new Set(kindFields[kind].map((field) => field.name));
  const config: Config = Object.fromEntries(
    Object.entries(kept).filter(([name]) => !known.has(name)),
  );
  for (const field of kindFields[kind]) {
    const member = memberOf(field, values[field.name] ?? "", refusal);
    if (member !== undefined) config[field.name] = member;
  }
  // DingTalk takes the address or the token in it: a new one of either replaces the other.
  if (kind === "dingtalk" && config.url && !config.access_token) config.access_token = "";
  return config;
}

/** The form is flat: what the server says about "/config/url" belongs to "url". */
export function inForm(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const { status, code, detail, retryAfter } = error;
  const pointer = error.pointer.replace(/^\/config(?=\/)/, "");
  return new Problem({ status, code, detail, retryAfter, pointer });
}

/** Where it goes, in a few words, as far as it is no secret. */
export function targetOf(kind: string, config: Config): string {
  const text = (name: string) => (typeof config[name] === "string" ? (config[name] as string) : "");
  const list = (name: string) => (Array.isArray(config[name]) ? (config[name] as string[]) : []);
  switch (kind) {
    case "mail":
      return list("to").join(", ");
    case "webhook":
      return text("url_down") || text("url_up");
    case "slack":
      return text("channel");
    case "telegram":
      return text("chat_id");
    case "ntfy":
      return `${text("server").replace(/^https?:\/\//, "") || "ntfy.sh"}/${text("topic")}`;
    case "exec":
      return list("command").join(" ");
    default:
      return "";
  }
}
