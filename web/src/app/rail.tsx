import { Ellipsis, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { Link, useLocation } from "wouter";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useStore } from "@/lib/store";
import { Count } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/overlay";
import { useCurrentProject } from "./current-project";
import { Logo } from "./logo";
import { type NavEntry, nav } from "./nav";
import { rail } from "./preferences";

function useEntries() {
  const session = useSignedIn();
  const project = useCurrentProject()?.uuid ?? "";
  const [path] = useLocation();
  return nav
    .filter((entry) => entry.visible?.(session) ?? true)
    .map((entry) => ({
      entry,
      href: entry.href(project),
      current: entry.match.test(path),
      count: entry.count?.(session) ?? 0,
    }));
}

function RailLink({
  entry,
  href,
  current,
  count,
  narrow,
}: {
  entry: NavEntry;
  href: string;
  current: boolean;
  count: number;
  narrow: boolean;
}) {
  const t = useT();
  const Icon = entry.icon;
  return (
    <Link
      title={narrow ? t(entry.key) : undefined}
      href={href}
      aria-current={current ? "page" : undefined}
      className={cx(
        "relative flex h-9 items-center gap-2.5 rounded-md px-2.5 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink",
        "aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent",
        narrow && "justify-center px-0",
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0 stroke-[1.75]" />
      <span className={cx("min-w-0 flex-1 truncate", narrow && "sr-only")}>{t(entry.key)}</span>
      {count > 0 && (
        <Count value={count} className={cx(narrow && "absolute top-0.5 right-0.5 scale-85")} />
      )}
    </Link>
  );
}

/** The way through the console on a wide window. */
export function Rail() {
  const t = useT();
  const entries = useEntries();
  const narrow = useStore(rail) === "narrow";
  const Toggle = narrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav
      aria-label={t("nav.label")}
      className={cx(
        "hidden shrink-0 flex-col border-line border-r bg-surface md:flex",
        narrow ? "w-14" : "w-52",
      )}
    >
      <Link
        href="/"
        className={cx(
          "flex h-12 items-center gap-2.5 px-4 font-semibold text-[0.9375rem] tracking-tight",
          narrow && "justify-center px-0",
        )}
      >
        <Logo className="size-6" />
        <span className={cx(narrow && "sr-only")}>Muster</span>
      </Link>
      <div className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-2 py-2">
        {entries.map((of) => (
          <RailLink key={of.entry.key} {...of} narrow={narrow} />
        ))}
      </div>
      <div className={cx("flex p-2", narrow ? "justify-center" : "justify-end")}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={narrow ? t("nav.expand") : t("nav.collapse")}
          title={narrow ? t("nav.expand") : t("nav.collapse")}
          onClick={() => rail.set(narrow ? "wide" : "narrow")}
        >
          <Toggle />
        </Button>
      </div>
    </nav>
  );
}

const BAR_ENTRIES = 4;

/** The same on a phone. What has no room lies behind "more". */
export function BottomBar() {
  const t = useT();
  const entries = useEntries();
  const [, navigate] = useLocation();
  const shown = entries.length > BAR_ENTRIES + 1 ? entries.slice(0, BAR_ENTRIES) : entries;
  const rest = entries.slice(shown.length);
  const slot =
    "relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs text-ink-2 aria-[current=page]:text-accent aria-[current=page]:font-medium";
  return (
    <nav
      aria-label={t("nav.label")}
      className="flex h-14 shrink-0 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map(({ entry, href, current, count }) => (
        <Link
          key={entry.key}
          href={href}
          aria-current={current ? "page" : undefined}
          className={slot}
        >
          <entry.icon aria-hidden className="size-5 stroke-[1.75]" />
          <span className="max-w-full truncate">{t(entry.key)}</span>
          {count > 0 && <Count value={count} className="absolute top-1 left-1/2 ml-1.5" />}
        </Link>
      ))}
      {rest.length > 0 && (
        <Menu
          trigger={
            <button type="button" className={slot}>
              <Ellipsis aria-hidden className="size-5 stroke-[1.75]" />
              {t("nav.more")}
            </button>
          }
        >
          {rest.map(({ entry, href }) => (
            <MenuItem key={entry.key} onSelect={() => navigate(href)}>
              <entry.icon aria-hidden />
              {t(entry.key)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </nav>
  );
}
