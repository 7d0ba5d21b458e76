import { logSplits } from "../chart/scale";
import { formatTick, numbers } from "../chart/ticks";
import type { RunRow } from "../api/types";
import { formatNumber } from "../format/number";
import { columnOf } from "../table/columns";
import { isTime, numberOf, textOf, valueWords } from "./value";

/** Scale that the reader chose for a column; "auto" goes by the values. */
export type ScaleChoice = "auto" | "linear" | "log";

/** Reasons why a value has no place on a scale, in the order in which they stand beside it. */
export const slots = ["+Inf", "−Inf", "NaN", "≤ 0", "text", "none"] as const;
export type Slot = (typeof slots)[number];

/** A column over runs: the place of each of them, from 0 at the low end to 1, and the ticks between. Arrays go by the run. */
export interface ColumnScale {
  id: string;
  label: string;
  kind: "linear" | "log" | "category";
  /** True where a logarithm can show some of the values. */
  canBeLog: boolean;
  /** NaN for a run whose value has no place. */
  place: Float64Array;
  /** Null for a run whose value has a place. */
  slot: (Slot | null)[];
  /** Values that are numbers; NaN for others. */
  value: Float64Array;
  text: (string | null)[];
  ticks: { place: number; words: string }[];
  /** Smallest and largest value that has a place; null without one, and for categories. */
  range: [number, number] | null;
  /** True where so few values have a place that many runs share each of them. */
  few: boolean;
}

/** Categories with a place of their own; the rarer ones share the last. Own choice: what can be read on an axis. */
export const mostCategories = 20;
/** Largest over smallest value from which a scale is logarithmic by itself. Own choice. */
const logRatio = 50;
/** Numbers up to which each has a tick. Own choice: what can be read on an axis. */
const mostSteps = 9;
/** Runs of each number on average, from which on they are taken for steps of a grid. Own choice. */
const sharing = 2;

/** Scale of `column` over `rows`: numbers where the values are such, else categories. */
export function scaleOf(column: string, rows: RunRow[], choice: ScaleChoice = "auto"): ColumnScale {
  const found = columnOf(column);
  const text = rows.map((row) => textOf(found, row));
  const known = text.filter((one): one is string => one !== null);
  const read = new Map([...new Set(known)].map((one) => [one, numberOf(one)]));
  const words = [...read.values()].filter((one) => one === undefined).length;
  // A few words among many numbers, such as "auto", leave the numbers a scale.
  const numeric = known.length > 0 && (words === 0 || (read.size > mostCategories && words * 2 < read.size));
  const value = Float64Array.from(text, (one) => (one === null ? NaN : read.get(one) ?? NaN));
  const base = { id: column, label: found.label, value, text };
  return numeric ? numberScale(base, read, choice) : categoryScale(base, known);
}

type Base = Pick<ColumnScale, "id" | "label" | "value" | "text">;

function numberScale(base: Base, read: Map<string, number | undefined>, choice: ScaleChoice): ColumnScale {
  const finite = base.value.filter(Number.isFinite);
  const positive = finite.filter((one) => one > 0);
  const canBeLog = positive.length > 0 && !isTime(base.id);
  const [least, most] = extent(finite);
  const steps = [...new Set(finite)].sort((a, b) => a - b);
  const fewSteps = steps.length <= mostSteps;
  const few = fewSteps && steps.length * sharing <= finite.length;
  const log = canBeLog && (choice === "log" || (choice === "auto" && least > 0 && (most / least >= logRatio || (fewSteps && isGeometric(steps)))));
  const [low, high] = log ? extent(positive) : [least, most];
  const scale = { ...base, kind: log ? ("log" as const) : ("linear" as const), canBeLog, range: low <= high ? ([low, high] as [number, number]) : null, few };
  const on = (value: number) => placeOf(scale, value);
  return {
    ...scale,
    place: base.value.map((one) => (Number.isFinite(one) && (!log || one > 0) ? on(one) : NaN)),
    slot: base.text.map((one, i) => slotOf(one, read, base.value[i], log)),
    ticks: low <= high ? (few ? stepTicks(base.id, log ? steps.filter((one) => one > 0) : steps, on) : ticksOf(base.id, low, high, log)).map(({ at, words }) => ({ place: on(at), words })) : [],
  };
}

