import type { Bucket, Points } from "../live/points";
import { finiteCount } from "../live/points";
import type { Position } from "./axis";
import { nearScale, type YScale } from "./y-axis";

/** Reason why no line can be drawn through a value: not finite, not positive on a logarithmic axis, or outside the axis. */
export type MarkKind = "nan" | "positive" | "negative" | "nonpositive" | "above" | "below";

/** Values that stand on the edge of the axis, from `x` to `until`. */
export interface Mark {
  x: number;
  until: number;
  kind: MarkKind;
  count: number;
}

/** One line with the band of its extremes. Null breaks the line; undefined says that the x belongs to another curve. */
export interface Curve {
  label: string;
  colour: string;
  dash?: number[];
  /** Drawn faintly: points that a later attempt has replaced. */
  superseded: boolean;
  x: number[];
  value: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** Bucket at each x; null where only the line is broken. */
  bucket: (Bucket | null)[];
}

/** A chart's worth of curves on one x axis. */
export interface Frame {
  x: number[];
  curves: Curve[];
  /** For every curve its low, high and value on `x`. */
  columns: (number | null | undefined)[][];
  marks: Mark[];
  /** First x of each later attempt. */
  dividers: { x: number; label: string }[];
}

/** Options for making curves of points. */
export interface Drawing {
  position: Position;
  y: YScale;
  smooth: boolean;
  superseded: boolean;
}

/** Splits buckets into those that count and, by attempt, those whose steps a later attempt has done again. */
export function splitAttempts(buckets: Bucket[]): { current: Bucket[]; superseded: Map<number, Bucket[]> } {
  const takenOver = new Map<number, number>();
  for (const bucket of buckets) {
    takenOver.set(bucket.attempt, Math.min(takenOver.get(bucket.attempt) ?? Infinity, bucket.step));
  }
  const limit = (attempt: number) =>
    Math.min(Infinity, ...[...takenOver].filter(([later]) => later > attempt).map(([, first]) => first));
  const limits = new Map([...takenOver.keys()].map((attempt) => [attempt, limit(attempt)]));
  const current: Bucket[] = [];
  const superseded = new Map<number, Bucket[]>();
  for (const bucket of buckets) {
    if (bucket.step < limits.get(bucket.attempt)!) {
      current.push(bucket);
    } else {
      const known = superseded.get(bucket.attempt);
      known ? known.push(bucket) : superseded.set(bucket.attempt, [bucket]);
    }
  }
  return { current, superseded };
}

/** The curves, marks and dividers of one series. */
export function curvesOf(points: Points, label: string, colour: string, drawing: Drawing): Omit<Frame, "x" | "columns"> {
  const { current, superseded } = splitAttempts(points.buckets);
  const floor = smallestPositive(points.buckets);
  const main = curve(current, { label, colour, superseded: false }, drawing, floor);
  const curves = [main.curve];
  const marks = [...main.marks];
  if (drawing.superseded) {
    for (const [attempt, buckets] of superseded) {
      const old = curve(buckets, { label: `attempt ${attempt}`, colour, superseded: true }, drawing, floor);
      curves.push(old.curve);
      marks.push(...old.marks);
    }
  }
  return { curves, marks, dividers: dividersOf(points.buckets, drawing.position) };
}

function dividersOf(buckets: Bucket[], position: Position): Frame["dividers"] {
  const dividers: Frame["dividers"] = [];
  buckets.forEach((bucket, i) => {
    if (i > 0 && bucket.attempt !== buckets[i - 1].attempt) {
      dividers.push({ x: position(bucket), label: `attempt ${bucket.attempt}` });
    }
  });
  return dividers;
}

function smallestPositive(buckets: Bucket[]): number {
  let smallest = Infinity;
  for (const { min, max, mean } of buckets) {
    for (const value of [min, max, mean]) {
      if (value !== null && value > 0 && value < smallest) {
        smallest = value;
      }
    }
  }
  return smallest;
}

