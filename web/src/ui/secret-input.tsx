import { Eye, EyeOff, LockKeyhole, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { Button } from "./button";
import type { FieldIds } from "./field";
import { Input } from "./input";

/** A secret in a form: as it is, to be replaced by `text`, or to be removed. */
export interface SecretValue {
  mode: "keep" | "set" | "remove";
  text: string;
}

/** Write-only: what is set is never shown, only replaced or removed. `initial` is what the form
 * began with, to which one can return. */
export function SecretInput({
  ids,
  value,
  initial,
  onChange,
  removable,
  placeholder,
}: {
  ids: FieldIds;
  value: SecretValue;
  initial: SecretValue;
  onChange: (value: SecretValue) => void;
  removable: boolean;
  placeholder?: string | undefined;
}) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const back = initial.mode === "keep" && value.mode !== "keep" && (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t("secret.back")}
      title={t("secret.back")}
      onClick={() => onChange(initial)}
    >
      <RotateCcw />
    </Button>
  );
  if (value.mode !== "set") {
    return (
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-line bg-sunken pl-2.5 text-sm">
        <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1 text-ink-2">
          {value.mode === "keep" ? t("secret.isSet") : t("secret.willGo")}
        </span>
        {value.mode === "keep" && (
          <span className="flex">
            <Button
              {...ids}
              aria-label={t("secret.replace")}
              variant="ghost"
              size="sm"
              onClick={() => onChange({ mode: "set", text: "" })}
            >
              {t("secret.replace")}
            </Button>
            {removable && (
              <Button
                variant="ghost"
                size="sm"
                onClick={() => onChange({ mode: "remove", text: "" })}
              >
                {t("secret.remove")}
              </Button>
            )}
          </span>
        )}
        {back}
      </div>
    );
  }
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="flex items-center gap-1">
      <span className="relative min-w-0 flex-1">
        <Input
          {...ids}
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={placeholder}
          value={value.text}
          onChange={(event) => onChange({ mode: "set", text: event.target.value })}
          className="pr-9 font-mono"
        />
        <Button
          variant="ghost"
          size="icon-sm"
          className="absolute top-0.5 right-0.5"
          aria-label={shown ? t("secret.hide") : t("secret.show")}
          title={shown ? t("secret.hide") : t("secret.show")}
          onClick={() => setShown(!shown)}
        >
          <Icon />
        </Button>
      </span>
      {back}
    </div>
  );
}
