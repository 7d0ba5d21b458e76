import type { Bucket } from "../live/points";
import type { YAxis } from "../route/permalink";

/** Scale and range of a chart's y axis. */
export interface YScale {
  log: boolean;
  /** Values that are shown, smallest and largest; null where there is none. */
  low: number | null;
  high: number | null;
}

/**
 * Values of one curve that lie more than this factor above its median leave the axis: a loss that explodes to 7e35 leaves
 * nothing of the curve before it. Own choices, as all numbers here: a spike of 100 times what is usual must stay in sight.
 */
const explodes = 1e6;
/** Once a value has left the axis, the axis shows values up to this many times the median. */
const usual = 100;
/** The same on a linear axis that the reader has chosen, or that values of both signs need. */
const explodesLinear = 1_000;
const usualLinear = 10;
/** Growth that a linear axis flattens: nine tenths of the values stand higher than the smallest, by this factor to the largest. */
const flattens = 100;

/** The axis for the values in `buckets`. Values of `choice` "auto" that span many orders make it logarithmic; else it is linear. */
export function yScaleOf(buckets: Bucket[], choice: YAxis): YScale {
  const values = valuesOf(buckets);
  if (values.length === 0) {
    return { log: choice === "log", low: null, high: null };
  }
  const positive = values[0] > 0;
  if (choice === "log") {
    return { log: true, ...ends(values.filter((value) => value > 0)) };
  }
  if (choice === "auto" && positive) {
    return automatic(values);
  }
  const size = medianSize(values);
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  return { log: false, ...ends(size > 0 && largest > explodesLinear * size ? values.filter((value) => Math.abs(value) <= usualLinear * size) : values) };
}

/** Scale for positive values: values that explode leave the axis; a steady change over many orders makes it logarithmic. */
function automatic(values: Float64Array): YScale {
  const [tenth, median, most] = [0.1, 0.5, 1].map((part) => quantile(values, part));
  const steady = median / tenth > flattens;
  const shown = !steady && most / median > explodes ? values.filter((value) => value <= usual * median) : values;
  return { log: shown[shown.length - 1] / quantile(shown, 0.1) > flattens, ...ends(shown) };
}

/** Smallest, largest and shown value of all buckets that are finite, ascending. */
function valuesOf(buckets: Bucket[]): Float64Array {
  const values: number[] = [];
  for (const { min, max, mean } of buckets) {
    if (min !== null && max !== null) {
      values.push(min, max, mean ?? max);
    }
  }
  return Float64Array.from(values).sort();
}

function medianSize(values: Float64Array): number {
  return quantile(values.map(Math.abs).filter((size) => size > 0).sort(), 0.5);
}

function quantile(ascending: Float64Array, part: number): number {
  return ascending.length === 0 ? 0 : ascending[Math.round(part * (ascending.length - 1))];
}

function ends(ascending: Float64Array): Pick<YScale, "low" | "high"> {
  return ascending.length === 0 ? { low: null, high: null } : { low: ascending[0], high: ascending[ascending.length - 1] };
}

/** A value that lies beyond the axis, brought so near to it that a line to it leaves the chart steeply and can be drawn. */
export function nearScale(value: number | null, { log, low, high }: YScale): number | null {
  if (value === null || low === null || high === null || (value >= low && value <= high)) {
    return value;
  }
  const reach = log ? high / low : high - low || Math.abs(high) || 1;
  return value > high ? Math.min(value, log ? high * reach * 10 : high + 2 * reach) : Math.max(value, log ? low / reach / 10 : low - 2 * reach);
}
