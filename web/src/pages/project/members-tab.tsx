import { UserMinus, Users } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import type { MemberDocument } from "@/api/contract";
import {
  type MemberRights,
  putMember,
  removeMember,
  renewMembers,
  useMembers,
} from "@/api/projects";
import { useSignedIn } from "@/api/session";
import { useUsers } from "@/api/users";
import { useT } from "@/i18n";
import { deleteWithUndo, useHiddenKeys } from "@/lib/undo";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { Checkbox, Select } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState } from "@/ui/notice";
import { type Column, Rows } from "@/ui/rows";
import { useAction } from "@/ui/use-action";

interface Part {
  project: string;
  member: MemberDocument;
}

const memberKey = (project: string, user: string) => `member:${project}:${user}`;

function RoleSelect({ project, member }: Part) {
  const t = useT();
  const [busy, run] = useAction();
  return (
    <Select
      aria-label={t("projects.roleOf", { name: member.name })}
      className="w-40"
      value={member.role}
      disabled={busy}
      onChange={({ target }) =>
        run(async () => {
          const role = target.value as MemberRights["role"];
          await putMember(project, member.user, { ...member, role });
          await renewMembers(project);
        })
      }
    >
      <option value="operator">{t("role.operator")}</option>
      <option value="viewer">{t("role.viewer")}</option>
    </Select>
  );
}

function Right({ project, member, right }: Part & { right: "run_commands" | "scan" }) {
  const t = useT();
  const [busy, run] = useAction();
  return (
    <Checkbox
      className="block"
      checked={member[right]}
      disabled={busy}
      aria-label={`${member.name}: ${t(`projects.rights.${right}`)}`}
      onChange={({ target }) =>
        run(async () => {
          await putMember(project, member.user, { ...member, [right]: target.checked });
          await renewMembers(project);
        })
      }
    />
  );
}

function Remove({ project, member }: Part) {
  const t = useT();
  const words = t("projects.removeOf", { name: member.name });
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={words}
      title={words}
      onClick={() =>
        deleteWithUndo({
          text: t("projects.removed", { name: member.name }),
          keys: [memberKey(project, member.user)],
          commit: () => removeMember(project, member.user),
          done: () => void renewMembers(project),
        })
      }
    >
      <UserMinus />
    </Button>
  );
}

function AddMember({ project, members }: { project: string; members: readonly MemberDocument[] }) {
  const t = useT();
  const users = useUsers();
  const [user, setUser] = useState("");
  const [role, setRole] = useState<MemberRights["role"]>("operator");
  const [busy, run] = useAction();
  const inside = new Set(members.map((member) => member.user));
  // Administrators may do everything everywhere: a membership would add nothing.
  const free = (users.data ?? []).filter(({ id, admin }) => !admin && !inside.has(id));
  if (free.length === 0) {
    return (
      <p className="border-line border-t px-4 py-3 text-ink-3 text-sm">
        {t("projects.nobodyLeft")}{" "}
        <Link href="/users" className="text-accent underline underline-offset-2">
          {t("projects.toUsers")}
        </Link>
      </p>
    );
  }
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await putMember(project, user, { role, run_commands: false, scan: false });
          await renewMembers(project);
          setUser("");
        });
      }}
    >
      <Select
        aria-label={t("projects.addWhom")}
        className="w-56"
        value={user}
        onChange={({ target }) => setUser(target.value)}
      >
        <option value="">{t("projects.addWhom")}</option>
        {free.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("projects.role")}
        className="w-40"
        value={role}
        onChange={({ target }) => setRole(target.value as MemberRights["role"])}
      >
        <option value="operator">{t("role.operator")}</option>
        <option value="viewer">{t("role.viewer")}</option>
      </Select>
      <Button type="submit" variant="primary" busy={busy} disabled={user === ""}>
        {t("projects.add")}
      </Button>
    </form>
  );
}

export function MembersTab({ project }: { project: string }) {
  const t = useT();
  const { user } = useSignedIn();
  const members = useMembers(project);
  const hidden = useHiddenKeys();
  const list = members.data ?? [];
  const rows = list.filter((member) => !hidden.has(memberKey(project, member.user)));
  const role = (member: MemberDocument) =>
    user.admin ? (
      <RoleSelect project={project} member={member} />
    ) : (
      <span className="text-ink-2">{t(`role.${member.role}`)}</span>
    );
  const right = (member: MemberDocument, of: "run_commands" | "scan") =>
    user.admin ? (
      <Right project={project} member={member} right={of} />
    ) : (
      <span className="text-ink-2">{member[of] ? t("common.yes") : t("common.no")}</span>
    );
  const name = (member: MemberDocument) =>
    user.admin ? (
      <Link href={`/users/${member.user}`} className="font-medium hover:underline">
        {member.name}
      </Link>
    ) : (
      <span className="font-medium">{member.name}</span>
    );
  const columns: Column<MemberDocument>[] = [
    { key: "name", head: t("projects.member"), cell: name },
    {
      key: "email",
      head: t("users.email"),
      cell: ({ email }) => <span className="text-ink-2">{email || "–"}</span>,
    },
    { key: "role", head: t("projects.role"), cell: role },
    {
      key: "run",
      head: t("projects.rights.run_commands"),
      cell: (member) => right(member, "run_commands"),
    },
    { key: "scan", head: t("projects.rights.scan"), cell: (member) => right(member, "scan") },
  ];
  if (user.admin) {
    columns.push({
      key: "remove",
      head: <span className="sr-only">{t("common.actions")}</span>,
      cell: (member) => <Remove project={project} member={member} />,
      className: "w-11 text-right",
    });
  }
  return (
    <div className="flex flex-col gap-4">
      <Card>
        {!members.data ? (
          <LoadState of={members} />
        ) : rows.length === 0 ? (
          <EmptyState icon={<Users />} title={t("projects.noMembers")} className="py-8">
            {t("projects.noMembersText")}
          </EmptyState>
        ) : (
          <Rows
            rows={rows}
            rowKey={(member) => member.user}
            label={t("projects.tabs.members")}
            columns={columns}
            card={(member) => (
              <div className="flex flex-col gap-2">
                <div className="flex items-center justify-between gap-2">
                  <span className="min-w-0">
                    {name(member)}
                    <span className="block truncate text-ink-3 text-xs">{member.email}</span>
                  </span>
                  {user.admin && <Remove project={project} member={member} />}
                </div>
                <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-xs">
                  {role(member)}
                  {(["run_commands", "scan"] as const).map((of) => (
                    <span key={of} className="flex items-center gap-1.5">
                      {right(member, of)} {t(`projects.rights.${of}`)}
                    </span>
                  ))}
                </div>
              </div>
            )}
          />
        )}
        {user.admin && members.data && <AddMember project={project} members={list} />}
      </Card>
      <Card>
        <CardHeader title={t("projects.whoMay")} />
        <ul className="flex list-disc flex-col gap-1 pr-4 pb-4 pl-8 text-ink-2 text-sm">
          <li>{t("projects.may.operator")}</li>
          <li>{t("projects.may.viewer")}</li>
          <li>{t("projects.may.run_commands")}</li>
          <li>{t("projects.may.scan")}</li>
          <li>{t("projects.may.admin")}</li>
        </ul>
      </Card>
    </div>
  );
}
