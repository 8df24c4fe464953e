import { useState } from "react";
import { type Key, useT } from "@/i18n";
import type { FieldIds } from "./field";
import { Input, Select } from "./input";

const units = [
  [1, "units.seconds"],
  [60, "units.minutes"],
  [3_600, "units.hours"],
  [86_400, "units.days"],
] as const satisfies readonly (readonly [number, Key])[];

/** The largest unit that says it without a remainder. */
export function unitOf(seconds: number): number {
  const fitting = units.filter(([size]) => seconds > 0 && seconds % size === 0);
  return fitting.at(-1)?.[0] ?? 60;
}

/** A length of time as number and unit; the value is in seconds, "" if nothing is given. */
export function DurationInput({
  value,
  onChange,
  ids,
  name,
}: {
  value: number | "";
  onChange: (seconds: number | "") => void;
  ids: FieldIds;
  name: string;
}) {
  const t = useT();
  const [unit, setUnit] = useState(() => unitOf(value || 0));
  return (
    <span className="flex gap-2">
      <Input
        {...ids}
        name={name}
        type="number"
        inputMode="numeric"
        min={0}
        step="any"
        className="w-24"
        value={value === "" ? "" : Number((value / unit).toFixed(4))}
        onChange={(event) => {
          const { value: text } = event.target;
          onChange(text === "" ? "" : Math.round(Number(text) * unit));
        }}
      />
      <Select
        aria-label={t("units.unit")}
        className="w-28"
        value={unit}
        onChange={(event) => {
          const next = Number(event.target.value);
          if (value !== "") onChange(Math.round((value / unit) * next));
          setUnit(next);
        }}
      >
        {units.map(([size, key]) => (
          <option key={size} value={size}>
            {t(key)}
          </option>
        ))}
      </Select>
    </span>
  );
}
