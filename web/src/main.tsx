import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadSession } from "@/api/session";
import { App } from "@/app/app";
import { startPreferences } from "@/app/preferences";
import { startLanguage } from "@/i18n";
import "./styles.css";

async function start() {
  startPreferences();
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  // Both at once; a failure of the second is shown by the app, which asks again.
  await Promise.all([startLanguage(), loadSession().catch(() => undefined)]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
