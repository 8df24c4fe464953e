// A schedule in words: "every 1h", "At 02:15", 在上午 02:15. The words for cron expressions are loaded
// when they are first needed; until then the expression itself stands there.
import { useCallback, useEffect } from "react";
import { currentLanguage, type Translate, useT } from "@/i18n";
import { Store, useStore } from "./store";
import { formatDuration } from "./time";

type Describe = (expression: string, language: "en" | "zh") => string;

const describe = new Store<Describe | null>(null);
let asked = false;

async function load() {
  if (asked) return;
  asked = true;
  const loaded = await import("./cron-words");
  describe.set(() => loaded.cronWords);
}

const known = new Map<string, string>();

/** Five fields; six or an "@" name are also cron, anything else is a calendar expression. */
export const isCron = (schedule: string) =>
  /^@\w+$/.test(schedule) || /^(\S+\s+){4}\S+$/.test(schedule.trim());

function words(schedule: string, how: Describe | null): string {
  if (!how || !isCron(schedule)) return schedule;
  const key = `${currentLanguage()}|${schedule}`;
  let text = known.get(key);
  if (text === undefined) {
    try {
      text = how(schedule, currentLanguage());
    } catch {
      text = schedule;
    }
    known.set(key, text);
  }
  return text;
}

export interface Timing {
  timeout?: number | undefined;
  schedule?: string | undefined;
}

export function useScheduleWords(): (timing: Timing) => string {
  const t: Translate = useT();
  const how = useStore(describe);
  useEffect(() => void load(), []);
  return useCallback(
    ({ timeout, schedule }) => {
      if (schedule) return words(schedule, how);
      return timeout ? t("schedule.every", { time: formatDuration(timeout) }) : "";
    },
    [how, t],
  );
}