/** True where neighbours differ by a factor rather than by a distance, as 16, 32, 64 do. */
function isGeometric(steps: number[]): boolean {
  const unevenness = (values: number[]) => {
    const gaps = values.slice(1).map((value, i) => value - values[i]);
    return Math.max(...gaps) / Math.min(...gaps);
  };
  return steps.length > 2 && unevenness(steps) > 2 * unevenness(steps.map(Math.log));
}

/** Least distance of ticks, as a part of the axis. */
const leastTickGap = 0.045;

/** A tick for each value that is not too near to the one before. */
function stepTicks(column: string, steps: number[], on: (value: number) => number): { at: number; words: string }[] {
  let last = -1;
  return steps.filter((at) => on(at) - last >= leastTickGap && ((last = on(at)), true)).map((at) => ({ at, words: valueWords(column, at) }));
}

function slotOf(text: string | null, read: Map<string, number | undefined>, value: number, log: boolean): Slot | null {
  if (text === null || read.get(text) === undefined) {
    return text === null ? "none" : "text";
  }
  return Number.isNaN(value) ? "NaN" : value === Infinity ? "+Inf" : value === -Infinity ? "−Inf" : log && value <= 0 ? "≤ 0" : null;
}

function extent(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Place of a number on a scale of numbers; one beyond its ends lies outside 0 to 1. */
export function placeOf({ range, kind }: Pick<ColumnScale, "range" | "kind">, value: number): number {
  const [low, high] = range ?? [0, 0];
  // Differences of the largest numbers there are would be infinite.
  return low === high ? 0.5 : kind === "log" ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low)) : (value / 2 - low / 2) / (high / 2 - low / 2);
}

/** The number at a place of a scale of numbers. */
export function valueAt({ range, kind }: Pick<ColumnScale, "range" | "kind">, place: number): number {
  const [low, high] = range ?? [0, 0];
  if (low === high || place <= 0) {
    return low;
  }
  return place >= 1 ? high : kind === "log" ? Math.exp(Math.log(low) + place * (Math.log(high) - Math.log(low))) : low * (1 - place) + high * place;
}

/** Ticks of an axis of about 300 pixels. Own choice. */
const mostTicks = 6;

function ticksOf(column: string, low: number, high: number, log: boolean): { at: number; words: string }[] {
  if (low === high) {
    return [{ at: low, words: valueWords(column, low) }];
  }
  const every = log ? logSplits(low, high) : rounds(low, high);
  const ticks = every.length > 1 ? every : [low, high];
  const words = (at: number) => (isTime(column) ? valueWords(column, at) : log || every.length < 2 ? formatNumber(at, 3) : formatTick(at, ticks));
  return ticks.map((at) => ({ at, words: words(at) }));
}

function rounds(low: number, high: number): number[] {
  const span = high - low;
  const distance = numbers.find((one) => span / one <= mostTicks);
  if (distance === undefined || !Number.isFinite(span)) {
    return [];
  }
  const first = Math.ceil(low / distance - 1e-9);
  return Array.from({ length: Math.floor(high / distance + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * distance).toPrecision(12)));
}

const natural = new Intl.Collator("en", { numeric: true });

function categoryScale(base: Base, known: string[]): ColumnScale {
  const counts = new Map<string, number>();
  known.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1));
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostCategories).map(([one]) => one).sort(natural.compare);
  const others = counts.size - common.length;
  const rows = others > 0 ? [...common, `${others} others`] : common;
  const on = (index: number) => (rows.length < 2 ? 0.5 : index / (rows.length - 1));
  const index = new Map(common.map((one, i) => [one, i]));
  return {
    ...base,
    kind: "category",
    canBeLog: false,
    place: Float64Array.from(base.text, (one) => (one === null ? NaN : on(index.get(one) ?? rows.length - 1))),
    slot: base.text.map((one) => (one === null ? "none" : null)),
    ticks: rows.map((words, i) => ({ place: on(i), words })),
    range: null,
    few: true,
  };
}

/** Value of a run in words. */
export function wordsOf(scale: ColumnScale, run: number): string {
  const slot = scale.slot[run];
  return slot !== null && slot !== "text" && slot !== "≤ 0" ? slot : scale.kind === "category" || slot === "text" ? scale.text[run]! : valueWords(scale.id, scale.value[run]);
}

/** Number of different values that the runs have; a missing one counts as a value. */
export function variety(column: string, rows: RunRow[]): number {
  const found = columnOf(column);
  return new Set(rows.map((row) => textOf(found, row))).size;
}
