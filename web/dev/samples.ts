// Sample data for `npm run dev`. Nothing of this folder is part of the console.

let seed = 7;
/** Pseudo-random, the same in every start, so that pictures can be compared. */
export function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}
export const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
export const iso = (ms: number) => new Date(ms).toISOString();

const SECOND = 1_000;
const HOUR = 3_600;
const DAY = 86_400;

export interface Bar {
  at: string;
  outcome: string;
  duration?: number;
}
export interface Check {
  [member: string]: unknown;
  id: string;
  uuid: string;
  name: string;
  slug: string;
  tags: string;
  status: string;
  paused: boolean;
  started: boolean;
  pings: number;
  last_ping?: string;
  next_ping?: string;
  timeout?: number;
  schedule?: string;
  tz?: string;
  grace: number;
  bars: Bar[];
}

export const projects = [
  { uuid: "5f2d8a51-6c0e-4a8f-9a6b-0d6c6f3f1a01", name: "Payments", enabled: true },
  { uuid: "5f2d8a51-6c0e-4a8f-9a6b-0d6c6f3f1a02", name: "数据平台", enabled: true },
  { uuid: "5f2d8a51-6c0e-4a8f-9a6b-0d6c6f3f1a03", name: "Old intranet", enabled: false },
] as const;
export type ProjectId = string;

const NAMES = [
  ["Nightly database backup", "backup postgres prod", { schedule: "15 2 * * *" }],
  ["Settlement export to the bank", "finance prod", { schedule: "0 6 * * 1-5" }],
  ["Certificate renewal", "tls prod", { schedule: "0 3 * * 1" }],
  ["Invoice mailer", "finance mail", { schedule: "*/15 8-18 * * 1-5" }],
  ["Card token rotation", "security prod", { timeout: DAY }],
  ["Fraud model refresh", "ml", { schedule: "30 4 * * *" }],
  ["Ledger reconciliation", "finance prod", { timeout: HOUR }],
  ["Offsite copy of backups", "backup", { schedule: "Mon..Fri *-*-* 05:30:00" }],
  ["Log rotation, edge nodes", "edge", { timeout: 6 * HOUR }],
  ["Search index rebuild", "search prod", { schedule: "0 */4 * * *" }],
  ["Currency rates", "finance", { timeout: 10 * 60 }],
  ["Session cleanup", "prod", { timeout: 5 * 60 }],
  ["Quarterly report", "finance", { schedule: "0 7 1 */3 *" }],
  ["Queue watchdog", "prod edge", { timeout: 60 }],
  ["Abandoned cart reminder", "mail", { schedule: "0 9,17 * * *" }],
] as const;
const NAMES_ZH = [
  ["每日全量备份", "备份 生产", { schedule: "30 1 * * *" }],
  ["用户画像更新", "离线", { schedule: "0 4 * * *" }],
  ["数据仓库同步", "生产 同步", { timeout: 30 * 60 }],
  ["报表邮件发送", "报表", { schedule: "0 8 * * 1-5" }],
  ["日志归档", "备份", { schedule: "0 0 * * 0" }],
  ["实时指标聚合", "生产", { timeout: 60 }],
] as const;

function barsOf(period: number, status: string, lastMs: number, usual: number): Bar[] {
  const count = status === "new" ? 0 : 30;
  return Array.from({ length: count }, (_, at) => {
    const back = count - 1 - at;
    const failed = status === "down" ? back < 2 : random() < 0.03;
    return {
      at: iso(lastMs - back * period * SECOND),
      outcome: failed ? "fail" : "success",
      duration: usual * (0.7 + random() * 0.7) * (random() < 0.05 ? 2.4 : 1),
    };
  });
}

let lastId = 100;

