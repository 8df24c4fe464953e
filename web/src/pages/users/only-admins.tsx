import { ShieldAlert } from "lucide-react";
import { useT } from "@/i18n";
import { EmptyState } from "@/ui/notice";

/** In the place of a page that is for administrators. */
export function OnlyAdmins() {
  const t = useT();
  return (
    <EmptyState icon={<ShieldAlert />} title={t("problem.forbidden")} className="py-24">
      {t("users.onlyAdmins")}
    </EmptyState>
  );
}
