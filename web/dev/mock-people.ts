import { type Answer, type Call, gone, type MockRoutes, ok, refuse } from "./mock";
import { sessionRoutes } from "./mock-session";
import { iso, projects } from "./samples";

const DAY = 86_400_000;
const now = Date.now();
const uuid = (prefix: string, nth: number) =>
  `${prefix}-0000-4000-8000-${String(nth).padStart(12, "0")}`;

interface User {
  [member: string]: unknown;
  id: string;
  name: string;
  admin: boolean;
  enabled: boolean;
  memberships: Membership[];
}
interface Membership {
  project: string;
  project_name: string;
  role: string;
  run_commands: boolean;
  scan: boolean;
}

const membership = (at: 0 | 1 | 2, role: string, more: object = {}): Membership => ({
  project: projects[at].uuid,
  project_name: projects[at].name,
  role,
  run_commands: false,
  scan: false,
  ...more,
});

let lastUser = 0;
const person = (name: string, more: object = {}): User => {
  lastUser += 1;
  return {
    id: uuid("0b5e7000", lastUser),
    name,
    email: `${name}@example.org`,
    phone: "",
    admin: false,
    enabled: true,
    has_password: true,
    totp: false,
    created_at: iso(now - 200 * DAY),
    last_seen_at: iso(now - lastUser * 1.7 * 3_600_000),
    memberships: [],
    ...more,
  };
};

let users: User[] = [
  person("lin.wei", { admin: true, totp: true, phone: "13800000000" }),
  person("anna.berg", {
    memberships: [membership(0, "operator", { run_commands: true }), membership(1, "viewer")],
  }),
  person("zhang.min", { memberships: [membership(1, "operator", { scan: true })] }),
  person("noc-wall", { memberships: [membership(0, "viewer")], email: "" }),
  person("old.account", { enabled: false, last_seen_at: undefined }),
];

const findUser = (call: Call) =>
  users.find(({ id, name }) => id === call.names.user || name === call.names.user);

function withUser(handle: (user: User, call: Call) => Answer) {
  return (call: Call) => {
    const user = findUser(call);
    return user ? handle(user, call) : refuse(404, "not_found", "no such user");
  };
}

const member = (user: User, of: Membership) => ({
  user: user.id,
  name: user.name,
  email: user.email,
  role: of.role,
  run_commands: of.run_commands,
  scan: of.scan,
});

let keyList = [
  {
    id: uuid("ae1f0000", 1),
    name: "default",
    access: "read_write",
    created_at: iso(now - 90 * DAY),
  },
  {
    id: uuid("ae1f0000", 2),
    name: "grafana",
    access: "read_only",
    created_at: iso(now - 20 * DAY),
  },
];
let keys = keyList.length;

let sessions = [
  {
    id: uuid("5e551000", 1),
    created_at: iso(now - 2 * 3_600_000),
    last_seen_at: iso(now),
    expires_at: iso(now + 6 * DAY),
    address: "192.0.2.17",
    user_agent:
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    current: true,
  },
  {
    id: uuid("5e551000", 2),
    created_at: iso(now - 3 * DAY),
    last_seen_at: iso(now - 20 * 3_600_000),
    expires_at: iso(now + 4 * DAY),
    address: "2001:db8::7",
    user_agent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1",
    current: false,
  },
];

let tokens: Record<string, unknown>[] = [
  {
    id: uuid("70ce0000", 1),
    name: "laptop",
    access: "read_write",
    created_at: iso(now - 40 * DAY),
    last_used_at: iso(now - 3_600_000),
    expires_at: iso(now + 50 * DAY),
  },
  {
    id: uuid("70ce0000", 2),
    name: "wall display",
    project: projects[0].uuid,
    project_name: projects[0].name,
    access: "read_only",
    created_at: iso(now - 10 * DAY),
  },
];

const badge = (tag: string) => {
  const end = tag === "*" ? "" : `/${encodeURIComponent(tag)}`;
  const url = (states: string, format: string) =>
    `https://muster.example.org/badge/bk_sample/0123456789abcdef${states}${end}.${format}`;
  return {
    svg: url("-2", "svg"),
    svg3: url("", "svg"),
    json: url("-2", "json"),
    json3: url("", "json"),
    shields: url("-2", "shields"),
    shields3: url("", "shields"),
  };
};

const project = (call: Call) => projects.find(({ uuid: of }) => of === call.names.project);

function profile(call: Call, change: object): Answer {
  const session = sessionRoutes["GET /v1/session"]?.(call).body as { user: object };
  return ok({ ...session.user, ...change });
}

