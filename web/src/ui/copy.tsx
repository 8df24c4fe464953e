import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button, type ButtonProps } from "./button";

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard without TLS: select a scratch field and let the browser copy it.
    const scratch = document.createElement("textarea");
    scratch.value = text;
    scratch.className = "fixed top-0 left-0 opacity-0";
    document.body.append(scratch);
    scratch.select();
    const done = document.execCommand("copy");
    scratch.remove();
    return done;
  }
}

export function CopyButton({
  text,
  label,
  size = "icon-sm",
  ...rest
}: { text: string; label?: string } & Omit<ButtonProps, "onClick" | "children">) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_600);
    return () => clearTimeout(timer);
  }, [copied]);
  const words = copied ? t("common.copied") : (label ?? t("common.copy"));
  return (
    <Button
      variant="ghost"
      size={size}
      aria-label={words}
      title={words}
      onClick={() => void copyText(text).then(setCopied)}
      {...rest}
    >
      {copied ? <Check className="text-up" /> : <Copy />}
      {label && size !== "icon" && size !== "icon-sm" && words}
      <span aria-live="polite" className="sr-only">
        {copied ? t("common.copied") : ""}
      </span>
    </Button>
  );
}

/** Text to be taken along: a command, a key, a snippet. */
export function CodeBlock({ code, className }: { code: string; className?: string }) {
  return (
    <div className={cx("relative rounded-md border border-line bg-sunken", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0} className="overflow-x-auto p-3 pr-11 font-mono text-xs leading-5">
        {code}
      </pre>
      <CopyButton text={code} className="absolute top-1.5 right-1.5 bg-sunken" />
    </div>
  );
}
