import { type ReactNode, useState } from "react";
import { useT } from "@/i18n";
import { problemText } from "@/lib/problem-text";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";
import { Notice } from "./notice";
import { Dialog } from "./overlay";

/** Asks before something that cannot be undone. With `typed`, only after that was typed. */
export function ConfirmDialog({
  title,
  action,
  typed,
  quiet,
  onClose,
  onConfirm,
  children,
}: {
  title: string;
  action: string;
  typed?: string;
  /** Not a danger: the button is an ordinary one. */
  quiet?: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
  children: ReactNode;
}) {
  const t = useT();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const ready = typed === undefined || text.trim() === typed;

  async function confirm() {
    if (!ready || busy) return;
    setBusy(true);
    setProblem("");
    try {
      await onConfirm();
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !busy && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t("common.cancel")}
          </Button>
          <Button
            variant={quiet ? "primary" : "danger"}
            busy={busy}
            disabled={!ready}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 text-sm"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {problem && <Notice kind="error">{problem}</Notice>}
        {children}
        {typed !== undefined && (
          <Field label={t("once.typeName", { name: typed })}>
            {(ids) => (
              <Input
                {...ids}
                value={text}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
