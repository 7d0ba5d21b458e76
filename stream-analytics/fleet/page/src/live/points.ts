import { toFinite, toNumber } from "../api/numbers";
import type { AttemptRange, PointsWire } from "../api/types";

/** A bucket: what is known of the values of a stretch of steps. Statistics are over the finite values, null without one. */
export interface Bucket {
  attempt: number;
  step: number;
  lastStep: number;
  millis: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  last: number | null;
  count: number;
  nan: number;
  positive: number;
  negative: number;
  smoothed: number | null;
}

/** The points of one series as they are held and grown by the stream. */
export interface Points {
  run: string;
  series: string;
  /** Steps that a bucket spans; 1 for raw points. */
  bucketSteps: number;
  raw: boolean;
  attempts: AttemptRange[];
  buckets: Bucket[];
  /** Values that the smoothed curve is an average over, 0 for none: the past weighs 1 - 1/smooth. */
  smooth: number;
  /** Above this many buckets, pairs of them are merged. */
  limit: number;
}

/** One value of one step, as the stream brings it. */
export interface Arrival {
  attempt: number;
  step: number;
  millis: number;
  value: number;
}

/** Points from the answer of the service; may grow to twice `limit` buckets before pairs are merged. */
export function decodePoints(wire: PointsWire, smooth: number, limit: number): Points {
  const buckets = wire.step.map((step, i) => ({
    attempt: wire.attempt[i],
    step,
    lastStep: wire.last_step[i],
    millis: wire.time_millis[i],
    min: toFinite(wire.min[i]),
    max: toFinite(wire.max[i]),
    mean: toFinite(wire.mean[i]),
    last: toFinite(wire.last[i]),
    count: wire.count[i],
    nan: wire.nan[i],
    positive: wire.positive_infinity[i],
    negative: wire.negative_infinity[i],
    smoothed: toFinite(wire.smoothed?.[i]),
  }));
  const bucketSteps = Math.max(1, wire.bucket_steps);
  const attempts = wire.attempts.map(({ count, ...attempt }) => attempt);
  return { run: wire.run, series: wire.series, bucketSteps, raw: wire.raw, attempts, buckets, smooth, limit: 2 * limit };
}

/**
 * Adds one value. What is there already, or belongs to an attempt that a later one has replaced, is left out, so that a
 * stream that repeats itself after a reconnect changes nothing.
 *
 * @returns whether it was added
 */
export function append(points: Points, arrival: Arrival): boolean {
  const last = points.buckets.at(-1);
  if (last && (arrival.attempt < last.attempt || (arrival.attempt === last.attempt && arrival.step <= last.lastStep))) {
    return false;
  }
  extendAttempt(points.attempts, arrival);
  const smoothed = smoothNext(points, arrival);
  if (last && !points.raw && last.attempt === arrival.attempt && arrival.step < last.step + points.bucketSteps) {
    widen(last, arrival, smoothed);
    return true;
  }
  points.buckets.push(bucketOf(arrival, smoothed));
  if (points.buckets.length > points.limit) {
    coarsen(points);
  }
  return true;
}

function extendAttempt(attempts: AttemptRange[], { attempt, step }: Arrival): void {
  const known = attempts.find((range) => range.attempt === attempt);
  if (known) {
    known.last_step = Math.max(known.last_step, step);
  } else {
    attempts.push({ attempt, first_step: step, last_step: step });
  }
}

/** The smoothed curve goes on over what is not finite, from where it was before. */
function smoothNext({ buckets, smooth }: Points, { attempt, value }: Arrival): number | null {
  if (smooth < 1 || !Number.isFinite(value)) {
    return null;
  }
  const known = buckets.findLast((bucket) => bucket.attempt !== attempt || bucket.smoothed !== null);
  const before = known?.attempt === attempt ? known.smoothed : null;
  return before === null ? value : before + (value - before) / smooth;
}

function bucketOf({ attempt, step, millis, value }: Arrival, smoothed: number | null): Bucket {
  const finite = Number.isFinite(value) ? value : null;
  return {
    attempt,
    step,
    lastStep: step,
    millis,
    min: finite,
    max: finite,
    mean: finite,
    last: finite,
    count: 1,
    nan: Number.isNaN(value) ? 1 : 0,
    positive: value === Infinity ? 1 : 0,
    negative: value === -Infinity ? 1 : 0,
    smoothed,
  };
}

function widen(bucket: Bucket, arrival: Arrival, smoothed: number | null): void {
  Object.assign(bucket, merged(bucket, bucketOf(arrival, smoothed)));
}

/** Values of a bucket that are finite. */
export function finiteCount(bucket: Bucket): number {
  return bucket.count - bucket.nan - bucket.positive - bucket.negative;
}

/** Two neighbouring buckets as one; no extreme and no non-finite value is lost. */
export function merged(a: Bucket, b: Bucket): Bucket {
  const [na, nb] = [finiteCount(a), finiteCount(b)];
  return {
    attempt: a.attempt,
    step: a.step,
    lastStep: b.lastStep,
    millis: a.millis,
    min: pick(a.min, b.min, Math.min),
    max: pick(a.max, b.max, Math.max),
    mean: pick(a.mean, b.mean, (x, y) => (x * na + y * nb) / (na + nb)),
    last: b.last ?? a.last,
    count: a.count + b.count,
    nan: a.nan + b.nan,
    positive: a.positive + b.positive,
    negative: a.negative + b.negative,
    smoothed: b.smoothed ?? a.smoothed,
  };
}

function pick(a: number | null, b: number | null, of: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : of(a, b);
}

/** Merges neighbours of the same attempt, so that a long live session costs no more than the screen is wide. */
export function coarsen(points: Points): void {
  const buckets: Bucket[] = [];
  for (let i = 0; i < points.buckets.length; i++) {
    const [a, b] = [points.buckets[i], points.buckets[i + 1]];
    if (b && a.attempt === b.attempt) {
      buckets.push(merged(a, b));
      i++;
    } else {
      buckets.push(a);
    }
  }
  points.bucketSteps = points.raw ? spacing(buckets) : points.bucketSteps * 2;
  points.buckets = buckets;
  points.raw = false;
}

function spacing(buckets: Bucket[]): number {
  const gaps = buckets.slice(1).map((bucket, i) => bucket.step - buckets[i].step).filter((gap) => gap > 0);
  return gaps.length === 0 ? 1 : gaps.sort((a, b) => a - b)[gaps.length >> 1];
}

/** The value of `series` in a step's values, null where the step has none of it. */
export function valueOf(values: Record<string, unknown>, series: string): number | null {
  return Object.hasOwn(values, series) ? toNumber(values[series] as never) : null;
}

/** Counts of what is not finite in `buckets`. */
export function nonFinite(buckets: Bucket[]): { nan: number; positive: number; negative: number } {
  const sum = { nan: 0, positive: 0, negative: 0 };
  for (const bucket of buckets) {
    sum.nan += bucket.nan;
    sum.positive += bucket.positive;
    sum.negative += bucket.negative;
  }
  return sum;
}