export const peopleRoutes: MockRoutes = {
  "GET /v1/users": () => ok({ users }),
  "POST /v1/users": ({ body }) => {
    if (users.some(({ name }) => name === body.name)) {
      return refuse(409, "conflict", "this name is taken", "/name");
    }
    if (body.email && !String(body.email).includes("@")) {
      return refuse(400, "invalid", "expected a mail address", "/email");
    }
    const { generate_password, password: _password, ...rest } = body;
    const user = person(String(body.name), { email: "", last_seen_at: undefined, ...rest });
    users.push(user);
    const once = generate_password ? { password: "k7mPq2xWv9" } : {};
    return { status: 201, body: { ...user, ...once } };
  },
  "PATCH /v1/users/{user}": withUser((user, { body }) => {
    if (body.email && !String(body.email).includes("@")) {
      return refuse(400, "invalid", "expected a mail address", "/email");
    }
    return ok(Object.assign(user, body));
  }),
  "DELETE /v1/users/{user}": withUser((user) => {
    users = users.filter((of) => of !== user);
    return gone;
  }),
  "POST /v1/users/{user}/password": withUser((user) => ok({ ...user, password: "tz4Rn8cLq1" })),

  "GET /v1/projects/{project}/members": (call) =>
    ok({
      members: users.flatMap((user) =>
        user.memberships
          .filter((of) => of.project === call.names.project)
          .map((of) => member(user, of)),
      ),
    }),
  "PUT /v1/projects/{project}/members/{user}": withUser((user, call) => {
    const of = {
      project: call.names.project ?? "",
      project_name: project(call)?.name ?? "",
      ...(call.body as { role: string; run_commands: boolean; scan: boolean }),
    };
    user.memberships = [...user.memberships.filter((had) => had.project !== of.project), of];
    return ok(member(user, of));
  }),
  "DELETE /v1/projects/{project}/members/{user}": withUser((user, call) => {
    user.memberships = user.memberships.filter((had) => had.project !== call.names.project);
    return gone;
  }),

  "POST /v1/projects": ({ body }) => {
    if (String(body.name).length < 1) {
      return refuse(400, "invalid", "expected 1 to 100 characters", "/name");
    }
    return {
      status: 201,
      body: {
        uuid: projects[0].uuid,
        name: body.name,
        ping_key: "pk4Zt7wQm1xN9bVc2LsD5a",
        api_key: "hH3vT8kYp0rWq6ZsX1nMb4cJd7gLf2aE",
        api_key_readonly: "rO9sQ2wEx5tBn8mKp1vLz4yUc7hGj0iD",
        created_at: iso(Date.now()),
      },
    };
  },
  "PATCH /v1/projects/{project}": (call) => {
    const found = project(call);
    if (!found) return refuse(404, "not_found", "no such project");
    if (call.body.name === "") {
      return refuse(400, "invalid", "expected 1 to 100 characters", "/name");
    }
    return ok(Object.assign(found as object, call.body));
  },
  "DELETE /v1/projects/{project}": () => gone,
  "GET /v1/projects/{project}/keys": () => ok({ keys: keyList }),
  "POST /v1/projects/{project}/keys": ({ body }) => {
    keys += 1;
    const made = {
      id: uuid("ae1f0000", keys),
      created_at: iso(Date.now()),
      ...body,
    } as (typeof keyList)[number];
    keyList = [...keyList, made];
    return { status: 201, body: { ...made, key: "nW5xQ8zTr2vKy7mPc0bLs4jHd9gFa1eU" } };
  },
  "DELETE /v1/projects/{project}/keys/{key}": ({ names }) => {
    keyList = keyList.filter(({ id }) => id !== names.key);
    return gone;
  },
  "GET /api/v3/badges/": () =>
    ok({
      badges: Object.fromEntries(
        ["*", "backup", "prod", "finance"].map((tag) => [tag, badge(tag)]),
      ),
    }),

  "POST /v1/profile/password": ({ body }) => {
    if (body.old_password === "wrong") {
      return refuse(401, "unauthenticated", "the password is wrong", "/old_password");
    }
    if (String(body.new_password).length < 10) {
      return refuse(400, "invalid", "expected 10 to 1024 characters", "/new_password");
    }
    return gone;
  },
  "POST /v1/profile/totp": ({ body }) => {
    if (body.password === "wrong") {
      return refuse(401, "unauthenticated", "the password is wrong", "/password");
    }
    const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const uri = `otpauth://totp/Muster:lin.wei?secret=${secret}&issuer=Muster`;
    return ok({ secret, uri });
  },
  "PUT /v1/profile/totp": (call) =>
    call.body.code === "123456"
      ? profile(call, { totp: true })
      : refuse(401, "unauthenticated", "the code is wrong", "/code"),
  "POST /v1/profile/totp/off": (call) => profile(call, { totp: false }),
  "GET /v1/profile/sessions": () => ok({ sessions }),
  "DELETE /v1/profile/sessions/{id}": ({ names }) => {
    sessions = sessions.filter(({ id }) => id !== names.id);
    return gone;
  },
  "GET /v1/profile/tokens": () => ok({ tokens }),
  "POST /v1/profile/tokens": ({ body }) => {
    const name = projects.find(({ uuid: of }) => of === body.project)?.name;
    const made = {
      id: uuid("70ce0000", tokens.length + 10),
      created_at: iso(Date.now()),
      ...body,
      ...(name ? { project_name: name } : {}),
    };
    tokens = [...tokens, made];
    return { status: 201, body: { ...made, token: "mst_9sXk2vQw7ZtLr4pNc8yB1mHd6gJf3aKe" } };
  },
  "DELETE /v1/profile/tokens/{id}": ({ names }) => {
    tokens = tokens.filter(({ id }) => id !== names.id);
    return gone;
  },
  "GET /v1/server": () =>
    ok({
      version: "0.2.0",
      now: iso(Date.now()),
      blackout: { from: iso(now - 5 * DAY), to: iso(now - 5 * DAY + 754_000) },
      counts: {
        projects: 3,
        checks: 54,
        open_alerts: 7,
        pending_deliveries: 1,
        users: users.length,
      },
    }),
};
