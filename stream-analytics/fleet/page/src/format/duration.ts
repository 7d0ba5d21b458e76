import { absent } from "./number";

const units = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;

/** A span of time in its two largest units: 3 d 4 h, 12 min 5 s, 40 s. */
export function formatDuration(millis: number | null | undefined): string {
  if (millis === null || millis === undefined || !Number.isFinite(millis)) {
    return absent;
  }
  if (millis < 1_000) {
    return millis < 0 || millis === 0 ? "0 s" : `${Number(millis.toPrecision(3))} ms`;
  }
  const first = units.findIndex(([unit]) => millis >= unit);
  const [unit, name] = units[first];
  const head = `${Math.floor(millis / unit)} ${name}`;
  const next = units[first + 1];
  const rest = next ? Math.floor((millis % unit) / next[0]) : 0;
  return rest > 0 ? `${head} ${rest} ${next[1]}` : head;
}

/** Age in one unit, so that a column of ages stays calm: 8 s, 3 min, 2 d. */
export function formatAge(millis: number | null | undefined): string {
  if (millis === null || millis === undefined || !Number.isFinite(millis)) {
    return absent;
  }
  const found = units.find(([unit]) => millis >= unit);
  return found ? `${Math.floor(millis / found[0])} ${found[1]}` : "0 s";
}

const clock = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

const minutes = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A point in time to the minute: 25 Nov, 03:12. */
export function formatMinute(millis: number | null | undefined): string {
  return millis === null || millis === undefined ? absent : minutes.format(new Date(millis));
}

const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A point in time as short as can be: 18:40 where it is within 12 h of `now`, else 25 Nov, 18:40. */
export function formatClock(millis: number, now: number): string {
  return Math.abs(millis - now) < 43_200_000 ? hours.format(new Date(millis)) : formatMinute(millis);
}

/** A point in time on the reader's clock: 25 Nov, 03:12:08. */
export function formatTime(millis: number | null | undefined): string {
  return millis === null || millis === undefined ? absent : clock.format(new Date(millis));
}
