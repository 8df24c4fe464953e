import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Store, useStore } from "@/lib/store";
import { Button } from "./button";

interface ToastEntry {
  id: number;
  kind: "done" | "error";
  text: string;
  action?: { text: string; run: () => void };
  lifeMs: number;
}

const entries = new Store<readonly ToastEntry[]>([]);
let lastId = 0;

export function toast(
  text: string,
  options: { kind?: ToastEntry["kind"]; action?: ToastEntry["action"]; lifeMs?: number } = {},
): number {
  lastId += 1;
  const entry: ToastEntry = {
    id: lastId,
    kind: options.kind ?? "done",
    text,
    lifeMs: options.lifeMs ?? (options.kind === "error" ? 9_000 : 4_000),
    ...(options.action ? { action: options.action } : {}),
  };
  entries.set((before) => [...before.slice(-3), entry]);
  return entry.id;
}

export function dismissToast(id: number) {
  entries.set((before) => before.filter((entry) => entry.id !== id));
}

function ToastBox({ entry }: { entry: ToastEntry }) {
  const t = useT();
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(entry.id), entry.lifeMs);
    return () => clearTimeout(timer);
  }, [entry]);
  const Icon = entry.kind === "error" ? CircleAlert : CircleCheck;
  return (
    <li className="pop-in pointer-events-auto flex items-center gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 text-sm shadow-pop">
      <Icon
        aria-hidden
        className={cx("size-4 shrink-0", entry.kind === "error" ? "text-down" : "text-up")}
      />
      <span className="min-w-0 flex-1">{entry.text}</span>
      {entry.action && (
        <Button
          size="sm"
          onClick={() => {
            entry.action?.run();
            dismissToast(entry.id);
          }}
        >
          {entry.action.text}
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t("common.close")}
        onClick={() => dismissToast(entry.id)}
      >
        <X />
      </Button>
    </li>
  );
}

export function Toasts() {
  const shown = useStore(entries);
  return (
    <ol
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-18 z-60 mx-auto flex max-w-md flex-col gap-2 sm:right-4 sm:bottom-4 sm:left-auto sm:mx-0 sm:min-w-80"
    >
      {shown.map((entry) => (
        <ToastBox key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}
