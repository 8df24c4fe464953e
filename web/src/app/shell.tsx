import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { useKeys } from "@/lib/keyboard";
import { useStore } from "@/lib/store";
import { announcements, startFeed } from "@/live/feed";
import { checkStatus } from "@/pages/checks/status";
import { useCurrentProject } from "./current-project";
import { nav } from "./nav";
import { PaletteHost, paletteOpen } from "./palette-host";
import { lastProject } from "./preferences";
import { BottomBar, Rail } from "./rail";
import { ShortcutsDialog } from "./shortcuts";
import { TopBar } from "./top-bar";

const ANNOUNCE_MS = 2_000;

/** Tells a screen reader about changes of state, the last one of every two seconds. */
function Announcer() {
  const t = useT();
  const latest = useStore(announcements);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!latest) return;
    const timer = setTimeout(() => {
      setSaid(t("live.changed", { name: latest.name, state: t(checkStatus[latest.status].key) }));
    }, ANNOUNCE_MS);
    return () => clearTimeout(timer);
  }, [latest, t]);
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const t = useT();
  const session = useSignedIn();
  const project = useCurrentProject();
  const [path, navigate] = useLocation();
  const [help, setHelp] = useState(false);

  useEffect(startFeed, []);
  useEffect(() => {
    if (project && path.startsWith("/p/")) lastProject.set(project.uuid);
  }, [project, path]);

  const chords = nav
    .filter((entry) => entry.visible?.(session) ?? true)
    .map((entry) => [`g ${entry.chord}`, () => navigate(entry.href(project?.uuid ?? ""))] as const);
  useKeys({ ...Object.fromEntries(chords), "?": () => setHelp(true) });
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      paletteOpen.set((open) => !open);
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className="flex h-full">
      <a
        href="#main"
        className="-translate-y-20 fixed top-2 left-2 z-60 rounded-md bg-accent-fill px-3 py-1.5 text-accent-ink text-sm focus:translate-y-0"
      >
        {t("common.skip")}
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
        <BottomBar />
      </div>
      <PaletteHost />
      <ShortcutsDialog open={help} onOpenChange={setHelp} />
      <Announcer />
    </div>
  );
}
