import type { ThemeName } from "@/api/contract";
import { storedChoice, storedText } from "@/lib/storage";

export const theme = storedChoice<ThemeName>("muster.theme", ["system", "light", "dark"]);
export const contrast = storedChoice<"system" | "normal" | "more">("muster.contrast", [
  "system",
  "normal",
  "more",
]);
export const density = storedChoice<"compact" | "comfortable">("muster.density", [
  "compact",
  "comfortable",
]);
export const rail = storedChoice<"wide" | "narrow">("muster.rail", ["wide", "narrow"]);
/** The project that the rail's links lead to while the address names none. */
export const lastProject = storedText("muster.project");

function apply(systemWantsContrast: boolean) {
  const root = document.documentElement;
  const more = contrast.get() === "more" || (contrast.get() === "system" && systemWantsContrast);
  if (theme.get() === "system") delete root.dataset.theme;
  else root.dataset.theme = theme.get();
  root.dataset.contrast = more ? "more" : "normal";
  root.dataset.density = density.get();
}

/** Puts the choices on the root element, now and whenever one changes. */
export function startPreferences() {
  const wantsContrast = matchMedia("(prefers-contrast: more)");
  const update = () => apply(wantsContrast.matches);
  for (const store of [theme, contrast, density]) store.watch(update);
  wantsContrast.addEventListener("change", update);
  update();
}