function curve(buckets: Bucket[], style: Pick<Curve, "label" | "colour" | "superseded">, drawing: Drawing, floor: number) {
  const made: Curve = { ...style, x: [], value: [], low: [], high: [], bucket: [] };
  const marks: Mark[] = [];
  buckets.forEach((bucket, i) => {
    const x = drawing.position(bucket);
    const next = buckets[i + 1] ? drawing.position(buckets[i + 1]) : x;
    const point = onScale(bucket, { log: drawing.y.log, smooth: drawing.smooth }, floor);
    const [value, low, high] = [point.value, point.low, point.high].map((one) => nearScale(one, drawing.y));
    push(made, x, value, low, high, bucket);
    marks.push(...marksOf(bucket, x, next), ...beyond(bucket, x, drawing.y), ...(point.hidden ? [{ x, until: x, kind: "nonpositive" as const, count: point.hidden }] : []));
    if (value !== null && finiteCount(bucket) < bucket.count && next > x) {
      // Something in the bucket was not finite: the line reaches over a part of the bucket and stops before the next.
      push(made, x + (next - x) * 0.6, value, low, high, null);
      push(made, x + (next - x) * 0.8, null, null, null, null);
    }
  });
  return { curve: made, marks };
}

function push(to: Curve, x: number, value: number | null, low: number | null, high: number | null, bucket: Bucket | null): void {
  to.x.push(x);
  to.value.push(value);
  to.low.push(low);
  to.high.push(high);
  to.bucket.push(bucket);
}

/** Values of a bucket that a scale can show. A logarithmic scale hides values that are not positive, and counts them. */
export function onScale(bucket: Bucket, { log, smooth }: { log: boolean; smooth: boolean }, floor: number) {
  const value = (smooth ? bucket.smoothed : null) ?? (bucket.count === 1 ? bucket.last : bucket.mean);
  if (!log || bucket.min === null || bucket.min > 0) {
    return { value, low: bucket.min, high: bucket.max, hidden: 0 };
  }
  const positive = bucket.max !== null && bucket.max > 0;
  return {
    value: value !== null && value > 0 ? value : null,
    low: positive ? Math.min(floor, bucket.max!) : null,
    high: positive ? bucket.max : null,
    hidden: 1,
  };
}

/** Marks of finite values that lie beyond the axis. */
function beyond({ min, max }: Bucket, x: number, { log, low, high }: YScale): Mark[] {
  const above = high !== null && max !== null && max > high;
  const below = low !== null && min !== null && min < low && !(log && min <= 0);
  return [...(above ? [{ x, until: x, kind: "above" as const, count: 1 }] : []), ...(below ? [{ x, until: x, kind: "below" as const, count: 1 }] : [])];
}

function marksOf(bucket: Bucket, x: number, until: number): Mark[] {
  const counts: [MarkKind, number][] = [
    ["nan", bucket.nan],
    ["positive", bucket.positive],
    ["negative", bucket.negative],
  ];
  return counts.filter(([, count]) => count > 0).map(([kind, count]) => ({ x, until, kind, count }));
}

/** Curves on one x axis, in the form that uPlot draws. */
export function joined(parts: Omit<Frame, "x" | "columns">[]): Frame {
  const curves = parts.flatMap((part) => part.curves);
  const x = curves.length === 1 ? curves[0].x : [...new Set(curves.flatMap((one) => one.x))].sort((a, b) => a - b);
  const index = new Map(x.map((value, i) => [value, i]));
  const spread = (one: Curve, values: (number | null)[]) => {
    const column: (number | null | undefined)[] = new Array(x.length).fill(undefined);
    one.x.forEach((at, i) => (column[index.get(at)!] = values[i]));
    return column;
  };
  const columns = curves.flatMap((one) => [one.low, one.high, one.value].map((values) => (curves.length === 1 ? values : spread(one, values))));
  return { x, curves, columns, marks: parts.flatMap((part) => part.marks), dividers: parts.flatMap((part) => part.dividers) };
}

/** Marks of one kind that follow each other without a finite value between, as stretches. */
export function stretches(marks: Mark[]): Mark[] {
  const merged: Mark[] = [];
  for (const mark of marks) {
    const before = merged.findLast((one) => one.kind === mark.kind);
    if (before && mark.x <= before.until) {
      before.until = Math.max(before.until, mark.until);
      before.count += mark.count;
    } else {
      merged.push({ ...mark });
    }
  }
  return merged;
}
