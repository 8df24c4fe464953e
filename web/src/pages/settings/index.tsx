// Facts about the server, and which key of the configuration sets what. Read-only.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call } from "@/api/client";
import { keys } from "@/api/query";
import { useSignedIn } from "@/api/session";
import { usePageTitle } from "@/app/page-title";
import { useT } from "@/i18n";
import { formatDuration } from "@/lib/time";
import { OnlyAdmins } from "@/pages/users/only-admins";
import { Facts, Time } from "@/ui/bits";
import { Card, CardHeader, Page, PageHeader } from "@/ui/card";
import { CodeBlock } from "@/ui/copy";
import { LoadState } from "@/ui/load-state";
import { Notice } from "@/ui/notice";

/** What is set where; the words are settings.set.<name>. */
const settings = [
  ["address", ["server.listen", "server.site_url", "server.trusted_proxies"]],
  ["tls", ["server.tls_certificate", "server.tls_key"]],
  ["database", ["database.url"]],
  ["mail", ["mail.host", "mail.port", "mail.security", "mail.username", "mail.from"]],
  ["webhooks", ["webhooks.allow_private"]],
  ["retention", ["retention.pings_days", "retention.history_days"]],
  ["bodies", ["server.ping_body_limit"]],
  ["blackout", ["blackout.extend_deadlines"]],
  ["metrics", ["server.metrics_token_file"]],
  ["log", ["log.level", "log.format"]],
] as const;

function ServerFacts() {
  const t = useT();
  const { site_url } = useSignedIn();
  const server = useQuery({
    queryKey: keys.server,
    queryFn: ({ signal }) => call("GET /v1/server", { signal }),
  });
  if (!server.data) return <LoadState of={server} />;
  const { version, now, blackout, counts } = server.data;
  const lost = blackout && (Date.parse(blackout.to) - Date.parse(blackout.from)) / 1_000;
  const count = (name: keyof NonNullable<typeof counts>): [ReactNode, ReactNode] => [
    t(`settings.counts.${name}`),
    counts?.[name] ?? "–",
  ];
  return (
    <Facts
      className="px-4 pb-4"
      facts={[
        [t("settings.version"), version],
        [
          t("settings.siteUrl"),
          <span key="url" className="break-all font-mono text-xs">
            {site_url}
          </span>,
        ],
        [t("settings.now"), <Time key="now" time={now} shape="full" />],
        [
          t("settings.blackout"),
          blackout && lost !== undefined ? (
            <span key="blackout">
              <Time time={blackout.from} shape="full" /> – <Time time={blackout.to} shape="full" />{" "}
              <span className="text-ink-3">({formatDuration(lost)})</span>
            </span>
          ) : (
            t("settings.noBlackout")
          ),
        ],
        count("projects"),
        count("checks"),
        count("users"),
        count("open_alerts"),
        count("pending_deliveries"),
      ]}
    />
  );
}

export default function Settings() {
  const t = useT();
  const { user } = useSignedIn();
  usePageTitle(t("settings.title"));
  if (!user.admin) return <OnlyAdmins />;
  return (
    <Page className="max-w-5xl">
      <PageHeader title={t("settings.title")} />
      <div className="flex flex-col gap-4">
        <Card>
          <CardHeader title={t("settings.server")} />
          <ServerFacts />
        </Card>
        <Card>
          <CardHeader title={t("settings.configuration")} />
          <div className="flex flex-col gap-4 px-4 pb-4">
            <Notice>{t("settings.byFile")}</Notice>
            <dl className="grid gap-x-6 gap-y-3 text-sm md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
              {settings.map(([name, names]) => (
                <div key={name} className="contents">
                  <dt>{t(`settings.set.${name}`)}</dt>
                  <dd className="flex flex-wrap content-start gap-1.5 max-md:-mt-2">
                    {names.map((key) => (
                      <code
                        key={key}
                        className="rounded border border-line bg-sunken px-1.5 font-mono text-ink-2 text-xs leading-5"
                      >
                        {key}
                      </code>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
            <div>
              <p className="mb-1.5 text-ink-2 text-sm">{t("settings.show")}</p>
              <CodeBlock
                code={
                  "muster config show --origin --data-dir DIR\nmuster config defaults > muster.toml"
                }
              />
            </div>
          </div>
        </Card>
      </div>
    </Page>
  );
}
