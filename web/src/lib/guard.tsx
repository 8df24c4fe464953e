// Leaving a form that has unsaved changes asks first: links, the back button, closing the tab.
import { useCallback, useEffect } from "react";
import { useBrowserLocation } from "wouter/use-browser-location";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/overlay";
import { Store, useStore } from "./store";

const unsaved = new Set<symbol>();
const asked = new Store<{ go: () => void } | null>(null);
let here = location.pathname + location.search;

addEventListener("beforeunload", (event) => {
  if (unsaved.size > 0) event.preventDefault();
});

// Comes before the router's own listener, which is added later.
addEventListener("popstate", (event) => {
  const target = location.pathname + location.search;
  if (unsaved.size === 0 || location.pathname === here.split("?")[0]) {
    here = target;
    return;
  }
  event.stopImmediatePropagation();
  history.pushState(null, "", here);
  asked.set({ go: () => history.go(-2) });
});

/** The router's location, with the question put before each way out. */
export function useGuardedLocation(): ReturnType<typeof useBrowserLocation> {
  const [path, navigate] = useBrowserLocation();
  const guarded = useCallback<typeof navigate>(
    (to, options) => {
      const go = () => {
        navigate(to, options);
        here = location.pathname + location.search;
      };
      const staysHere = String(to).split("?")[0] === location.pathname;
      if (unsaved.size === 0 || staysHere) go();
      else asked.set({ go });
    },
    [navigate],
  );
  return [path, guarded];
}

/** Marks the page as holding something that would be lost. */
export function useUnsaved(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const mark = Symbol("unsaved");
    unsaved.add(mark);
    return () => {
      unsaved.delete(mark);
    };
  }, [dirty]);
}

export function LeaveDialog() {
  const t = useT();
  const question = useStore(asked);
  return (
    <Dialog
      open={question !== null}
      onOpenChange={() => asked.set(null)}
      title={t("common.leaveTitle")}
      description={t("common.leaveText")}
      footer={
        <>
          <Button
            variant="danger-quiet"
            onClick={() => {
              asked.set(null);
              unsaved.clear();
              question?.go();
            }}
          >
            {t("common.leaveDiscard")}
          </Button>
          <Button variant="primary" onClick={() => asked.set(null)}>
            {t("common.leaveStay")}
          </Button>
        </>
      }
    />
  );
}
