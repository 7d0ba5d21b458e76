import type { Axis } from "uplot";
import { formatNumber, formatShort } from "../format/number";

/** Steps of a tick in seconds, its text, and the texts at a new year, month, day, hour and minute (uPlot's table). */
export const clockTicks: Axis.Values = [
  [31_536_000, "{YYYY}", null, null, null, null, null, null, 1],
  [2_419_200, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [86_400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
];

/** Round distances between ticks that are spans of time, seconds. */
export const durations = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 2592000];
/** Round distances between ticks that are whole numbers. */
export const wholes = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** Round distances between ticks, for all numbers that there are: a loss explodes to 10^38 before it is infinite. */
export const numbers = Array.from({ length: 340 }, (_, i) => [1, 2, 2.5, 5].map((digit) => Number(`${digit}e${i - 32}`))).flat();

/** A tick of a linear axis, written in the same way as its neighbours. */
export function formatTick(tick: number, ticks: (number | null)[]): string {
  const most = Math.max(...ticks.map((one) => Math.abs(one ?? 0)));
  if (tick !== 0 && most < 0.01) {
    return Number(tick.toPrecision(6)).toExponential().replaceAll("-", "−");
  }
  return most >= 1e4 && most < 1e15 ? formatShort(tick) : formatNumber(tick, 5);
}
