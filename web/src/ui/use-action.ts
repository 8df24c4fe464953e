import { useState } from "react";
import { problemText } from "@/lib/problem-text";
import { toast } from "./toast";

/** Work behind a button: is it under way, and a toast if it was refused. */
export function useAction(): [busy: boolean, run: (work: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false);
  function run(work: () => Promise<unknown>) {
    setBusy(true);
    work()
      .catch((error: unknown) => toast(problemText(error), { kind: "error" }))
      .finally(() => setBusy(false));
  }
  return [busy, run];
}
