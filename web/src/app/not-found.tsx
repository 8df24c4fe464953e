import { SearchX } from "lucide-react";
import { Link } from "wouter";
import { useT } from "@/i18n";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/notice";
import { usePageTitle } from "./page-title";

export function NotFound({ what }: { what?: string }) {
  const t = useT();
  usePageTitle(t("notFound.title"));
  return (
    <EmptyState
      className="py-24"
      icon={<SearchX />}
      title={what ?? t("notFound.title")}
      action={
        <Button asChild>
          <Link href="/">{t("notFound.home")}</Link>
        </Button>
      }
    >
      {t("notFound.text")}
    </EmptyState>
  );
}
