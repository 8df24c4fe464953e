// The way in: set up the server, sign in, ask for a new password.
import { useEffect } from "react";
import { useLocation, useRoute } from "wouter";
import type { Language, SessionDocument } from "@/api/contract";
import { languages, setLanguage, useLanguage, useT } from "@/i18n";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Logo } from "../logo";
import { GateCard } from "./card";
import { AskReset, NewPassword } from "./reset";
import { SetUp } from "./set-up";
import { SignIn } from "./sign-in";

function LanguageChoice() {
  const current = useLanguage();
  return (
    <div className="flex gap-1">
      {(Object.entries(languages) as [Language, string][]).map(([language, name]) => (
        <Button
          key={language}
          variant="ghost"
          size="sm"
          lang={language}
          aria-pressed={language === current}
          className="aria-pressed:font-semibold aria-pressed:text-ink"
          onClick={() => void setLanguage(language)}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}

function Way({ session }: { session: SessionDocument }) {
  const t = useT();
  const [isSetUp, setUp] = useRoute("/setup/:token");
  const [isReset, reset] = useRoute("/reset/:token");
  const [isAsk] = useRoute("/forgot");
  const [, navigate] = useLocation();
  const over = session.state === "signed_out" && isSetUp;
  useEffect(() => {
    if (over) navigate("/", { replace: true });
  }, [over, navigate]);

  if (session.state === "setup") {
    if (isSetUp) return <SetUp token={setUp.token} />;
    return (
      <GateCard title={t("setup.notYet")} text={t("setup.notYetText")}>
        <Notice>{t("setup.notYetHint")}</Notice>
      </GateCard>
    );
  }
  if (isReset) return <NewPassword token={reset.token} />;
  if (isAsk) return <AskReset />;
  return <SignIn />;
}

export default function Gate({ session }: { session: SessionDocument }) {
  return (
    <div className="flex min-h-full flex-col items-center px-4 py-6">
      <div className="flex w-full max-w-4xl items-center justify-between">
        <span className="flex items-center gap-2 font-semibold">
          <Logo className="size-7" />
          Muster
        </span>
        <LanguageChoice />
      </div>
      <main className="flex w-full flex-1 items-center justify-center py-8">
        <Way session={session} />
      </main>
      <footer className="text-ink-3 text-xs">
        {new URL(session.site_url || location.origin).host} · {session.version}
      </footer>
    </div>
  );
}
