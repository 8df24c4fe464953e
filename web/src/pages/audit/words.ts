import type { AuditDocument } from "@/api/contract";
import { type Key, t as plain, type Translate } from "@/i18n";
import type { Tone } from "@/ui/status";

export const outcomeTones: Record<AuditDocument["outcome"], Tone> = {
  done: "up",
  refused: "late",
  failed: "down",
};

/** "Check · Pause"; an act that this console does not know goes by the server's name for it. */
export function actionText(t: Translate, action: string): string {
  const [kind = "", verb = ""] = action.split(".");
  const kindKey = `audit.kinds.${kind}` as Key;
  const verbKey = `audit.verbs.${verb}` as Key;
  const kindWord = t(kindKey);
  const verbWord = t(verbKey);
  if (kindWord === kindKey || verbWord === verbKey) return action;
  return t("audit.act", { kind: kindWord, verb: verbWord });
}

export const kindText = (kind: string) => {
  const key = `audit.kinds.${kind}` as Key;
  const word = plain(key);
  return word === key ? kind : word;
};
