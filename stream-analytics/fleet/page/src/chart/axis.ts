import type { Bucket } from "../live/points";
import type { XAxis } from "../route/permalink";

/** Place of a bucket on the x axis, in the unit of the axis. */
export type Position = (bucket: { step: number; millis: number }) => number;

/** Tokens or epochs at some steps, ascending in both. */
export interface StepTable {
  step: number[];
  value: number[];
}

/** The axis that is drawn: one that needs a table counts steps without it. */
export function axisWith(axis: XAxis, table: StepTable | null): XAxis {
  return table === null && (axis === "tokens" || axis === "epoch") ? "step" : axis;
}

/** Position on `axis`; relative time counts from `startMillis`, tokens and epochs go by `table`. Times are in seconds, as uPlot has them. */
export function positionOn(axis: XAxis, startMillis: number, table: StepTable | null): Position {
  switch (axis) {
    case "step":
      return ({ step }) => step;
    case "time":
      return ({ millis }) => millis / 1_000;
    case "relative":
      return ({ millis }) => (millis - startMillis) / 1_000;
    case "tokens":
    case "epoch":
      return ({ step }) => (table ? interpolate(table, step) : step);
  }
}

/** Value at `step`, on the line through the neighbours in the table; NaN without any. */
export function interpolate({ step: steps, value }: StepTable, step: number): number {
  if (steps.length < 2) {
    return value[0] ?? NaN;
  }
  const right = Math.min(steps.length - 1, Math.max(1, lowerBound(steps, step)));
  const left = right - 1;
  const span = steps[right] - steps[left] || 1;
  return value[left] + ((value[right] - value[left]) * (step - steps[left])) / span;
}

/** Index of the first of the ascending `values` that is at least `value`. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The bucket of `attempt` that holds `step`, or the one nearest before it; null where the attempt has none. */
export function bucketAt(buckets: Bucket[], attempt: number, step: number): Bucket | null {
  let found: Bucket | null = null;
  for (const bucket of buckets) {
    if (bucket.attempt === attempt && (bucket.step <= step || found === null)) {
      found = bucket;
    }
  }
  return found;
}

/** The steps between the positions `from` and `to` of the axis. */
export function stepsBetween(buckets: Bucket[], position: Position, from: number, to: number): [number, number] | null {
  let range: [number, number] | null = null;
  for (const bucket of buckets) {
    const at = position(bucket);
    if (at >= from && at <= to) {
      range = range ? [Math.min(range[0], bucket.step), Math.max(range[1], bucket.lastStep)] : [bucket.step, bucket.lastStep];
    }
  }
  return range;
}
