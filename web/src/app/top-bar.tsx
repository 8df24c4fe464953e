import {
  Bell,
  Check,
  ChevronsUpDown,
  Contrast,
  FolderOpen,
  Keyboard,
  Languages,
  LogOut,
  Moon,
  Pause,
  Play,
  Rows3,
  Search,
  Sun,
  SunMoon,
  UserRound,
} from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { Language, ThemeName } from "@/api/contract";
import { saveProfile, signOut, useSignedIn } from "@/api/session";
import { languages, setLanguage, type Translate, useLanguage, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { problemText } from "@/lib/problem-text";
import { useStore } from "@/lib/store";
import { flushDeletes } from "@/lib/undo";
import { feedPaused, feedState } from "@/live/feed";
import { Count, Kbd } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from "@/ui/overlay";
import { toast } from "@/ui/toast";
import { inProject, useCurrentProject } from "./current-project";
import { Logo } from "./logo";
import { paletteOpen } from "./palette-host";
import { contrast, density, theme } from "./preferences";

const report = (error: unknown) => toast(problemText(error), { kind: "error" });

export function chooseTheme(choice: ThemeName) {
  theme.set(choice);
  saveProfile({ theme: choice }).catch(report);
}

export function chooseLanguage(choice: Language) {
  void setLanguage(choice);
  saveProfile({ language: choice }).catch(report);
}

export async function leave() {
  await flushDeletes();
  await signOut().catch(report);
}

function ProjectSwitcher() {
  const t = useT();
  const { projects } = useSignedIn();
  const current = useCurrentProject();
  const [path, navigate] = useLocation();
  if (projects.length === 0) return null;
  return (
    <Menu
      align="start"
      className="max-w-80"
      trigger={
        <Button variant="ghost" className="min-w-0 max-w-56 shrink px-2 text-ink">
          <FolderOpen aria-hidden className="text-ink-3" />
          <span className="truncate">{current?.name}</span>
          <ChevronsUpDown aria-label={t("nav.switchProject")} className="size-3.5! text-ink-3" />
        </Button>
      }
    >
      <MenuLabel>{t("nav.projects")}</MenuLabel>
      {projects.map((project) => (
        <MenuItem
          key={project.uuid}
          onSelect={() => navigate(inProject(path, project.uuid))}
          className={cx(!project.enabled && "text-ink-3")}
        >
          <span className="min-w-0 flex-1 truncate">{project.name}</span>
          {!project.enabled && <span className="text-xs">{t("project.disabled")}</span>}
          {project.uuid === current?.uuid && <Check className="text-accent!" />}
        </MenuItem>
      ))}
    </Menu>
  );
}

function LiveIndicator() {
  const t = useT();
  const state = useStore(feedState);
  const paused = useStore(feedPaused);
  const live = state === "live";
  const words = paused ? t("live.paused") : live ? t("live.live") : t("live.reconnecting");
  const Icon = paused ? Play : Pause;
  return (
    <Button
      variant="ghost"
      size="sm"
      title={paused ? t("live.resume") : t("live.pause")}
      aria-label={`${words}. ${paused ? t("live.resume") : t("live.pause")}`}
      onClick={() => feedPaused.set(!paused)}
      className="group px-1.5 sm:px-2"
    >
      <span
        aria-hidden
        className={cx(
          "size-2 rounded-full group-hover:hidden",
          paused ? "bg-paused" : live ? "bg-mark-up" : "pulse-dot bg-mark-late",
        )}
      />
      <Icon aria-hidden className="hidden size-3! group-hover:block" />
      <span className="hidden lg:inline">{words}</span>
    </Button>
  );
}

const languageChoices = Object.entries(languages) as [Language, string][];
const themeIcons = { system: SunMoon, light: Sun, dark: Moon };

function themeChoices(t: Translate): [ThemeName, ReactNode][] {
  return (["system", "light", "dark"] as const).map((name) => {
    const Icon = themeIcons[name];
    return [
      name,
      <Fragment key={name}>
        <Icon />
        {t(`look.${name}`)}
      </Fragment>,
    ];
  });
}

function ThemeMenu() {
  const t = useT();
  const chosen = useStore(theme);
  const chosenContrast = useStore(contrast);
  const chosenDensity = useStore(density);
  const Icon = themeIcons[chosen];
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("look.label")} title={t("look.label")}>
          <Icon />
        </Button>
      }
    >
      <MenuChoices
        label={t("look.theme")}
        value={chosen}
        onChange={chooseTheme}
        choices={themeChoices(t)}
      />
      <MenuSeparator />
      <MenuItem
        onSelect={(event) => {
          event.preventDefault();
          contrast.set(chosenContrast === "more" ? "normal" : "more");
        }}
      >
        <Contrast />
        <span className="flex-1">{t("look.contrast")}</span>
        {chosenContrast === "more" && <Check className="text-accent!" />}
      </MenuItem>
      <MenuItem
        onSelect={(event) => {
          event.preventDefault();
          density.set(chosenDensity === "compact" ? "comfortable" : "compact");
        }}
      >
        <Rows3 />
        <span className="flex-1">{t("look.comfortable")}</span>
        {chosenDensity === "comfortable" && <Check className="text-accent!" />}
      </MenuItem>
    </Menu>
  );
}

