import { lazy, Suspense } from "react";
import { Store, useStore } from "@/lib/store";

const Palette = lazy(() => import("./palette"));

export const paletteOpen = new Store(false);

/** Loads the palette when it is first asked for. */
export function PaletteHost() {
  const open = useStore(paletteOpen);
  if (!open) return null;
  return (
    <Suspense>
      <Palette />
    </Suspense>
  );
}
