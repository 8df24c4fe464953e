// What the rail, the bottom bar, the palette and the g-shortcuts lead to, in this order.
import {
  BellRing,
  FolderOpen,
  HeartPulse,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  ScrollText,
  Settings,
  UsersRound,
} from "lucide-react";
import type { SessionDocument } from "@/api/contract";
import type { Key } from "@/i18n";

export interface NavEntry {
  key: Key;
  icon: LucideIcon;
  /** The second key of the chord "g …". */
  chord: string;
  /** `project` is the current one, "" if the user has none. */
  href: (project: string) => string;
  /** The addresses that belong to the entry; matched from the start. */
  match: RegExp;
  /** Who sees it; everybody by default. */
  visible?: (session: SessionDocument) => boolean;
  /** The number to show beside it. */
  count?: (session: SessionDocument) => number;
}

export const nav: readonly NavEntry[] = [
  { key: "nav.overview", icon: LayoutDashboard, chord: "o", href: () => "/", match: /^\/$/ },
  {
    key: "nav.checks",
    icon: HeartPulse,
    chord: "c",
    href: (project) => `/p/${project}/checks`,
    match: /^\/p\/[^/]+\/checks/,
    visible: (session) => session.projects.length > 0,
  },
  {
    key: "nav.alerts",
    icon: BellRing,
    chord: "a",
    href: () => "/alerts",
    match: /^(\/alerts|\/p\/[^/]+\/alerts)/,
  },
  {
    key: "nav.contacts",
    icon: Megaphone,
    chord: "n",
    href: (project) => `/p/${project}/contacts`,
    match: /^\/p\/[^/]+\/contacts/,
    visible: (session) => session.projects.length > 0,
  },
  {
    key: "nav.projects",
    icon: FolderOpen,
    chord: "p",
    href: () => "/projects",
    match: /^(\/projects|\/p\/[^/]+\/settings)/,
  },
  {
    key: "nav.users",
    icon: UsersRound,
    chord: "u",
    href: () => "/users",
    match: /^\/users/,
    visible: (session) => session.user?.admin ?? false,
  },
  {
    key: "nav.audit",
    icon: ScrollText,
    chord: "l",
    href: () => "/audit",
    match: /^\/audit/,
    count: (session) => session.unread,
  },
  {
    key: "nav.settings",
    icon: Settings,
    chord: "s",
    href: () => "/settings",
    match: /^\/settings/,
    visible: (session) => session.user?.admin ?? false,
  },
];
