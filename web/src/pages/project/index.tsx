// One project: what it is called, who belongs to it, its keys and badges.
import { ChevronRight } from "lucide-react";
import { Link } from "wouter";
import { useProjectDocument } from "@/api/projects";
import { useProject } from "@/api/session";
import { NotFound } from "@/app/not-found";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { useUrlState } from "@/lib/url-state";
import { Page, PageHeader } from "@/ui/card";
import { LoadState } from "@/ui/load-state";
import { Notice } from "@/ui/notice";
import { Tabs } from "@/ui/tabs";
import { BadgesTab } from "./badges-tab";
import { GeneralTab } from "./general-tab";
import { KeysTab } from "./keys-tab";
import { MembersTab } from "./members-tab";

const all = ["general", "members", "keys", "badges"] as const;
type Tab = (typeof all)[number];

export default function Project({ params }: { params: Record<string, string> }) {
  const t = useT();
  const known = useProject(params.project);
  const project = useProjectDocument(params.project ?? "");
  const [tab, setTab] = useUrlState<Tab>("tab", "general", all);
  usePageTitle(known?.name ?? t("projects.title"));
  if (!known) return <NotFound />;

  // Keys and badges open something, so they are for those who may change it.
  const writer = known.role !== "viewer";
  const tabs = all.filter((of) => writer || of === "general" || of === "members");
  const shown = tabs.includes(tab) ? tab : "general";
  return (
    <Page className="max-w-5xl">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-1.5">
            <Link
              href="/projects"
              className="font-normal text-ink-3 hover:text-ink hover:underline"
            >
              {t("projects.title")}
            </Link>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="truncate">{known.name}</span>
          </span>
        }
      />
      {!known.enabled && (
        <Notice kind="warning" className="mb-3">
          {t("project.disabledNotice")}
        </Notice>
      )}
      <Tabs
        label={known.name}
        value={shown}
        onChange={setTab}
        tabs={tabs.map((of) => [of, t(`projects.tabs.${of}`)] as const)}
        className="mb-4"
      >
        {!project.data ? (
          <LoadState of={project} />
        ) : (
          <>
            {shown === "general" && <GeneralTab project={project.data} />}
            {shown === "members" && <MembersTab project={known.uuid} />}
            {shown === "keys" && <KeysTab project={known.uuid} />}
            {shown === "badges" && <BadgesTab project={known.uuid} name={known.name} />}
          </>
        )}
      </Tabs>
    </Page>
  );
}
