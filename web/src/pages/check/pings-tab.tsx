import { FileText } from "lucide-react";
import { usePingBody, usePings } from "@/api/check-history";
import type { PingDocument } from "@/api/contract";
import { useT } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { formatDuration } from "@/lib/time";
import { useUrlState } from "@/lib/url-state";
import { Time } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy";
import { EmptyState, Notice, Skeleton } from "@/ui/notice";
import { Dialog } from "@/ui/overlay";
import { Table, Td, Th, Tr } from "@/ui/table";
import type { TabProps } from ".";
import { Outcome } from "./history-tab";

/** What the job wrote. It is shown as text, whatever is in it. */
function BodyViewer({
  project,
  check,
  n,
  onClose,
}: {
  project: string;
  check: string;
  n: number | undefined;
  onClose: () => void;
}) {
  const t = useT();
  const { data, error, isFetching } = usePingBody(project, check, n);
  return (
    <Dialog
      look="sheet"
      open={n !== undefined}
      onOpenChange={onClose}
      title={
        <span className="flex items-center gap-1">
          {t("pings.bodyOf", { n: n ?? 0 })}
          {data && <CopyButton text={data} />}
        </span>
      }
    >
      {error && <Notice kind="error">{problemText(error)}</Notice>}
      {isFetching && !data && <Skeleton className="h-40" />}
      {data !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <pre tabIndex={0} className="whitespace-pre-wrap break-all font-mono text-xs leading-5">
          {data || t("pings.bodyEmpty")}
        </pre>
      )}
    </Dialog>
  );
}

function PingRow({ ping, onBody }: { ping: PingDocument; onBody: (n: number) => void }) {
  const t = useT();
  return (
    <Tr>
      <Td className="w-16 text-right text-ink-3">{ping.n}</Td>
      <Td className="whitespace-nowrap">
        <Time time={ping.at} />
      </Td>
      <Td className="whitespace-nowrap">
        <Outcome outcome={ping.kind} />
        {ping.exit_status !== undefined && (
          <span className="ml-2 text-ink-3 text-xs">
            {t("pings.exit", { status: ping.exit_status })}
          </span>
        )}
      </Td>
      <Td className="text-right">
        {ping.duration === undefined ? "–" : formatDuration(ping.duration)}
      </Td>
      <Td className="max-sm:hidden">{ping.address}</Td>
      <Td className="max-w-72 truncate text-ink-2 max-lg:hidden" title={ping.user_agent}>
        {`${ping.scheme.toUpperCase()} ${ping.method}`} · {ping.user_agent}
      </Td>
      <Td className="w-28 text-right">
        {ping.body_bytes > 0 && (
          <Button variant="ghost" size="sm" onClick={() => onBody(ping.n)}>
            <FileText aria-hidden />
            {t("pings.body", { count: ping.body_bytes })}
          </Button>
        )}
      </Td>
    </Tr>
  );
}

export function PingsTab({ project, check }: TabProps) {
  const t = useT();
  const [ping, setPing] = useUrlState("ping", "");
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = usePings(
    project,
    check.id,
  );
  const pings = data?.pages.flatMap((page) => page.pings) ?? [];
  if (error) return <Notice kind="error">{problemText(error)}</Notice>;
  if (isPending) return <Skeleton className="h-64" />;
  return (
    <Card>
      {pings.length === 0 ? (
        <EmptyState title={t("pings.none")}>{t("pings.noneText")}</EmptyState>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th className="text-right">#</Th>
              <Th>{t("check.time")}</Th>
              <Th>{t("pings.kind")}</Th>
              <Th className="text-right">{t("check.duration")}</Th>
              <Th className="max-sm:hidden">{t("pings.address")}</Th>
              <Th className="max-lg:hidden">{t("pings.sender")}</Th>
              <Th>
                <span className="sr-only">{t("common.actions")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {pings.map((of) => (
              <PingRow key={of.n} ping={of} onBody={(n) => setPing(String(n))} />
            ))}
          </tbody>
        </Table>
      )}
      {hasNextPage && (
        <div className="border-line border-t p-2 text-center">
          <Button variant="ghost" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("common.loadMore")}
          </Button>
        </div>
      )}
      <BodyViewer
        project={project}
        check={check.id}
        n={/^\d+$/.test(ping) ? Number(ping) : undefined}
        onClose={() => setPing("")}
      />
    </Card>
  );
}
