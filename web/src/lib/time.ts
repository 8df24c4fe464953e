// Times: the server's clock, the viewer's zone, relative words that tick.
import { useSyncExternalStore } from "react";
import { currentLocale, useLanguage } from "@/i18n";
import { Store, useStore } from "./store";

let skewMs = 0;

/** Tells how far the viewer's clock is off; `now` comes with the session document. */
export function setServerTime(now: string) {
  const skew = Date.parse(now) - Date.now();
  skewMs = Math.abs(skew) < 2_000 ? 0 : skew;
}

export const serverNowMs = () => Date.now() + skewMs;

/** IANA name of the zone in which times are shown; "" is the browser's. */
export const viewerZone = new Store("");

const zoneOption = () => (viewerZone.get() ? { timeZone: viewerZone.get() } : {});
export const viewerZoneName = () =>
  viewerZone.get() || Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const full = { ...zoneOption(), ...options };
  const key = `${currentLocale()}|${JSON.stringify(full)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(currentLocale(), full);
    formats.set(key, format);
  }
  return format;
}

const DAY: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric" };
const CLOCK: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
};

export type TimeShape = "date" | "time" | "minute" | "short" | "full";

const MINUTE: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** `time` is ISO 8601. `minute` is weekday and clock; `short` leaves out the day if it is today, and the year if it is this one. */
export function formatTime(time: string, shape: TimeShape = "short"): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return "";
  switch (shape) {
    case "date":
      return dateFormat(DAY).format(at);
    case "time":
      return dateFormat(CLOCK).format(at);
    case "minute":
      return dateFormat({ weekday: "short", ...MINUTE }).format(at);
    case "full":
      return dateFormat({ ...DAY, ...CLOCK, weekday: "short", timeZoneName: "short" }).format(at);
    case "short": {
      const now = new Date(serverNowMs());
      const day = dateFormat(DAY);
      if (day.format(at) === day.format(now)) return dateFormat(CLOCK).format(at);
      const sameYear = at.getFullYear() === now.getFullYear();
      return dateFormat({
        month: "short",
        day: "numeric",
        ...(sameYear ? {} : { year: "numeric" }),
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }).format(at);
    }
  }
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

const numbers = new Map<string, Intl.NumberFormat>();

function amount(value: number, unit: (typeof UNITS)[number][0], digits = 0): string {
  const locale = currentLocale();
  const key = `${locale}|${unit}|${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: locale === "zh-CN" ? "short" : "narrow",
      maximumFractionDigits: digits,
    });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** A length of time in at most two units: "340 ms", "4.2s", "1h 5m", "3d 2h". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds > 0 && seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return amount(Math.round(seconds * 10) / 10, "second", 1);
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(amount(count, unit));
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(currentLocale() === "zh-CN" ? "" : " ");
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();

/** "12 s ago", "in 3 h". */
export function formatRelative(time: string, nowMs = serverNowMs()): string {
  const delta = (Date.parse(time) - nowMs) / 1000;
  if (Number.isNaN(delta)) return "";
  const locale = currentLocale();
  let format = relatives.get(locale);
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "always" });
    relatives.set(locale, format);
  }
  const size = Math.abs(delta);
  if (size < 60) return format.format(Math.trunc(delta), "second");
  if (size < 3_600) return format.format(Math.trunc(delta / 60), "minute");
  if (size < 2 * 86_400) return format.format(Math.trunc(delta / 3_600), "hour");
  return format.format(Math.trunc(delta / 86_400), "day");
}

const tickers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watchClock(watcher: () => void) {
  tickers.add(watcher);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    for (const ticker of tickers) ticker();
  }, 1_000);
  return () => {
    tickers.delete(watcher);
    if (tickers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Something computed from the time, every second; draws anew only if it changed. */
export function useClock<T extends string | number | boolean>(compute: () => T): T {
  useLanguage();
  useStore(viewerZone);
  return useSyncExternalStore(watchClock, compute);
}
