import { useEffect, useRef } from "react";
import { useT } from "@/i18n";
import { Button } from "./button";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** The end of a list that goes on: the next page is loaded when it comes into sight, or by hand. */
export function MoreRows({ of }: { of: Pages }) {
  const t = useT();
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(of);
  latest.current = of;
  const { hasNextPage } = of;

  useEffect(() => {
    const target = end.current;
    if (!target || !hasNextPage) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        const { isFetchingNextPage, fetchNextPage } = latest.current;
        if (entries.some((entry) => entry.isIntersecting) && !isFetchingNextPage) fetchNextPage();
      },
      { root: document.getElementById("main"), rootMargin: "400px" },
    );
    watcher.observe(target);
    return () => watcher.disconnect();
  }, [hasNextPage]);

  if (!hasNextPage) return null;
  return (
    <div ref={end} className="flex justify-center border-line border-t p-2">
      <Button variant="ghost" busy={of.isFetchingNextPage} onClick={() => of.fetchNextPage()}>
        {t("common.loadMore")}
      </Button>
    </div>
  );
}
