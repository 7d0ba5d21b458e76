import type { RunRow } from "../api/types";
import { formatDuration, formatMinute } from "../format/duration";
import { formatNumber } from "../format/number";
import { plainValue } from "../table/cells";
import type { Column } from "../table/columns";

/** Texts that are numbers in Python and in JSON, in lower case. */
const special = new Map([["nan", NaN], ["inf", Infinity], ["+inf", Infinity], ["infinity", Infinity], ["+infinity", Infinity], ["-inf", -Infinity], ["-infinity", -Infinity]]);

/** The number that `text` is; undefined for other words. */
export function numberOf(text: string): number | undefined {
  const named = special.get(text.toLowerCase());
  const number = text.trim() === "" ? NaN : Number(text);
  return named ?? (Number.isNaN(number) ? undefined : number);
}

/** Value of a run in a column as a text; null where it has none. */
export function textOf(column: Column, row: RunRow): string | null {
  const value = plainValue(column, row);
  return value === null || value === undefined || value === "" ? null : String(value);
}

const times = new Set(["started", "last_event", "ended"]);

/** A number of a column in words: times and spans of time as such. */
export function valueWords(column: string, value: number): string {
  return times.has(column) ? formatMinute(value) : column === "time_left" ? formatDuration(value) : formatNumber(value);
}

/** True where numbers of the column are points or spans of time. */
export function isTime(column: string): boolean {
  return times.has(column) || column === "time_left";
}
