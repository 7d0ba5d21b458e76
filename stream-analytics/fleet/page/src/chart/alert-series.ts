import type { AlertDetail, AlertRow, Evidence } from "../api/types";
import type { Bucket } from "../live/points";
import { toFinite } from "../api/numbers";
import type { YAxis } from "../route/permalink";
import { formatNumber } from "../format/number";
import { classWords, shownBy } from "../format/words";
import { bucketAt, type Position } from "./axis";
import type { AlertSpan, Level } from "./draw";

/** True where `alert` is drawn on the chart of `series`. Without a series it is drawn on the loss and on the series of its split and its class. */
export function concerns(alert: AlertRow, series: string): boolean {
  if (alert.series) {
    return alert.series === series || series === "loss";
  }
  if (alert.split && series.startsWith(`${alert.split}/`)) {
    return true;
  }
  return series === "loss" || shownBy(alert.class).includes(series);
}

/** The series to draw for an alert, the likeliest first. */
export function seriesOfAlert(alert: AlertRow): string[] {
  return [alert.series ?? "loss"];
}

/** Step and time at which `alert` ended: the step that the service names, else the last one by that time; null while it fires. */
function endOf({ attempt, resolution, onset_step, ended_step, ended_millis }: AlertRow, buckets: Bucket[], onset: Bucket): { step: number; millis: number } | null {
  if (ended_millis === null) {
    return null;
  }
  // An attempt's alert ends with it: the step and the time at which the next one was seen are not its own.
  if (ended_step !== null && ended_step >= onset_step && resolution !== "new_attempt") {
    return { step: ended_step, millis: bucketAt(buckets, attempt, ended_step)!.millis };
  }
  const last = buckets.findLast((bucket) => bucket.attempt === attempt && bucket.millis <= ended_millis) ?? onset;
  return { step: last.lastStep, millis: last.millis };
}

/** Place of `alert` on the axis, `withRaised` also of the step at which it was raised; null where its onset is not among the buckets in view. */
export function spanOf(alert: AlertRow, buckets: Bucket[], position: Position, withRaised = false): AlertSpan | null {
  const onset = bucketAt(buckets, alert.attempt, alert.onset_step);
  if (!onset) {
    return null;
  }
  const x = position({ step: alert.onset_step, millis: onset.millis });
  const end = endOf(alert, buckets, onset);
  const until = end ? Math.max(x, position(end)) : null;
  const raised = withRaised ? { raised: position({ step: alert.raised_step, millis: alert.raised_millis }) } : {};
  return { id: alert.id, x, until, ...raised, severity: alert.severity, label: `${classWords(alert.class)}: ${alert.summary}` };
}

/** The first of the baselines of a series. */
function baselineOf(evidence: Evidence[], series: string): Evidence | undefined {
  return evidence.find((one) => one.role === "baseline" && one.series === series && toFinite(one.value) !== null);
}

/** Evidence that is a level of `series` itself, or a multiple of one: what was usual, and the threshold. */
export function levelsOf(alert: AlertDetail, series: string): Level[] {
  const baseline = baselineOf(alert.evidence, series);
  const usual = baseline ? toFinite(baseline.value) : null;
  const levels: Level[] = baseline ? [{ value: usual!, label: `${baseline.name} ${formatNumber(usual)}`, kind: "baseline" }] : [];
  for (const [place, { role, threshold, comparison, series: own }] of alert.evidence.entries()) {
    const limit = own === series ? toFinite(threshold) : null;
    const base = toFinite(baselineOf(alert.evidence.slice(place), series)?.value);
    const sign = comparison.replace(">=", "≥").replace("<=", "≤");
    if (limit !== null && role === "level") {
      levels.push({ value: limit, label: `threshold ${sign} ${formatNumber(limit)}`, kind: "threshold" });
    } else if (limit !== null && role === "ratio" && base !== null) {
      levels.push({ value: base * limit, label: `threshold ${sign} ${formatNumber(base * limit)}, ${formatNumber(limit)} times`, kind: "threshold" });
    }
  }
  return levels;
}

/** Growth from which on what was usual is flat on a linear axis of 240 pixels. */
const flatFrom = 100;

/** The axis on which an alert shows best: a series that grew very much is a corner on a linear one. */
export function usualAxis({ evidence }: AlertDetail): YAxis {
  const growths = evidence.flatMap(({ role, series, value }) => {
    const base = role === "ratio" ? 1 : role === "level" && series ? toFinite(baselineOf(evidence, series)?.value) : null;
    return base === null || value === "NaN" ? [] : [(toFinite(value) ?? Infinity) / base];
  });
  return growths.some((growth) => growth >= flatFrom) ? "log" : "auto";
}
