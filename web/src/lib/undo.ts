// Deleting with a way back: what is deleted vanishes at once, the call is made some seconds later,
// and until then "Undo" brings it back. When the page goes away, all that waits is done at once.
import { t } from "@/i18n";
import { dismissToast, toast } from "@/ui/toast";
import { problemText } from "./problem-text";
import { Store, useStore } from "./store";

const GRACE_MS = 6_000;

interface Waiting {
  keys: readonly string[];
  commit: (keepalive: boolean) => Promise<unknown>;
  done: () => void;
  timer: ReturnType<typeof setTimeout>;
  toastId: number;
  begun: boolean;
}

const waiting = new Set<Waiting>();
const hidden = new Store<ReadonlySet<string>>(new Set());

function publish() {
  hidden.set(new Set([...waiting].flatMap((entry) => entry.keys)));
}

/** The keys of what is deleted but for the call: lists leave these rows out. */
export const useHiddenKeys = () => useStore(hidden);

async function commit(entry: Waiting, keepalive: boolean) {
  if (entry.begun) return;
  entry.begun = true;
  clearTimeout(entry.timer);
  dismissToast(entry.toastId);
  try {
    await entry.commit(keepalive);
  } catch (error) {
    toast(problemText(error), { kind: "error" });
  } finally {
    entry.done();
    waiting.delete(entry);
    publish();
  }
}

/** `keys` name the rows ("check:17"), `commit` makes the call, `done` renews the lists afterwards. */
export function deleteWithUndo(options: {
  text: string;
  keys: readonly string[];
  commit: (keepalive: boolean) => Promise<unknown>;
  done: () => void;
}) {
  const entry: Waiting = {
    keys: options.keys,
    commit: options.commit,
    done: options.done,
    begun: false,
    timer: setTimeout(() => void commit(entry, false), GRACE_MS),
    toastId: toast(options.text, {
      lifeMs: GRACE_MS,
      action: {
        text: t("common.undo"),
        run: () => {
          clearTimeout(entry.timer);
          waiting.delete(entry);
          publish();
        },
      },
    }),
  };
  waiting.add(entry);
  publish();
}

/** Makes the calls that wait, now: before the page or the session ends. */
export function flushDeletes(): Promise<unknown> {
  return Promise.all([...waiting].map((entry) => commit(entry, true)));
}

addEventListener("pagehide", () => void flushDeletes());
