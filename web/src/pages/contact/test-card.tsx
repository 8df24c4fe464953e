import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { call } from "@/api/client";
import { renewContacts } from "@/api/contacts";
import { useT } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { formatDuration } from "@/lib/time";
import { Button } from "@/ui/button";
import { Card, CardHeader } from "@/ui/card";
import { StatusMark } from "@/ui/status";

type Direction = "down" | "up";
type Outcome = { taken: boolean; answer: string; took_ms: number } | { problem: string };

function Answer({ outcome }: { outcome: Outcome }) {
  const t = useT();
  if ("problem" in outcome) {
    return <StatusMark tone="down">{outcome.problem}</StatusMark>;
  }
  const { taken, answer, took_ms } = outcome;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <StatusMark tone={taken ? "up" : "down"}>
        {t(taken ? "contacts.taken" : "contacts.notTaken", {
          time: formatDuration(took_ms / 1_000),
        })}
      </StatusMark>
      {answer && (
        <pre className="whitespace-pre-wrap break-words rounded bg-sunken px-2 py-1.5 font-mono text-ink-2 text-xs">
          {answer}
        </pre>
      )}
    </div>
  );
}

/** Sends a message with made-up facts, now, and shows what the far side said. */
export function TestCard({
  project,
  contact,
  unsaved,
}: {
  project: string;
  contact: string;
  unsaved: boolean;
}) {
  const t = useT();
  const [busy, setBusy] = useState<Direction | null>(null);
  const [outcomes, setOutcomes] = useState<Partial<Record<Direction, Outcome>>>({});

  async function send(direction: Direction) {
    setBusy(direction);
    setOutcomes((before) => ({ ...before, [direction]: undefined }));
    let outcome: Outcome;
    try {
      outcome = await call("POST /v1/projects/{project}/contacts/{contact}/test", {
        path: { project, contact },
        body: { direction },
      });
    } catch (error) {
      outcome = { problem: problemText(error) };
    }
    setOutcomes((before) => ({ ...before, [direction]: outcome }));
    setBusy(null);
    void renewContacts(project);
  }

  const line = (direction: Direction) => {
    const outcome = outcomes[direction];
    const Icon = direction === "down" ? ArrowDown : ArrowUp;
    return (
      <div className="flex flex-col gap-1.5">
        <Button
          className="w-full justify-start"
          busy={busy === direction}
          disabled={busy !== null}
          onClick={() => void send(direction)}
        >
          <Icon className={direction === "down" ? "text-down" : "text-up"} />
          {t(direction === "down" ? "contacts.testDown" : "contacts.testUp")}
        </Button>
        <div aria-live="polite">{outcome && <Answer outcome={outcome} />}</div>
      </div>
    );
  };
  return (
    <Card id="test">
      <CardHeader title={t("contacts.test")} />
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-ink-2 text-sm">
          {unsaved ? t("contacts.testUnsaved") : t("contacts.testText")}
        </p>
        {line("down")}
        {line("up")}
      </div>
    </Card>
  );
}
