import { CircleHelp } from "lucide-react";
import { Link } from "wouter";
import { useSignedIn } from "@/api/session";
import { type Key, type Translate, useT } from "@/i18n";
import { isKind, kindIcons, kindNames } from "./kinds";

export function KindIcon({ kind, className }: { kind: string; className?: string }) {
  const Icon = isKind(kind) ? kindIcons[kind] : CircleHelp;
  return <Icon aria-hidden className={className} />;
}

/** A kind that this console does not know goes by the name that the server gives it. */
export const kindText = (t: Translate, kind: string) =>
  isKind(kind) ? t(`contacts.kinds.${kind}` satisfies Key) : kind;

/** The choice of a kind for a new contact. */
export function KindTiles({ project }: { project: string }) {
  const t = useT();
  const { user } = useSignedIn();
  // Programs on the server's machine are run for administrators only.
  const offered = kindNames.filter((kind) => kind !== "exec" || user.admin);
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {offered.map((kind) => (
        <li key={kind}>
          <Link
            href={`/p/${project}/contacts/new?kind=${kind}`}
            className="flex h-full items-start gap-3 rounded-lg border border-line bg-surface p-3 hover:border-line-strong hover:bg-hover"
          >
            <KindIcon kind={kind} className="mt-0.5 size-5 shrink-0 stroke-[1.75] text-accent" />
            <span className="min-w-0">
              <span className="block font-medium">{kindText(t, kind)}</span>
              <span className="block text-ink-2 text-xs">{t(`contacts.kindNotes.${kind}`)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
