import { fireTimes, periodTimes } from "./fire-times";
import { type Answer, type Call, emit, gone, type MockRoutes, ok, refuse } from "./mock";
import { alerts, type Check, checks, contacts, iso, pick, random } from "./samples";

const listOf = (call: Call) => checks[call.names.project ?? ""] ?? [];
const find = (call: Call) =>
  listOf(call).find((check) => [check.id, check.uuid, check.slug].includes(call.names.check ?? ""));

function withCheck(handle: (check: Check, call: Call) => Answer) {
  return (call: Call) => {
    const check = find(call);
    return check ? handle(check, call) : refuse(404, "not_found", "no such check");
  };
}

const shown = (check: Check, bars: boolean) => {
  const { bars: own, ...rest } = check;
  return bars ? { ...rest, bars: own } : rest;
};

function list(call: Call): Answer {
  const after = Number(call.query.get("after") ?? 0);
  const limit = Number(call.query.get("limit") ?? 100);
  const rows = listOf(call).filter((check) => Number(check.id) > after);
  const page = rows.slice(0, limit);
  const bars = call.query.get("bars") === "true";
  const more = rows.length > limit ? { next: Number(page.at(-1)?.id) } : {};
  return ok({ checks: page.map((check) => shown(check, bars)), ...more });
}

function faultOf(body: Record<string, unknown>): Answer | undefined {
  if (body.name === "") return refuse(400, "invalid", "expected 1 to 100 characters", "/name");
  if (typeof body.schedule === "string" && /^[\d*]/.test(body.schedule)) {
    if (body.schedule.split(" ").length === 5 && !fireTimes(body.schedule, "UTC", 1)) {
      return refuse(400, "invalid", "this schedule has no occurrence", "/schedule");
    }
  }
  return undefined;
}

function pingsOf(check: Check, call: Call): Answer {
  const before = Number(call.query.get("before") ?? check.pings + 1);
  const limit = Math.min(Number(call.query.get("limit") ?? 100), before - 1);
  const lastMs = Date.parse(check.last_ping ?? iso(Date.now()));
  const pings = Array.from({ length: Math.max(0, limit) }, (_, at) => {
    const n = before - 1 - at;
    const bar = check.bars[check.bars.length - 1 - (check.pings - n)];
    return {
      n,
      at: bar?.at ?? iso(lastMs - (check.pings - n) * 3_600_000),
      kind: bar?.outcome ?? (n % 23 === 0 ? "fail" : "success"),
      duration: bar?.duration ?? 20 + (n % 17),
      method: "POST",
      scheme: "https",
      address: `10.0.4.${10 + (n % 5)}`,
      user_agent: "curl/8.5.0",
      ...(n % 23 === 0 ? { exit_status: 2 } : {}),
      body_bytes: n % 3 === 0 ? 412 : 0,
    };
  });
  const next = pings.at(-1)?.n ?? 1;
  return ok({ pings, ...(next > 1 ? { next } : {}) });
}

function transitionsOf(check: Check): Answer {
  const reasons = ["timeout", "fail", "overrun"];
  const times = Array.from({ length: 8 }, (_, at) => Date.now() - (at * 9 + 0.4) * 3_600_000);
  const transitions = times.map((at, nth) =>
    nth % 2 === (check.status === "down" ? 0 : 1)
      ? { at: iso(at), from: "grace", to: "down", reason: reasons[nth % 3] }
      : { at: iso(at), from: "down", to: "up", reason: "" },
  );
  return ok({ transitions });
}

function preview({ body }: Call): Answer {
  const tz = String(body.tz ?? "UTC");
  const count = Number(body.count ?? 10);
  try {
    new Intl.DateTimeFormat("en", { timeZone: tz });
  } catch {
    return refuse(400, "invalid", "expected the name of a time zone, such as Europe/Berlin", "/tz");
  }
  if (typeof body.timeout === "number") return ok({ times: periodTimes(body.timeout, tz, count) });
  const times = fireTimes(String(body.schedule ?? ""), tz, count);
  if (times) return ok({ times });
  return refuse(400, "invalid", "expected five fields: minute hour day month weekday", "/schedule");
}

function tell(check: Check, project: string) {
  emit("check", {
    project,
    id: check.id,
    status: check.status,
    last_ping: check.last_ping,
    next_ping: check.next_ping,
    pings: check.pings,
    started: check.started,
  });
}

function setPaused(check: Check, paused: boolean) {
  check.status = paused ? "paused" : "new";
  check.paused = paused;
  delete check.next_ping;
}

