// A rough stand-in for the server's schedule engine: five-field cron and periods, enough to see
// the pages at work. A time that the clocks skip is marked "gap", one that they repeat "repeat".

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

function fieldOf(text: string, at: number): Set<number> | undefined {
  const [low, high] = RANGES[at] as readonly [number, number];
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const parsed = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!parsed) return undefined;
    const from = parsed[1] === "*" ? low : Number(parsed[2]);
    const to = parsed[1] === "*" ? high : Number(parsed[3] ?? (parsed[4] ? high : parsed[2]));
    const step = Number(parsed[4] ?? 1);
    if (from < low || to > (at === 4 ? 7 : high) || from > to || step < 1) return undefined;
    for (let value = from; value <= to; value += step) found.add(at === 4 ? value % 7 : value);
  }
  return found;
}

function offsetMs(atMs: number, tz: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: tz, timeZoneName: "longOffset" });
  const name = parts.formatToParts(atMs).find((part) => part.type === "timeZoneName")?.value ?? "";
  const parsed = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!parsed) return 0;
  const minutes = Number(parsed[2]) * 60 + Number(parsed[3]);
  return (parsed[1] === "-" ? -minutes : minutes) * 60_000;
}

function withZone(atMs: number, tz: string, mark?: "gap" | "repeat") {
  const offset = offsetMs(atMs, tz);
  const sign = offset < 0 ? "-" : "+";
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, "0");
  const local = new Date(atMs + offset).toISOString().slice(0, 19);
  const zone = `${sign}${two(offset / 3_600_000)}:${two((offset / 60_000) % 60)}`;
  return { at: new Date(atMs).toISOString(), local: local + zone, ...(mark ? { mark } : {}) };
}

export function fireTimes(schedule: string, tz: string, count: number) {
  const texts = schedule.trim().split(/\s+/);
  const fields = texts.map(fieldOf);
  if (texts.length !== 5 || fields.some((field) => field === undefined)) return undefined;
  const [minute, hour, day, month, weekday] = fields as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const anyDay = texts[2] === "*";
  const anyWeekday = texts[4] === "*";
  const times = [];
  const now = Date.now();
  let naive = Math.ceil((now + offsetMs(now, tz)) / 60_000) * 60_000;
  for (let left = 5 * 366 * 1_440; left > 0 && times.length < count; left -= 1, naive += 60_000) {
    const at = new Date(naive);
    if (!minute.has(at.getUTCMinutes()) || !hour.has(at.getUTCHours())) continue;
    if (!month.has(at.getUTCMonth() + 1)) continue;
    const dayFits = day.has(at.getUTCDate());
    const weekdayFits = weekday.has(at.getUTCDay());
    const fits = anyDay || anyWeekday ? dayFits && weekdayFits : dayFits || weekdayFits;
    if (!fits) continue;
    const real = naive - offsetMs(naive - offsetMs(naive, tz), tz);
    const back = real + offsetMs(real, tz);
    times.push(withZone(real, tz, back === naive ? undefined : "gap"));
  }
  return times.length > 0 ? times : undefined;
}

export const periodTimes = (timeout: number, tz: string, count: number) =>
  Array.from({ length: count }, (_, at) => withZone(Date.now() + (at + 1) * timeout * 1_000, tz));
