import type { UserDocument } from "@/api/contract";
import { putMember, removeMember, renewMembers, useProjects } from "@/api/projects";
import { renewUsers } from "@/api/users";
import { useT } from "@/i18n";
import { useForm } from "@/lib/form";
import {
  changesBetween,
  noRights,
  type Rights,
  type RightsByProject,
  rightsOf,
} from "@/pages/users/memberships";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { Checkbox, Select } from "@/ui/input";
import { LoadState } from "@/ui/load-state";
import { EmptyState, Notice } from "@/ui/notice";
import { toast } from "@/ui/toast";

interface Project {
  uuid: string;
  name: string;
}

function Line({
  project,
  rights,
  onChange,
}: {
  project: Project;
  rights: Rights;
  onChange: (change: Partial<Rights>) => void;
}) {
  const t = useT();
  return (
    <li className="grid items-center gap-x-4 gap-y-2 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_10rem_9rem_9rem]">
      <label className="flex min-w-0 items-center gap-2.5 py-1 text-sm">
        <Checkbox
          checked={rights.member}
          onChange={({ target }) => onChange({ member: target.checked })}
        />
        <span className="truncate font-medium">{project.name}</span>
      </label>
      {rights.member && (
        <>
          <Select
            aria-label={`${project.name}: ${t("projects.role")}`}
            value={rights.role}
            onChange={({ target }) => onChange({ role: target.value as Rights["role"] })}
          >
            <option value="operator">{t("role.operator")}</option>
            <option value="viewer">{t("role.viewer")}</option>
          </Select>
          {(["run_commands", "scan"] as const).map((right) => (
            <label key={right} className="flex items-center gap-2 text-ink-2 text-sm">
              <Checkbox
                checked={rights[right]}
                aria-label={`${project.name}: ${t(`projects.rights.${right}`)}`}
                onChange={({ target }) => onChange({ [right]: target.checked })}
              />
              {t(`projects.rights.${right}`)}
            </label>
          ))}
        </>
      )}
    </li>
  );
}

function Lines({ user, projects }: { user: UserDocument; projects: readonly Project[] }) {
  const t = useT();
  const uuids = projects.map(({ uuid }) => uuid);
  const form = useForm<RightsByProject>({
    initial: rightsOf(user.memberships, uuids),
    submit: async (after) => {
      // Against what is known now: after a call that failed, the rest is tried again.
      const { put, remove } = changesBetween(rightsOf(user.memberships, uuids), after);
      try {
        for (const [project, rights] of put) await putMember(project, user.id, rights);
        for (const project of remove) await removeMember(project, user.id);
      } finally {
        await renewUsers();
        for (const project of [...put.map(([of]) => of), ...remove]) void renewMembers(project);
      }
      toast(t("common.saved"));
    },
  });
  return (
    <form onSubmit={form.onSubmit}>
      {form.problem && (
        <Notice kind="error" className="mx-4 mb-3">
          {form.problem}
        </Notice>
      )}
      <ul className="max-h-112 divide-y divide-line overflow-y-auto border-line border-y">
        {projects.map((project) => {
          const rights = form.values[project.uuid] ?? noRights;
          return (
            <Line
              key={project.uuid}
              project={project}
              rights={rights}
              onChange={(change) => form.set(project.uuid, { ...rights, ...change })}
            />
          );
        })}
      </ul>
      <div className="px-4 py-3">
        <Button type="submit" variant="primary" busy={form.busy} disabled={!form.dirty}>
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}

/** Membership and rights in every project, by check boxes. */
export function MembershipsCard({ user }: { user: UserDocument }) {
  const t = useT();
  const projects = useProjects();
  return (
    <Card>
      <CardHeader title={t("users.memberships")} />
      {user.admin ? (
        <p className="px-4 pb-4 text-ink-2 text-sm">{t("users.adminEverywhere")}</p>
      ) : !projects.data ? (
        <LoadState of={projects} />
      ) : projects.data.length === 0 ? (
        <EmptyState title={t("users.noProjectsYet")} className="py-6" />
      ) : (
        <Lines user={user} projects={projects.data} />
      )}
    </Card>
  );
}
