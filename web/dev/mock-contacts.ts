import { type Answer, type Call, gone, type MockRoutes, ok, refuse } from "./mock";
import { alerts, iso, projects, contacts as samples } from "./samples";

interface Contact {
  [member: string]: unknown;
  id: string;
  name: string;
  kind: string;
  enabled: boolean;
  config: Record<string, unknown>;
  secrets_set: string[];
}

const secrets: Record<string, string[]> = {
  webhook: ["secret"],
  dingtalk: ["url", "access_token", "secret"],
  feishu: ["url", "secret"],
  wecom: ["url"],
  slack: ["url"],
  telegram: ["token"],
  ntfy: ["token"],
};
const empty = process.env.MUSTER_EMPTY === "contacts";

let lastId = 10;
const make = (kind: string, name: string, config: object, more: object = {}): Contact => {
  lastId += 1;
  return {
    id: `c0a7ac70-0000-4000-8000-${String(lastId).padStart(12, "0")}`,
    name,
    kind,
    enabled: true,
    tells_down: true,
    tells_up: true,
    last_error: "",
    created_at: iso(Date.now() - 30 * 86_400_000),
    config: config as Record<string, unknown>,
    secrets_set: [],
    ...more,
  };
};

const lists: Record<string, Contact[]> = {
  [projects[0].uuid]: empty
    ? []
    : [
        ...(samples as unknown as Contact[]),
        make(
          "feishu",
          "平台组",
          { at_all: true, language: "zh" },
          { secrets_set: ["url", "secret"] },
        ),
        make(
          "telegram",
          "Night shift",
          { chat_id: "-1001234567890" },
          {
            secrets_set: ["token"],
            last_error: "403 Forbidden: bot was kicked from the supergroup chat",
          },
        ),
        make(
          "webhook",
          "Incident tool",
          {
            url_down: "https://incidents.example.org/api/open?check=$NAME",
            headers_down: { "Content-Type": "application/json" },
            body_down: '{"check": $NAME_JSON, "state": "$STATUS"}',
          },
          { tells_up: false, secrets_set: ["secret"] },
        ),
        make("ntfy", "Phones", { topic: "muster-3kf9x", priority_down: 5 }, { enabled: false }),
        make("exec", "Siren", { command: ["/usr/local/bin/siren", "--room", "noc"] }),
      ],
};

const listOf = (call: Call) => {
  const project = call.names.project ?? "";
  lists[project] ??= [];
  return lists[project];
};

/** Takes the secrets out of what was sent, as the server does. */
function split(kind: string, config: Record<string, unknown>, before: string[]) {
  const set = new Set(before);
  const shown = { ...config };
  for (const name of secrets[kind] ?? []) {
    if (!(name in shown)) continue;
    if (shown[name] === "") set.delete(name);
    else set.add(name);
    delete shown[name];
  }
  return { config: shown, secrets_set: [...set] };
}

function faultOf(kind: string, body: Record<string, unknown>, secretsSet: string[]) {
  const config = (body.config ?? {}) as Record<string, unknown>;
  if (body.name === "") return refuse(400, "invalid", "expected 1 to 100 characters", "/name");
  if (kind === "telegram" && !/^(-?\d+|@\w+)$/.test(String(config.chat_id))) {
    const detail = "expected a number such as -1001234567890, or @channel";
    return refuse(400, "invalid", detail, "/config/chat_id");
  }
  if (kind === "mail") {
    const wrong = (config.to as string[]).findIndex((address) => !address.includes("@"));
    if (wrong >= 0) {
      return refuse(400, "invalid", "expected a mail address", `/config/to/${wrong}`);
    }
  }
  if (["slack", "wecom", "feishu"].includes(kind) && !config.url && !secretsSet.includes("url")) {
    return refuse(400, "invalid", "expected the address of the webhook", "/config/url");
  }
  return undefined;
}

function withContact(handle: (contact: Contact, call: Call) => Answer) {
  return (call: Call) => {
    const contact = listOf(call).find(({ id }) => id === call.names.contact);
    return contact ? handle(contact, call) : refuse(404, "not_found", "no such contact");
  };
}

