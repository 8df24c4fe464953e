import type { ReactNode } from "react";
import { useSignedIn } from "@/api/session";
import { useT } from "@/i18n";
import { Kbd } from "@/ui/bits";
import { Dialog } from "@/ui/overlay";
import { nav } from "./nav";

function Line({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div className="flex h-8 items-center justify-between gap-4 text-sm">
      <dt className="text-ink-2">{children}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const session = useSignedIn();
  const entries = nav.filter((entry) => entry.visible?.(session) ?? true);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("keys.title")} className="max-w-md">
      <dl>
        <Line keys={["Ctrl", "K"]}>{t("keys.palette")}</Line>
        <Line keys={["/"]}>{t("keys.search")}</Line>
        <Line keys={["j", "k"]}>{t("keys.move")}</Line>
        <Line keys={["Enter"]}>{t("keys.open")}</Line>
        <Line keys={["x"]}>{t("keys.select")}</Line>
        <Line keys={["n"]}>{t("keys.create")}</Line>
        <Line keys={["e"]}>{t("keys.edit")}</Line>
        <Line keys={["?"]}>{t("keys.help")}</Line>
        {entries.map((entry) => (
          <Line key={entry.key} keys={["g", entry.chord]}>
            {t("keys.goTo", { page: t(entry.key) })}
          </Line>
        ))}
      </dl>
    </Dialog>
  );
}
