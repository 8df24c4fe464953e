// Ctrl-K: every page, project, check and a few commands, by their words.
import { useQueries } from "@tanstack/react-query";
import { Command } from "cmdk";
import { FolderOpen, Languages, LogOut, Moon, Plus, Search, Sun } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { checksQuery } from "@/api/checks";
import { mayWrite, useSignedIn } from "@/api/session";
import { useLanguage, useT } from "@/i18n";
import { checkName, checkStatus } from "@/pages/checks/status";
import { Dialog } from "@/ui/overlay";
import { StatusShape } from "@/ui/status";
import { inProject, useCurrentProject } from "./current-project";
import { nav } from "./nav";
import { paletteOpen } from "./palette-host";
import { chooseLanguage, chooseTheme, leave } from "./top-bar";

const SHOWN_CHECKS = 12;
const SEARCHED_PROJECTS = 20;

interface Entry {
  id: string;
  icon: ReactNode;
  text: string;
  note?: string;
  run: () => void;
}

const matches = (words: readonly string[], text: string) => {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
};

function Group({ title, entries }: { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group
      heading={title}
      className="px-1.5 pb-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {entries.map((entry) => (
        <Command.Item
          key={entry.id}
          value={entry.id}
          onSelect={() => {
            paletteOpen.set(false);
            entry.run();
          }}
          className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
        >
          <span className="flex w-4 justify-center text-ink-3">{entry.icon}</span>
          <span className="min-w-0 flex-1 truncate">{entry.text}</span>
          {entry.note && <span className="truncate text-ink-3 text-xs">{entry.note}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function useCheckEntries(words: readonly string[]): Entry[] {
  const t = useT();
  const { projects } = useSignedIn();
  const [, navigate] = useLocation();
  const lists = useQueries({
    queries: projects.slice(0, SEARCHED_PROJECTS).map((project) => checksQuery(project.uuid)),
  });
  if (words.length === 0) return [];
  const found: Entry[] = [];
  for (const [at, project] of projects.slice(0, SEARCHED_PROJECTS).entries()) {
    for (const check of lists[at]?.data ?? []) {
      if (found.length >= SHOWN_CHECKS) return found;
      if (!matches(words, `${check.name} ${check.slug} ${check.tags}`)) continue;
      found.push({
        id: `check:${project.uuid}:${check.id}`,
        icon: <StatusShape tone={checkStatus[check.status].tone} />,
        text: checkName(check),
        note: `${t(checkStatus[check.status].key)} · ${project.name}`,
        run: () => navigate(`/p/${project.uuid}/checks/${check.id}`),
      });
    }
  }
  return found;
}

function useFixedEntries(): { pages: Entry[]; projects: Entry[]; commands: Entry[] } {
  const t = useT();
  const language = useLanguage();
  const session = useSignedIn();
  const current = useCurrentProject();
  const [path, navigate] = useLocation();
  return useMemo(() => {
    const pages = nav
      .filter((entry) => entry.visible?.(session) ?? true)
      .map((entry) => ({
        id: `page:${entry.key}`,
        icon: <entry.icon />,
        text: t(entry.key),
        note: `g ${entry.chord}`,
        run: () => navigate(entry.href(current?.uuid ?? "")),
      }));
    const projects = session.projects.map((project) => ({
      id: `project:${project.uuid}`,
      icon: <FolderOpen />,
      text: project.name,
      run: () => navigate(inProject(path, project.uuid)),
    }));
    const commands: Entry[] = [
      {
        id: "light",
        icon: <Sun />,
        text: t("palette.light"),
        run: () => chooseTheme("light"),
      },
      { id: "dark", icon: <Moon />, text: t("palette.dark"), run: () => chooseTheme("dark") },
      {
        id: "language",
        icon: <Languages />,
        text: t("palette.otherLanguage"),
        run: () => chooseLanguage(language === "en" ? "zh" : "en"),
      },
      { id: "out", icon: <LogOut />, text: t("user.signOut"), run: () => void leave() },
    ];
    if (current && mayWrite(current)) {
      commands.unshift({
        id: "new-check",
        icon: <Plus />,
        text: t("checks.create"),
        note: current.name,
        run: () => navigate(`/p/${current.uuid}/checks/new`),
      });
    }
    return { pages, projects, commands };
  }, [t, language, session, current, path, navigate]);
}

export default function Palette() {
  const t = useT();
  const [text, setText] = useState("");
  const deferred = useDeferredValue(text);
  const words = useMemo(() => deferred.toLowerCase().split(/\s+/).filter(Boolean), [deferred]);
  const checks = useCheckEntries(words);
  const { pages, projects, commands } = useFixedEntries();
  const only = (entries: Entry[]) => entries.filter((entry) => matches(words, entry.text));

  return (
    <Dialog
      open
      onOpenChange={(open) => paletteOpen.set(open)}
      title={t("palette.title")}
      look="palette"
    >
      <Command shouldFilter={false} loop label={t("palette.title")}>
        <div className="flex items-center gap-2.5 border-line border-b px-4">
          <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder={t("palette.placeholder")}
            className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
          />
        </div>
        <Command.List className="max-h-[min(26rem,60vh)] overflow-y-auto pt-1.5">
          <Command.Empty className="px-4 py-8 text-center text-ink-3 text-sm">
            {t("palette.nothing", { text: deferred })}
          </Command.Empty>
          <Group title={t("nav.checks")} entries={checks} />
          <Group title={t("palette.pages")} entries={only(pages)} />
          <Group title={t("nav.projects")} entries={only(projects).slice(0, 8)} />
          <Group title={t("palette.commands")} entries={only(commands)} />
        </Command.List>
      </Command>
    </Dialog>
  );
}
