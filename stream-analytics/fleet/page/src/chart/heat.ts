import { toNumber } from "../api/numbers";
import type { Tensors } from "../api/types";
import { lowerBound } from "./axis";

/** A heat map's worth of data: for every layer a value a step; NaN where there is none that is finite. */
export interface Heat {
  layers: string[];
  step: number[];
  values: Float64Array[];
  /** Values that were not finite, by layer and step. */
  bad: Uint32Array[];
}

/** Columns after which neighbours are merged, so that a long session stays as wide as the screen. */
const mostColumns = 800;

/** The answer of the service as numbers. */
export function decodeHeat({ layers, step, values, nan }: Tensors): Heat {
  return {
    layers,
    step,
    values: values.map((row) => Float64Array.from(row, (value) => toNumber(value) ?? NaN)),
    bad: values.map((row, i) => Uint32Array.from(row, (value, j) => Math.max(nan[i]?.[j] ?? 0, typeof value === "string" ? 1 : 0))),
  };
}

/** `heat` with the columns of `more` that come after its last; where layers changed, `more` alone. */
export function extended(heat: Heat, more: Heat): Heat {
  if (heat.layers.join("\n") !== more.layers.join("\n")) {
    return more;
  }
  const first = lowerBound(more.step, (heat.step.at(-1) ?? -1) + 1);
  if (first >= more.step.length) {
    return heat;
  }
  const joined = {
    layers: heat.layers,
    step: [...heat.step, ...more.step.slice(first)],
    values: heat.values.map((row, i) => Float64Array.of(...row, ...more.values[i].subarray(first))),
    bad: heat.bad.map((row, i) => Uint32Array.of(...row, ...more.bad[i].subarray(first))),
  };
  return joined.step.length > mostColumns ? halved(joined) : joined;
}

/** Every two columns as one: the value of greater size, and all that is not finite. */
export function halved({ layers, step, values, bad }: Heat): Heat {
  const half = Math.ceil(step.length / 2);
  return {
    layers,
    step: step.filter((_, i) => i % 2 === 0),
    values: values.map((row) => Float64Array.from({ length: half }, (_, i) => larger(row[2 * i], row[2 * i + 1] ?? NaN))),
    bad: bad.map((row) => Uint32Array.from({ length: half }, (_, i) => row[2 * i] + (row[2 * i + 1] ?? 0))),
  };
}

function larger(a: number, b: number): number {
  return Number.isFinite(a) ? (Number.isFinite(b) && Math.abs(b) > Math.abs(a) ? b : a) : b;
}

/**
 * Ends of the colours: smallest and largest positive value, over the logarithm between them; with values below zero, smallest and
 * largest of all, and linear. Null where no value differs from zero.
 */
export function heatRange({ values }: Heat): [number, number] | null {
  let [least, low, high] = [0, Infinity, -Infinity];
  for (const row of values) {
    for (const value of row) {
      if (Number.isFinite(value)) {
        least = Math.min(least, value);
        low = value > 0 ? Math.min(low, value) : low;
        high = Math.max(high, value);
      }
    }
  }
  return least < 0 ? [least, high] : high > 0 ? [low, high] : null;
}

/** Place of `value` between the ends of `range`, from 0 to 1; zero stands at the low end of a range that is logarithmic. */
export function heatPart(value: number, [low, high]: [number, number]): number {
  if (high === low) {
    return 0.5;
  }
  return low < 0 ? (value - low) / (high - low) : value <= 0 ? 0 : Math.log(value / low) / Math.log(high / low);
}

/** The last step that a column may stand for: the one before the next column. */
export function lastStepOf({ step }: Heat, column: number): number {
  const width = step.length > 1 ? step[step.length - 1] - step[step.length - 2] : 1;
  return column + 1 < step.length ? step[column + 1] - 1 : step[column] + Math.max(1, width) - 1;
}

/** The layer and column to which an arrow key leads; null for any other key. */
export function movedBy(key: string, [layer, column]: [number, number], { layers, step }: Heat): [number, number] | null {
  const by = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -Infinity], End: [0, Infinity] } as Record<string, [number, number]>)[key];
  const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
  return by ? [within(layer + by[0], layers.length), within(column + by[1], step.length)] : null;
}
