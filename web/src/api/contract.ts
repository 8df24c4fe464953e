// The calls that the server's OpenAPI document does not describe yet, by hand. What is generated
// there is removed here; when nothing is left, `Routes` in client.ts is `Schema` alone.
import type { Schema } from "./schema";

type Reply<Route extends keyof Schema> = Schema[Route]["reply"];
export type Role = "admin" | "operator" | "viewer";
export type Language = "en" | "zh";
export type ThemeName = "system" | "light" | "dark";

export interface Profile {
  id: string;
  name: string;
  email: string;
  phone: string;
  admin: boolean;
  language: Language | "";
  time_zone: string;
  theme: ThemeName;
  totp: boolean;
  has_password: boolean;
}

export interface SessionProject {
  uuid: string;
  name: string;
  enabled: boolean;
  role: Role;
  run_commands: boolean;
  scan: boolean;
  contacts_usable: boolean;
}

export interface SessionDocument {
  state: "setup" | "signed_out" | "signed_in";
  csrf?: string;
  user?: Profile;
  projects: SessionProject[];
  unread: number;
  version: string;
  site_url: string;
  now: string;
}

export interface ProfileSession {
  id: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  address: string;
  user_agent: string;
  current: boolean;
}

export interface TokenDocument {
  id: string;
  name: string;
  project?: string;
  project_name?: string;
  access: "read_only" | "read_write";
  created_at: string;
  last_used_at?: string;
  expires_at?: string;
  token?: string;
}

export interface Membership {
  project: string;
  project_name: string;
  role: "operator" | "viewer";
  run_commands: boolean;
  scan: boolean;
}

export interface UserDocument {
  id: string;
  name: string;
  email: string;
  phone: string;
  admin: boolean;
  enabled: boolean;
  has_password: boolean;
  totp: boolean;
  created_at: string;
  last_seen_at?: string;
  memberships: Membership[];
  password?: string;
  token?: string;
}

export interface MemberDocument {
  user: string;
  name: string;
  email?: string;
  role: "operator" | "viewer";
  run_commands: boolean;
  scan: boolean;
}

export type ProjectDocument = Reply<"GET /v1/projects/{project}"> & {
  enabled: boolean;
  down: number;
  badge_key?: string;
};

export type CheckStatus = "new" | "up" | "grace" | "down" | "paused";

/** One run or ping of the beat strip. */
export interface Bar {
  at: string;
  outcome: string;
  duration?: number;
}

export type CheckDocument = Reply<"GET /v1/projects/{project}/checks/{check}"> & {
  id: string;
  paused: boolean;
  last_duration?: number;
  overdue_since?: string;
  bars?: Bar[];
  /** The address of its badge, ".svg"; public. */
  badge_url?: string;
};

export type CheckBody = Schema["POST /v1/projects/{project}/checks"]["body"];

export interface PingDocument {
  n: number;
  at: string;
  kind: string;
  duration?: number;
  method: string;
  scheme: string;
  address: string;
  user_agent: string;
  rid?: string;
  exit_status?: number;
  body_bytes: number;
}

export interface TransitionDocument {
  at: string;
  from: CheckStatus;
  to: CheckStatus;
  reason: string;
}

export interface FireTime {
  at: string;
  local: string;
  mark?: "gap" | "repeat";
}

export interface AlertDocument {
  id: string;
  project: string;
  project_name?: string;
  check?: string;
  check_id?: string;
  check_name?: string;
  reason: "fail" | "timeout" | "missed_start" | "overrun";
  state: "open" | "acknowledged" | "resolved";
  opened_at: string;
  resolved_at?: string;
  acknowledged_at?: string;
  acknowledged_by?: string;
  remark?: string;
}

/** An alert with everybody who was told, or was not. */
export type AlertDetail = AlertDocument & {
  deliveries: Reply<"GET /v1/projects/{project}/alerts/{alert}">["deliveries"];
};
export type DeliveryDocument = AlertDetail["deliveries"][number];

export interface AlertList {
  alerts: AlertDocument[];
  next?: string;
}

export type ContactDocument = Reply<"GET /v1/projects/{project}/contacts/{contact}"> & {
  config: Record<string, unknown>;
  secrets_set: string[];
};

export interface AuditDocument {
  id: number;
  at: string;
  user?: string;
  user_id?: string;
  token?: string;
  address: string;
  action: string;
  object_kind: string;
  object_id: string;
  object_name: string;
  project?: string;
  project_name?: string;
  outcome: "done" | "refused" | "failed";
  detail: string;
  unseen: boolean;
}

type Query<Names extends string> = { [Name in Names]?: string | number | boolean };
type CheckPatch = Schema["PATCH /v1/projects/{project}/checks/{check}"]["body"];
type UserBody = { name?: string; email?: string; phone?: string; admin?: boolean };
type ContactBody = {
  name?: string;
  kind?: string;
  config?: Record<string, unknown>;
  enabled?: boolean;
  tells_down?: boolean;
  tells_up?: boolean;
};

export interface Contract {
  "GET /v1/session": { reply: SessionDocument };
  "POST /v1/setup": {
    body: { token: string; name: string; password: string; email?: string; language?: Language };
    reply: SessionDocument;
  };
  "POST /v1/session": {
    body: { name: string; password: string; code?: string; remember?: boolean };
    reply: SessionDocument;
  };
  "DELETE /v1/session": { query: Query<"all">; reply: undefined };
  "POST /v1/password-reset": { body: { name: string }; reply: undefined };
  "POST /v1/password-reset/{token}": { body: { password: string }; reply: undefined };

