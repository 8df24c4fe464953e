import { Component, type ReactNode } from "react";
import { t } from "@/i18n";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/notice";

/** Keeps a fault of one page from taking the console with it. */
export class PageBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    // A page that is not there any more was replaced by a newer version of the console.
    const replaced = /dynamically imported module|module script/i.test(error.message);
    return (
      <EmptyState
        className="py-24"
        title={replaced ? t("problem.newVersion") : t("problem.pageFault")}
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            {t("common.reload")}
          </Button>
        }
      >
        {!replaced && <code className="font-mono text-xs">{error.message}</code>}
      </EmptyState>
    );
  }
}