function bulk(call: Call): Answer {
  const project = call.names.project ?? "";
  const ids = new Set(call.body.checks as string[]);
  const tag = String(call.body.tag ?? "");
  for (const check of listOf(call).filter((of) => ids.has(of.id))) {
    const tags = check.tags.split(" ").filter((of) => of && of !== tag);
    if (call.body.action === "pause") setPaused(check, true);
    if (call.body.action === "resume") setPaused(check, false);
    if (call.body.action === "tag") check.tags = [...tags, tag].join(" ");
    if (call.body.action === "untag") check.tags = tags.join(" ");
  }
  if (call.body.action === "delete") {
    checks[project] = listOf(call).filter((check) => !ids.has(check.id));
  }
  return ok({ changed: ids.size });
}

function alertsOf(call: Call): Answer {
  const state = call.query.get("state");
  const check = call.query.get("check");
  const rows = alerts
    .filter((alert) => !call.names.project || alert.project === call.names.project)
    .filter((alert) => !state || alert.state === state)
    .filter((alert) => !check || alert.check_id === check || alert.check === check)
    .sort((one, other) => other.opened_at.localeCompare(one.opened_at));
  return ok({ alerts: rows });
}

function acknowledge(call: Call): Answer {
  const alert = alerts.find((of) => of.id === call.names.alert);
  if (!alert) return refuse(404, "not_found", "no such alert");
  Object.assign(alert, {
    state: "acknowledged",
    acknowledged_at: iso(Date.now()),
    acknowledged_by: "lin.wei",
    ...(call.body.remark ? { remark: call.body.remark } : {}),
  });
  return ok(alert);
}

let created = 90_000;

export const checkRoutes: MockRoutes = {
  "GET /v1/projects/{project}/checks": list,
  "POST /v1/projects/{project}/checks": (call) => {
    const fault = faultOf(call.body);
    if (fault) return fault;
    const sample = (checks[Object.keys(checks)[0] ?? ""] ?? [])[0] as Check;
    created += 1;
    const { last_ping: _last, next_ping: _next, overdue_since: _since, ...rest } = sample;
    const check = {
      ...rest,
      timeout: undefined,
      schedule: undefined,
      description: "",
      tags: "",
      ...call.body,
      id: String(created),
      status: "new",
      pings: 0,
      bars: [],
      last_duration: undefined,
    } as unknown as Check;
    listOf(call).push(check);
    return { status: 201, body: shown(check, true) };
  },
  "POST /v1/projects/{project}/checks/bulk": bulk,
  "GET /v1/projects/{project}/checks/{check}": withCheck((check, call) =>
    ok(shown(check, call.query.get("bars") === "true")),
  ),
  "PATCH /v1/projects/{project}/checks/{check}": withCheck((check, call) => {
    const fault = faultOf(call.body);
    if (fault) return fault;
    Object.assign(check, call.body);
    return ok(shown(check, true));
  }),
  "DELETE /v1/projects/{project}/checks/{check}": withCheck((check, call) => {
    checks[call.names.project ?? ""] = listOf(call).filter((of) => of !== check);
    return gone;
  }),
  "POST /v1/projects/{project}/checks/{check}/pause": withCheck((check) => {
    setPaused(check, true);
    return ok(shown(check, true));
  }),
  "POST /v1/projects/{project}/checks/{check}/resume": withCheck((check) => {
    setPaused(check, false);
    return ok(shown(check, true));
  }),
  "GET /v1/projects/{project}/checks/{check}/pings": withCheck(pingsOf),
  "GET /v1/projects/{project}/checks/{check}/pings/{n}/body": withCheck((check, call) => ({
    status: 200,
    text: `+ pg_dump ${check.slug}\ndumped 118 tables, 41.3 GB\n<b>not markup</b>\nping ${call.names.n}\n`,
  })),
  "GET /v1/projects/{project}/checks/{check}/transitions": withCheck(transitionsOf),
  "POST /v1/schedule/preview": preview,
  "GET /v1/projects/{project}/contacts": () => ok({ contacts }),
  "GET /v1/alerts": alertsOf,
  "GET /v1/projects/{project}/alerts": alertsOf,
  "POST /v1/projects/{project}/alerts/{alert}/acknowledge": acknowledge,
};

if (process.env.MUSTER_QUIET !== "1" && !process.env.VITEST) {
  setInterval(() => {
    const project = pick(Object.keys(checks));
    const check = pick(checks[project] ?? []);
    if (!check || check.status === "paused") return;
    const now = Date.now();
    const failed = random() < 0.1;
    check.status = failed ? "down" : "up";
    check.pings += 1;
    check.last_ping = iso(now);
    check.next_ping = iso(now + (check.timeout ?? 86_400) * 1_000);
    check.bars = [
      ...check.bars.slice(-29),
      { at: iso(now), outcome: failed ? "fail" : "success", duration: 5 + random() * 60 },
    ];
    tell(check, project);
  }, 4_000).unref();
}
