import { type Answer, gone, type MockRoutes, ok, refuse } from "./mock";
import { checks, projects } from "./samples";

// MUSTER_STATE=setup or =signed_out starts there; "admin" with any password signs in,
// "totp" asks for the code 123456.
let state = process.env.MUSTER_STATE ?? "signed_in";
let profile = {
  id: "0b5e7000-0000-4000-8000-000000000001",
  name: "lin.wei",
  email: "lin.wei@example.org",
  phone: "",
  admin: process.env.MUSTER_ROLE !== "viewer",
  language: "",
  time_zone: "",
  theme: "system",
  totp: false,
  has_password: true,
};

const empty = process.env.MUSTER_EMPTY === "1";

function session(): Answer {
  const signedIn = state === "signed_in";
  return ok({
    state,
    ...(signedIn ? { csrf: "sample", user: profile } : {}),
    projects:
      signedIn && !empty
        ? projects.map((project) => ({
            ...project,
            role: process.env.MUSTER_ROLE === "viewer" ? "viewer" : "admin",
            run_commands: false,
            scan: false,
            contacts_usable: project.enabled,
          }))
        : [],
    unread: signedIn ? 3 : 0,
    version: "0.2.0",
    site_url: "https://muster.example.org",
    now: new Date().toISOString(),
  });
}

const projectDocument = (uuid: string) => {
  const project = projects.find((of) => of.uuid === uuid) ?? projects[0];
  const list = checks[project.uuid] ?? [];
  return {
    ...project,
    checks: list.length,
    down: list.filter((check) => check.status === "down").length,
    contacts: 2,
    ping_key: "pk_sample",
    badge_key: "bk_sample",
    created_at: new Date().toISOString(),
  };
};

export const sessionRoutes: MockRoutes = {
  "GET /v1/session": session,
  "POST /v1/setup": ({ body }) => {
    if (String(body.password).length < 10) {
      return refuse(400, "invalid", "expected 10 to 1024 characters", "/password");
    }
    state = "signed_in";
    return { ...session(), status: 201 };
  },
  "POST /v1/session": ({ body }) => {
    if (body.name === "totp" && body.code !== "123456") {
      return refuse(401, "unauthenticated", "a code is needed", "/code");
    }
    if (body.name !== "admin" && body.name !== "totp") {
      return refuse(401, "unauthenticated", "wrong name or password");
    }
    state = "signed_in";
    return session();
  },
  "DELETE /v1/session": () => {
    state = "signed_out";
    return gone;
  },
  "POST /v1/password-reset": () => ({ status: 202 }),
  "POST /v1/password-reset/{token}": () => gone,
  "PATCH /v1/profile": ({ body }) => {
    profile = { ...profile, ...body };
    return ok(profile);
  },
  "GET /v1/projects": () =>
    ok({ projects: empty ? [] : projects.map((project) => projectDocument(project.uuid)) }),
  "GET /v1/projects/{project}": ({ names }) => ok(projectDocument(names.project ?? "")),
};
