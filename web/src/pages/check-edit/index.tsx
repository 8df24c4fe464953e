import { useQuery } from "@tanstack/react-query";
import { checkQuery } from "@/api/checks";
import { mayWrite, useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { viewerZoneName } from "@/lib/time";
import { checkName } from "@/pages/checks/status";
import { Page } from "@/ui/card";
import { Notice, Skeleton } from "@/ui/notice";
import { CheckForm, contactsQuery } from "./form";
import { newCheck, valuesOf } from "./values";

function NewCheck({ project }: { project: string }) {
  const t = useT();
  usePageTitle(t("checks.create"));
  // A new check tells everybody, as in Healthchecks; it is easier to take one away than to miss one.
  const contacts = useQuery(contactsQuery(project));
  if (contacts.isPending) return <Skeleton className="m-5 h-64" />;
  const all = contacts.data?.contacts.map((contact) => contact.id) ?? [];
  return <CheckForm project={project} initial={newCheck(viewerZoneName(), all)} />;
}

function EditCheck({ project, id }: { project: string; id: string }) {
  const t = useT();
  const { data: check, error } = useQuery({ ...checkQuery(project, id), staleTime: 0 });
  usePageTitle(check ? t("edit.title", { name: checkName(check) }) : "");
  if (error) return <NotFound what={problemText(error)} />;
  if (!check) return <Skeleton className="m-5 h-64" />;
  return (
    <CheckForm
      key={check.id}
      project={project}
      check={check}
      initial={valuesOf(check, viewerZoneName())}
    />
  );
}

export default function CheckEditPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const uuid = params.project ?? "";
  const project = useProject(uuid);
  if (!project) return <NotFound />;
  if (!mayWrite(project)) {
    return (
      <Page narrow>
        <Notice kind="warning">
          {t(project.enabled ? "problem.forbidden" : "problem.projectDisabled")}
        </Notice>
      </Page>
    );
  }
  return params.check ? (
    <EditCheck project={uuid} id={params.check} />
  ) : (
    <NewCheck project={uuid} />
  );
}
