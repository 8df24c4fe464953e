import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { isCron } from "@/lib/schedule-words";
import { useUrlState } from "@/lib/url-state";
import { Card, CardHeader } from "@/ui/card";
import { CodeBlock } from "@/ui/copy";
import { Segmented } from "@/ui/tabs";
import type { TabProps } from ".";
import { type SnippetName, snippet, snippetLabels, snippetNames } from "./snippets";

/** The address that the job calls, and how to call it from what the job is written in. */
export function SetUpTab({ check }: TabProps) {
  const t = useT();
  const { site_url: site } = useSignedIn();
  const [kind, setKind] = useUrlState<SnippetName>("how", "crontab", snippetNames);
  const url = check.ping_url ?? "";
  const code = snippet(kind, {
    url,
    site: site || location.origin,
    id: check.uuid ?? "",
    slug: check.slug || check.name,
    cron: check.schedule && isCron(check.schedule) ? check.schedule : undefined,
    tz: check.schedule ? check.tz : undefined,
  });
  const signals = [
    ["", t("connect.success")],
    ["/start", t("connect.start")],
    ["/fail", t("connect.fail")],
    ["/0…255", t("connect.exit")],
    ["/log", t("connect.log")],
  ] as const;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] [&>*]:min-w-0">
      <Card>
        <CardHeader title={t("connect.how")} />
        <div className="flex flex-col gap-3 p-4 pt-1">
          <div className="-mx-4 overflow-x-auto px-4">
            <Segmented
              label={t("connect.how")}
              value={kind}
              onChange={setKind}
              choices={snippetNames.map((name) => [name, snippetLabels[name]] as const)}
              className="whitespace-nowrap"
            />
          </div>
          <CodeBlock code={code} />
        </div>
      </Card>
      <Card>
        <CardHeader title={t("connect.url")} note={t("connect.urlNote")} />
        <div className="px-4 pb-3">
          <CodeBlock code={url} />
        </div>
        <table className="w-full text-sm">
          <caption className="sr-only">{t("connect.signals")}</caption>
          <tbody>
            {signals.map(([suffix, meaning]) => (
              <tr key={suffix} className="border-line border-t">
                <td className="h-8 whitespace-nowrap px-4 font-mono text-xs">…{suffix}</td>
                <td className="py-1.5 pr-4 text-ink-2">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}