const setEnabled = (enabled: boolean) =>
  withContact((contact) => {
    contact.enabled = enabled;
    return ok(contact);
  });

function ledgerOf(opened: string, resolved: string | undefined) {
  const at = (seconds: number) => iso(Date.parse(opened) + seconds * 1_000);
  const [first, second, , fourth, fifth] = lists[projects[0].uuid] ?? [];
  const line = (contact: Contact | undefined, nth: number, more: object) => ({
    id: `de11e000-0000-4000-8000-${String(nth).padStart(12, "0")}`,
    ...(contact ? { contact: contact.name, contact_id: contact.id } : {}),
    direction: "down",
    attempts: 1,
    created_at: opened,
    answer: "",
    ...more,
  });
  return [
    line(first, 1, { state: "sent", settled_at: at(1), answer: "250 2.0.0 Ok: queued as 4F1C" }),
    line(second, 2, { state: "sent", settled_at: at(2), answer: "0 ok" }),
    line(fifth, 3, {
      state: "pending",
      attempts: 3,
      next_attempt_at: iso(Date.now() + 95_000),
      answer: "503 Service Unavailable",
    }),
    line(fourth, 4, {
      state: "failed",
      settled_at: at(3),
      answer: "403 Forbidden: bot was kicked from the supergroup chat",
    }),
    line(undefined, 5, {
      state: "dropped",
      attempts: 0,
      settled_at: at(0),
      answer: "the contact was deleted before it was told",
    }),
    ...(resolved
      ? [
          line(first, 6, {
            direction: "up",
            state: "sent",
            settled_at: resolved,
            answer: "250 2.0.0 Ok: queued as 9A01",
          }),
        ]
      : []),
  ];
}

export const contactRoutes: MockRoutes = {
  "GET /v1/projects/{project}/contacts": (call) => ok({ contacts: listOf(call) }),
  "POST /v1/projects/{project}/contacts": (call) => {
    const kind = String(call.body.kind);
    const fault = faultOf(kind, call.body, []);
    if (fault) return fault;
    const config = call.body.config as Record<string, unknown>;
    const contact = make(kind, String(call.body.name), {}, split(kind, config, []));
    listOf(call).push(contact);
    return { status: 201, body: contact };
  },
  "GET /v1/projects/{project}/contacts/{contact}": withContact((contact) => ok(contact)),
  "PATCH /v1/projects/{project}/contacts/{contact}": withContact((contact, { body }) => {
    const fault = faultOf(contact.kind, body, contact.secrets_set);
    if (fault) return fault;
    if (body.name) contact.name = String(body.name);
    if (body.config) {
      const config = body.config as Record<string, unknown>;
      Object.assign(contact, split(contact.kind, config, contact.secrets_set));
    }
    return ok(contact);
  }),
  "DELETE /v1/projects/{project}/contacts/{contact}": withContact((contact, call) => {
    lists[call.names.project ?? ""] = listOf(call).filter((of) => of !== contact);
    return gone;
  }),
  "POST /v1/projects/{project}/contacts/{contact}/enable": setEnabled(true),
  "POST /v1/projects/{project}/contacts/{contact}/disable": setEnabled(false),
  "POST /v1/projects/{project}/contacts/{contact}/test": withContact(({ kind }, { body }) => {
    if (kind === "telegram") {
      const answer = "403 Forbidden: bot was kicked from the supergroup chat";
      return ok({ taken: false, answer, took_ms: 212 });
    }
    const answer = body.direction === "down" ? '{"errcode":0,"errmsg":"ok"}' : "250 2.0.0 Ok";
    return ok({ taken: true, answer, took_ms: 340 });
  }),
  "GET /v1/projects/{project}/alerts/{alert}": ({ names }) => {
    const alert = alerts.find(({ id }) => id === names.alert);
    if (!alert) return refuse(404, "not_found", "the project has no such alert");
    return ok({ ...alert, deliveries: ledgerOf(alert.opened_at, alert.resolved_at) });
  },
};
