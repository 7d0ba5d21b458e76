import { formatCount, formatNumber, formatShort, formatterOf, plural } from "../format/number";
import { formatDuration, formatTime } from "../format/duration";
import { nonFinite, type Bucket, type Points } from "../live/points";
import type { XAxis } from "../route/permalink";
import type { Curve, Frame } from "./frame";

/** Value, extremes and step at the cursor, or the newest; and the counts of what no line can show. */
export function Legend({ frame, points, axis, at }: { frame: Frame; points: Points; axis: XAxis; at: number | null }) {
  const x = at === null ? null : frame.x[at];
  const bucket = bucketNear(frame.curves[0], x ?? Infinity);
  const format = formatterOf(points.series);
  const range = bucket && bucket.min !== null ? [format(bucket.min), format(bucket.max)] : null;
  return (
    <span class="legend">
      {bucket && (
        <>
          <span class="legend-step">{positionLabel(bucket, frame, axis, x)}</span>
          <strong>{valueLabel(bucket, format)}</strong>
          {range && range[0] !== range[1] && <span class="legend-range">{withoutUnit(range[0], range[1])} – {range[1]}</span>}
        </>
      )}
      <Hidden frame={frame} points={points} />
    </span>
  );
}

/** `low` without its unit, where `high` has the same. */
function withoutUnit(low: string, high: string): string {
  const [value, unit] = low.split(" ");
  return unit && high.endsWith(` ${unit}`) ? value : low;
}

function Hidden({ frame, points }: { frame: Frame; points: Points }) {
  const { nan, positive, negative } = nonFinite(points.buckets);
  const nonpositive = frame.marks.reduce((sum, mark) => sum + (mark.kind === "nonpositive" ? mark.count : 0), 0);
  return (
    <>
      {nan > 0 && <span class="hidden-count" title="Values that are not a number, marked on the lower edge">◆ {formatCount(nan)} NaN</span>}
      {positive > 0 && <span class="hidden-count" title="Positive infinities, marked on the upper edge">▲ {formatCount(positive)} +Inf</span>}
      {negative > 0 && <span class="hidden-count" title="Negative infinities, marked on the lower edge">▼ {formatCount(negative)} −Inf</span>}
      <Beyond frame={frame} points={points} />
      {nonpositive > 0 && <span class="hidden-count quiet" title="Zero or below: a logarithmic axis cannot show them">○ {points.raw ? "" : "in "}{points.raw ? formatCount(nonpositive) : plural(nonpositive, "bucket")} ≤ 0</span>}
    </>
  );
}

/** Number of values outside the axis, and the farthest of them. */
function Beyond({ frame, points }: { frame: Frame; points: Points }) {
  const count = (kind: "above" | "below") => frame.marks.filter((mark) => mark.kind === kind).length;
  const [above, below] = [count("above"), count("below")];
  const format = formatterOf(points.series);
  const words = (number: number, end: string) => `${points.raw ? formatCount(number) : plural(number, "bucket")} beyond, ${end}`;
  const title = "Finite values that this axis leaves out, so that the rest can be seen; marked at its edge. A logarithmic axis shows all.";
  const [least, most] = above + below > 0 ? extremes(points.buckets) : [0, 0];
  return (
    <>
      {above > 0 && <span class="hidden-count beyond" title={title}>△ {words(above, `up to ${format(most)}`)}</span>}
      {below > 0 && <span class="hidden-count beyond" title={title}>▽ {words(below, `down to ${format(least)}`)}</span>}
    </>
  );
}

function extremes(buckets: Bucket[]): [number, number] {
  return buckets.reduce<[number, number]>(([least, most], { min, max }) => [Math.min(least, min ?? Infinity), Math.max(most, max ?? -Infinity)], [Infinity, -Infinity]);
}

/** The bucket of `curve` at or before `x`. */
export function bucketNear(curve: Curve | undefined, x: number): Bucket | null {
  let found: Bucket | null = null;
  for (let i = 0; curve && i < curve.x.length && (curve.x[i] <= x || found === null); i++) {
    found = curve.bucket[i] ?? found;
  }
  return found;
}

/** A bucket's value in words. */
export function valueLabel(bucket: Bucket, format: (value: number | null) => string = formatNumber): string {
  if (bucket.last === null) {
    return bucket.nan > 0 ? "NaN" : bucket.positive > 0 ? "+Inf" : bucket.negative > 0 ? "−Inf" : formatNumber(null);
  }
  return format(bucket.smoothed ?? (bucket.count === 1 ? bucket.last : bucket.mean));
}

function positionLabel(bucket: Bucket, frame: Frame, axis: XAxis, x: number | null): string {
  const step = `step ${formatCount(bucket.step)}`;
  if (axis === "step" || x === null) {
    return step;
  }
  const extra = axis === "time" ? formatTime(bucket.millis) : axis === "relative" ? formatDuration((x ?? frame.x.at(-1)!) * 1_000) : axis === "epoch" ? `epoch ${formatNumber(x)}` : `${formatShort(x)} tokens`;
  return `${step} · ${extra}`;
}
