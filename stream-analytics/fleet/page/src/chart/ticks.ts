import type { Axis } from "uplot";
import { formatShort } from "../format/number";

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

/**
 * A tick of a linear axis, written in the same way as its neighbours and with as many digits as tell it from them: 0.5, 20k,
 * 9,999,100, 1.00002, 5e−4, 2e35.
 */
export function formatTick(tick: number, ticks: (number | null)[]): string {
  const known = ticks.filter((one): one is number => one !== null);
  const most = Math.max(...known.map(Math.abs));
  const distance = known.length > 1 ? Math.abs(known[1] - known[0]) : most;
  const digits = Math.min(15, Math.max(1, Math.ceil(Math.log10(most / distance) - 1e-9) + 1));
  if (tick !== 0 && (most < 0.01 || most >= 1e15)) {
    return Number(tick.toPrecision(Math.max(6, digits))).toExponential().replace("e+", "e").replaceAll("-", "−");
  }
  if (most >= 1e4 && digits <= 3) {
    return formatShort(Number(tick.toPrecision(12)));
  }
  const decimals = distance >= 1 || distance === 0 ? 0 : Math.min(12, Math.ceil(-Math.log10(distance) - 1e-9) + 1);
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: Math.max(decimals, most < 1e4 && distance < 1 ? 1 : 0) }).format(tick).replace(/^-0$/, "0").replaceAll("-", "−");
}
