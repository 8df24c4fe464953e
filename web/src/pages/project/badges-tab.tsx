import { BadgeCheck } from "lucide-react";
import { useState } from "react";
import { type Badge, loadBadges } from "@/api/badges";
import { useT } from "@/i18n";
import { useUrlState } from "@/lib/url-state";
import { Tag } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { CodeBlock } from "@/ui/copy";
import { EmptyState } from "@/ui/notice";
import { Segmented } from "@/ui/tabs";
import { useAction } from "@/ui/use-action";

const forms = ["markdown", "html", "url"] as const;
type Form = (typeof forms)[number];
const formNames: Record<Form, string> = { markdown: "Markdown", html: "HTML", url: "URL" };

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** What is pasted elsewhere to show the badge there. */
export function snippet(form: Form, url: string, label: string): string {
  if (form === "markdown") return `![${label.replace(/[[\]\\]/g, "\\$&")}](${url})`;
  if (form === "html") return `<img src="${escaped(url)}" alt="${escaped(label)}">`;
  return url;
}

/** The server may be known by another name here than the one that it gives out. */
const here = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url);

export function BadgesTab({ project, name }: { project: string; name: string }) {
  const t = useT();
  const [form, setForm] = useUrlState<Form>("form", "markdown", forms);
  const [states, setStates] = useUrlState<"2" | "3">("states", "2", ["2", "3"]);
  const [badges, setBadges] = useState<Badge[] | null>(null);
  const [busy, run] = useAction();
  if (!badges) {
    return (
      <Card>
        <EmptyState
          icon={<BadgeCheck />}
          title={t("projects.badgesTitle")}
          action={
            <Button
              variant="primary"
              busy={busy}
              onClick={() => run(async () => setBadges(await loadBadges(project)))}
            >
              {t("projects.badgesShow")}
            </Button>
          }
        >
          <p>{t("projects.badgesText")}</p>
          <p className="mt-2 text-ink-3 text-xs">{t("projects.badgesHow")}</p>
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader
        title={t("projects.tabs.badges")}
        actions={
          <>
            <Segmented
              label={t("projects.badgeStates")}
              value={states}
              onChange={setStates}
              choices={[
                ["2", t("projects.twoStates")],
                ["3", t("projects.threeStates")],
              ]}
            />
            <Segmented
              label={t("projects.badgeForm")}
              value={form}
              onChange={setForm}
              choices={forms.map((of) => [of, formNames[of]] as const)}
            />
          </>
        }
        className="flex-wrap py-3"
      />
      <ul className="divide-y divide-line border-line border-t">
        {badges.map((badge) => {
          const url = states === "3" ? badge.svg3 : badge.svg;
          const label = badge.tag === "*" ? name : badge.tag;
          return (
            <li
              key={badge.tag}
              className="grid items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[14rem_minmax(0,1fr)]"
            >
              <span className="flex flex-wrap items-center gap-2 text-sm">
                {badge.tag === "*" ? (
                  <span className="font-medium">{t("projects.allChecks")}</span>
                ) : (
                  <Tag>{badge.tag}</Tag>
                )}
                <img src={here(url)} alt={label} className="h-5" />
              </span>
              <CodeBlock code={snippet(form, url, label)} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