function LanguageMenu() {
  const t = useT();
  const language = useLanguage();
  return (
    <Menu
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("look.language")}
          title={t("look.language")}
        >
          <Languages />
        </Button>
      }
    >
      <MenuChoices value={language} onChange={chooseLanguage} choices={languageChoices} />
    </Menu>
  );
}

function UserMenu() {
  const t = useT();
  const { user } = useSignedIn();
  const [, navigate] = useLocation();
  const chosen = useStore(theme);
  const language = useLanguage();
  return (
    <Menu
      trigger={
        <Button variant="ghost" className="min-w-0 max-w-40 px-1.5" aria-label={t("user.menu")}>
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-2xs text-accent uppercase"
          >
            {user.name.slice(0, 1)}
          </span>
          <span className="hidden truncate lg:inline">{user.name}</span>
        </Button>
      }
    >
      <div className="px-2 py-1.5">
        <div className="truncate font-medium text-sm">{user.name}</div>
        <div className="truncate text-ink-3 text-xs">
          {user.admin ? t("role.admin") : user.email}
        </div>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => navigate("/profile")}>
        <UserRound />
        {t("user.profile")}
      </MenuItem>
      <div className="sm:hidden">
        <MenuSeparator />
        <MenuChoices value={chosen} onChange={chooseTheme} choices={themeChoices(t)} />
        <MenuSeparator />
        <MenuChoices value={language} onChange={chooseLanguage} choices={languageChoices} />
      </div>
      <MenuItem
        onSelect={() => dispatchEvent(new KeyboardEvent("keydown", { key: "?" }))}
        className="max-md:hidden"
      >
        <Keyboard />
        {t("keys.title")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut />
        {t("user.signOut")}
      </MenuItem>
    </Menu>
  );
}

export function TopBar() {
  const t = useT();
  const { unread } = useSignedIn();
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-line border-b bg-surface px-2 sm:gap-1.5 sm:px-3">
      <Link href="/" aria-label="Muster" className="shrink-0 p-1 md:hidden">
        <Logo className="size-6" />
      </Link>
      <ProjectSwitcher />
      <button
        type="button"
        onClick={() => paletteOpen.set(true)}
        className="mx-auto hidden h-8 w-full max-w-md min-w-0 items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-ink-3 text-sm hover:border-line-strong sm:flex"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate text-left">{t("palette.open")}</span>
        <span className="hidden gap-1 md:flex">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Button
        variant="ghost"
        size="icon"
        className="ml-auto sm:hidden"
        aria-label={t("palette.open")}
        onClick={() => paletteOpen.set(true)}
      >
        <Search />
      </Button>
      <LiveIndicator />
      <Button asChild variant="ghost" size="icon" className="relative">
        <Link
          href="/audit?unseen=true"
          aria-label={t("nav.unread", { count: unread })}
          title={t("nav.unread", { count: unread })}
        >
          <Bell />
          {unread > 0 && <Count value={unread} className="absolute -top-0.5 -right-0.5 scale-90" />}
        </Link>
      </Button>
      <span className="hidden sm:flex">
        <ThemeMenu />
        <LanguageMenu />
      </span>
      <UserMenu />
    </header>
  );
}
