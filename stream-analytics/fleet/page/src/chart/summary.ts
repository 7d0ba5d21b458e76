import { plural } from "../format/number";
import type { Points } from "../live/points";
import { formatterOf } from "../format/number";

/** Newest finite value of a curve; null without one. */
function newest(points: Points): number | null {
  return points.buckets.findLast((bucket) => bucket.last !== null)?.last ?? null;
}

/** A chart in one sentence, for who does not see it. */
export function summaryOf(series: string, curves: { name: string; points: Points }[]): string {
  const format = formatterOf(series);
  const ended = curves.map(({ name, points }) => ({ name, value: newest(points) })).filter((one): one is { name: string; value: number } => one.value !== null);
  if (ended.length === 0) {
    return `Chart of ${series}: no finite value.`;
  }
  const bad = curves.reduce((sum, { points }) => sum + points.buckets.reduce((all, one) => all + one.nan + one.positive + one.negative, 0), 0);
  const rest = bad > 0 ? `; ${plural(bad, "value")} not finite` : "";
  const steps = curves.flatMap(({ points }) => points.buckets);
  const [first, last] = [Math.min(...steps.map((one) => one.step)), Math.max(...steps.map((one) => one.lastStep))];
  const over = `over steps ${first} to ${last}`;
  if (curves.length === 1) {
    const values = curves[0].points.buckets;
    const [least, most] = [Math.min(...values.map((one) => one.min ?? Infinity)), Math.max(...values.map((one) => one.max ?? -Infinity))];
    return `Chart of ${series} ${over}: newest ${format(ended[0].value)}, smallest ${format(least)}, largest ${format(most)}${rest}.`;
  }
  const sorted = ended.sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return `Chart of ${series} of ${plural(curves.length, "run")} ${over}: newest values from ${format(low.value)} (${low.name}) to ${format(high.value)} (${high.name})${rest}.`;
}
