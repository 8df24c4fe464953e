import { useEffect } from "react";

/** The title of the tab. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · Muster` : "Muster";
  }, [title]);
}
