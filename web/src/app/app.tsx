import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { queryClient } from "@/api/query";
import { useSession } from "@/api/session";
import { loadMoreTexts, useT } from "@/i18n";
import { LeaveDialog, useGuardedLocation } from "@/lib/guard";
import { problemText } from "@/lib/problem-text";
import { pageRoutes } from "@/pages";
import { Button } from "@/ui/button";
import { EmptyState, Skeleton } from "@/ui/notice";
import { Toasts } from "@/ui/toast";
import { PageBoundary } from "./boundary";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

const Gate = lazy(() => Promise.all([import("./gate"), loadMoreTexts()]).then(([gate]) => gate));

function Loading() {
  return (
    <div className="mx-auto flex w-full max-w-[100rem] flex-col gap-3 px-5 py-5">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}

function Pages() {
  return (
    <Shell>
      <Switch>
        {pageRoutes.map(({ path, page: PageOf }) => (
          <Route key={path} path={path}>
            {(params) => (
              <PageBoundary key={JSON.stringify(params)}>
                <Suspense fallback={<Loading />}>
                  <PageOf params={params as Record<string, string>} />
                </Suspense>
              </PageBoundary>
            )}
          </Route>
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Shell>
  );
}

/** Shows the pages to who is signed in, and the way in to everybody else. */
function Entrance(): ReactNode {
  const t = useT();
  const session = useSession();
  if (session.data) {
    if (session.data.state === "signed_in") return <Pages />;
    return (
      <Suspense>
        <Gate session={session.data} />
      </Suspense>
    );
  }
  if (session.isPending) return null;
  return (
    <EmptyState
      className="min-h-full justify-center"
      title={t("problem.noServer")}
      action={<Button onClick={() => void session.refetch()}>{t("common.tryAgain")}</Button>}
    >
      {problemText(session.error)}
    </EmptyState>
  );
}

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Router hook={useGuardedLocation}>
        <Entrance />
        <LeaveDialog />
        <Toasts />
      </Router>
    </QueryClientProvider>
  );
}
