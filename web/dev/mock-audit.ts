import { type Answer, type Call, type MockRoutes, ok } from "./mock";
import { checks, iso, pick, projects, random } from "./samples";

const acts = [
  ["check.update", "check"],
  ["check.pause", "check"],
  ["check.create", "check"],
  ["contact.test", "contact"],
  ["contact.update", "contact"],
  ["alert.acknowledge", "alert"],
  ["session.create", "session"],
  ["member.set", "member"],
  ["key.create", "key"],
] as const;
const people = ["lin.wei", "anna.berg", "zhang.min", "anna.berg (token laptop)", "key default"];

function make(id: number, at: number) {
  const [action, kind] = pick(acts);
  const outcome = pick(["done", "done", "done", "done", "done", "refused", "failed"]);
  const project = pick(projects.slice(0, 2));
  const check = pick(checks[project.uuid] ?? []);
  const own = kind === "session";
  return {
    id,
    at: iso(at),
    user: pick(people),
    user_id: "0b5e7000-0000-4000-8000-000000000001",
    address: pick(["192.0.2.17", "198.51.100.4", "2001:db8::7"]),
    action,
    object_kind: kind,
    object_id: own ? "" : (check?.id ?? ""),
    object_name: own ? "" : kind === "check" || kind === "alert" ? (check?.name ?? "") : "On call",
    ...(own ? {} : { project: project.uuid, project_name: project.name }),
    outcome,
    detail:
      outcome === "refused"
        ? "forbidden: needs the role operator"
        : outcome === "failed"
          ? "invalid: /schedule: this schedule has no occurrence"
          : action === "check.update"
            ? "schedule, grace"
            : "",
    unseen: id > 337,
  };
}

const count = 340;
let at = Date.now();
const events = Array.from({ length: count }, (_, nth) => {
  at -= (1 + random() * 40) * 60_000;
  return make(count - nth, at);
});

function list(call: Call): Answer {
  const get = (name: string) => call.query.get(name) ?? "";
  const before = Number(get("before") || Number.MAX_SAFE_INTEGER);
  const limit = Number(get("limit") || 100);
  const rows = events.filter(
    (event) =>
      event.id < before &&
      (!get("user") || event.user === get("user")) &&
      (!get("outcome") || event.outcome === get("outcome")) &&
      (!get("project") || event.project === get("project")) &&
      (!get("from") || event.at >= get("from")) &&
      (!get("to") || event.at <= get("to")) &&
      (get("action").endsWith(".")
        ? event.action.startsWith(get("action"))
        : !get("action") || event.action === get("action")),
  );
  const page = rows.slice(0, limit);
  return ok({ events: page, ...(rows.length > limit ? { next: page.at(-1)?.id } : {}) });
}

export const auditRoutes: MockRoutes = {
  "GET /v1/audit": list,
  "POST /v1/audit/seen": ({ body }) => {
    for (const event of events) if (event.id <= Number(body.up_to)) event.unseen = false;
    return ok({ unread: events.filter(({ unseen }) => unseen).length });
  },
};
