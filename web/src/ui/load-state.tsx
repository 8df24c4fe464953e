import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { Button } from "./button";
import { EmptyState, Skeleton } from "./notice";

interface Query {
  data: unknown;
  error: unknown;
  refetch: () => unknown;
}

/** What stands in the place of something that is loading, or could not be loaded. */
export function LoadState({ of, rows = 4 }: { of: Query; rows?: number }): ReactNode {
  const t = useT();
  if (of.error) {
    return (
      <EmptyState
        title={problemText(of.error)}
        action={<Button onClick={() => void of.refetch()}>{t("common.tryAgain")}</Button>}
      />
    );
  }
  return (
    <div className="flex flex-col gap-2 p-4" aria-busy="true">
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={at} className="h-6 w-full" />
      ))}
    </div>
  );
}