  "PATCH /v1/profile": {
    body: {
      email?: string;
      phone?: string;
      language?: Language | "";
      time_zone?: string;
      theme?: ThemeName;
    };
    reply: Profile;
  };
  "POST /v1/profile/password": {
    body: { old_password: string; new_password: string };
    reply: undefined;
  };
  "GET /v1/profile/sessions": { reply: { sessions: ProfileSession[] } };
  "DELETE /v1/profile/sessions/{id}": { reply: undefined };
  "POST /v1/profile/totp": { body: { password: string }; reply: { secret: string; uri: string } };
  "PUT /v1/profile/totp": { body: { code: string }; reply: Profile };
  "POST /v1/profile/totp/off": { body: { password: string }; reply: Profile };
  "GET /v1/profile/tokens": { reply: { tokens: TokenDocument[] } };
  "POST /v1/profile/tokens": {
    body: {
      name: string;
      project?: string;
      access: "read_only" | "read_write";
      expires_at?: string;
    };
    reply: TokenDocument;
  };
  "DELETE /v1/profile/tokens/{id}": { reply: undefined };

  "GET /v1/users": { reply: { users: UserDocument[] } };
  "POST /v1/users": {
    body: UserBody & { name: string; password?: string; generate_password?: boolean };
    reply: UserDocument;
  };
  "PATCH /v1/users/{user}": { body: UserBody & { enabled?: boolean }; reply: UserDocument };
  "DELETE /v1/users/{user}": { reply: undefined };
  "POST /v1/users/{user}/password": { reply: UserDocument };

  "GET /v1/projects": {
    query: Query<"limit" | "after">;
    reply: { projects: ProjectDocument[]; next?: string };
  };
  "GET /v1/projects/{project}": { reply: ProjectDocument };
  "PATCH /v1/projects/{project}": {
    body: { name?: string; enabled?: boolean };
    reply: ProjectDocument;
  };
  "GET /v1/projects/{project}/members": { reply: { members: MemberDocument[] } };
  "PUT /v1/projects/{project}/members/{user}": {
    body: { role: "operator" | "viewer"; run_commands?: boolean; scan?: boolean };
    reply: MemberDocument;
  };
  "DELETE /v1/projects/{project}/members/{user}": { reply: undefined };

  "GET /v1/projects/{project}/checks": {
    query: Query<"limit" | "after" | "bars">;
    reply: { checks: CheckDocument[]; next?: number };
  };
  "POST /v1/projects/{project}/checks": { body: CheckBody; reply: CheckDocument };
  "GET /v1/projects/{project}/checks/{check}": { query: Query<"bars">; reply: CheckDocument };
  "PATCH /v1/projects/{project}/checks/{check}": { body: CheckPatch; reply: CheckDocument };
  "POST /v1/projects/{project}/checks/{check}/pause": { reply: CheckDocument };
  "POST /v1/projects/{project}/checks/{check}/resume": { reply: CheckDocument };
  "POST /v1/projects/{project}/checks/bulk": {
    body: {
      checks: string[];
      action: "pause" | "resume" | "delete" | "tag" | "untag";
      tag?: string;
    };
    reply: { changed: number };
  };
  "GET /v1/projects/{project}/checks/{check}/pings": {
    query: Query<"limit" | "before">;
    reply: { pings: PingDocument[]; next?: number };
  };
  "GET /v1/projects/{project}/checks/{check}/pings/{n}/body": { reply: string };
  "GET /v1/projects/{project}/checks/{check}/transitions": {
    query: Query<"from" | "to">;
    reply: { transitions: TransitionDocument[] };
  };
  "POST /v1/schedule/preview": {
    body: { schedule?: string; timeout?: number; tz?: string; grace?: number; count?: number };
    reply: { times: FireTime[] };
  };

  "GET /v1/projects/{project}/alerts": {
    query: Query<"state" | "check" | "limit" | "before">;
    reply: AlertList;
  };
  "GET /v1/projects/{project}/alerts/{alert}": { reply: AlertDetail };
  "GET /v1/alerts": { query: Query<"state" | "limit" | "before">; reply: AlertList };
  "POST /v1/projects/{project}/alerts/{alert}/acknowledge": {
    body: { remark?: string };
    reply: AlertDocument;
  };

  "GET /v1/projects/{project}/contacts": { reply: { contacts: ContactDocument[] } };
  "GET /v1/projects/{project}/contacts/{contact}": { reply: ContactDocument };
  "POST /v1/projects/{project}/contacts": {
    body: ContactBody & { name: string; kind: string };
    reply: ContactDocument;
  };
  "PATCH /v1/projects/{project}/contacts/{contact}": { body: ContactBody; reply: ContactDocument };
  "POST /v1/projects/{project}/contacts/{contact}/enable": { reply: ContactDocument };
  "POST /v1/projects/{project}/contacts/{contact}/disable": { reply: ContactDocument };
  "POST /v1/projects/{project}/contacts/{contact}/test": {
    body: { direction: "down" | "up" };
    reply: { taken: boolean; answer: string; took_ms: number };
  };

  "GET /v1/audit": {
    query: Query<"project" | "user" | "action" | "outcome" | "from" | "to" | "before" | "limit">;
    reply: { events: AuditDocument[]; next?: number | string };
  };
  "POST /v1/audit/seen": { body: { up_to: number }; reply: { unread: number } };
}