function makeCheck(of: (typeof NAMES)[number] | (typeof NAMES_ZH)[number], nth: number): Check {
  const [name, tags, when] = of;
  lastId += 1;
  const status =
    ["down", "grace", "up", "up", "up", "paused", "up", "down", "up", "up", "up", "up", "new"][
      nth
    ] ?? pick(["up", "up", "up", "up", "up", "up", "up", "up", "down", "grace", "paused", "new"]);
  const period = "timeout" in when ? when.timeout : DAY;
  const grace = Math.max(60, Math.round(period / 12));
  const now = Date.now();
  const late = status === "down" ? period + grace * 3 : status === "grace" ? period + grace / 3 : 0;
  const lastMs = now - (late || random() * period * 0.9) * SECOND;
  const usual = 2 + random() * 600;
  const uuid = `c0ffee00-1111-4222-8333-${String(lastId).padStart(12, "0")}`;
  return {
    id: String(lastId),
    uuid,
    name: nth < 15 ? name : `${name} ${nth}`,
    slug: nth < 15 ? name.toLowerCase().replace(/[^a-z0-9]+/g, "-") : `check-${lastId}`,
    tags,
    description:
      nth === 0
        ? "pg_dump of the payments cluster.\nRunbook: ask the on-call DBA before a rerun."
        : "",
    ...when,
    ...("schedule" in when ? { tz: pick(["Europe/Berlin", "Asia/Shanghai", "UTC"]) } : {}),
    grace,
    failures_before_down: 1,
    successes_before_up: 1,
    methods: "any",
    resume: "on_ping",
    status,
    paused: status === "paused",
    started: nth % 9 === 3 && status === "up",
    ...(status === "new" ? {} : { last_ping: iso(lastMs), last_duration: usual }),
    ...(status === "new" || status === "paused"
      ? {}
      : { next_ping: iso(lastMs + period * SECOND) }),
    ...(late ? { overdue_since: iso(lastMs + period * SECOND) } : {}),
    pings: status === "new" ? 0 : Math.round(200 + random() * 4000),
    ping_url: `https://muster.example.org/ping/${uuid}`,
    badge_url: `https://muster.example.org/b/2/${uuid}.svg`,
    contacts: [],
    created_at: iso(now - 90 * DAY * SECOND),
    bars: barsOf(period, status, lastMs, usual),
  };
}

const many = Number(process.env.MUSTER_SAMPLES ?? "48");

export const checks: Record<ProjectId, Check[]> = {
  [projects[0].uuid]: Array.from({ length: many }, (_, at) =>
    makeCheck(NAMES[at % NAMES.length] as (typeof NAMES)[number], at),
  ),
  [projects[1].uuid]: NAMES_ZH.map((of, at) => makeCheck(of, at + 2)),
  [projects[2].uuid]: [],
};

export const alerts = Object.entries(checks).flatMap(([project, list]) =>
  list
    .filter((check) => check.status === "down" || random() < 0.15)
    .map((check, at) => {
      const open = check.status === "down";
      const openedMs = Date.now() - (open ? 3 + at * 11 : 60 + at * 55) * 60 * SECOND;
      const acknowledged = open && at === 1;
      return {
        id: `a1e47000-0000-4000-8000-${check.id.padStart(12, "0")}`,
        project,
        project_name: projects.find((of) => of.uuid === project)?.name ?? "",
        check: check.uuid,
        check_id: check.id,
        check_name: check.name,
        reason: at % 3 === 0 ? "fail" : at % 3 === 1 ? "timeout" : "overrun",
        state: acknowledged ? "acknowledged" : open ? "open" : "resolved",
        opened_at: iso(openedMs),
        ...(open ? {} : { resolved_at: iso(openedMs + (4 + random() * 50) * 60 * SECOND) }),
        ...(acknowledged
          ? {
              acknowledged_at: iso(openedMs + 4 * 60 * SECOND),
              acknowledged_by: "lin.wei",
              remark: "disk full on db-3, cleaning up",
            }
          : {}),
      };
    }),
);

export const contacts = [
  {
    id: "c0a7ac70-0000-4000-8000-000000000001",
    name: "On call",
    kind: "mail",
    enabled: true,
    tells_down: true,
    tells_up: true,
    last_error: "",
    created_at: iso(Date.now() - 90 * DAY * SECOND),
    config: { to: ["oncall@example.org"] },
    secrets_set: [],
  },
  {
    id: "c0a7ac70-0000-4000-8000-000000000002",
    name: "运维群",
    kind: "dingtalk",
    enabled: true,
    tells_down: true,
    tells_up: true,
    last_error: "",
    created_at: iso(Date.now() - 60 * DAY * SECOND),
    config: { language: "zh", at_all: false },
    secrets_set: ["access_token", "secret"],
  },
];
