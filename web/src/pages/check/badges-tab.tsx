import { useT } from "@/i18n";
import { checkName } from "@/pages/checks/status";
import { Card, CardHeader } from "@/ui/card";
import { CodeBlock } from "@/ui/copy";
import type { TabProps } from ".";

/** "https://…/b/2/<id>.svg" in another format. */
const inFormat = (url: string, format: "svg" | "json" | "shields") =>
  url.replace(/\.\w+$/, `.${format}`);

export function BadgesTab({ check }: TabProps) {
  const t = useT();
  const url = check.badge_url ?? "";
  const svg = inFormat(url, "svg");
  const sameHost = URL.canParse(svg) ? new URL(svg).pathname : svg;
  const variants = [
    ["Markdown", `![${checkName(check)}](${svg})`],
    ["HTML", `<img src="${svg}" alt="${checkName(check)}">`],
    ["JSON", inFormat(url, "json")],
    ["Shields.io", inFormat(url, "shields")],
  ] as const;
  return (
    <Card>
      <CardHeader
        title={t("check.tabBadges")}
        note={t("check.badgeNote")}
        actions={<img src={sameHost} alt={checkName(check)} className="h-5" />}
      />
      <dl className="grid gap-3 p-4 pt-1">
        {variants.map(([name, code]) => (
          <div key={name}>
            <dt className="mb-1 font-medium text-ink-2 text-xs">{name}</dt>
            <dd>
              <CodeBlock code={code} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
