import type { Parameters } from "../api/client";
import type { StepEvent } from "../api/types";
import { valueOf, type Arrival } from "../live/points";

/** Choice of the points for a chart. */
export interface Wanted {
  run: string;
  series: string;
  rank: number | null;
  from: number | null;
  to: number | null;
  smooth: number;
  /** Number of points that the screen has room for. */
  points: number;
}

/** Path and parameters of the request for the wanted points. */
export function questionOf({ run, ...parameters }: Wanted): { path: string; parameters: Parameters } {
  return { path: `/runs/${encodeURIComponent(run)}/points`, parameters: { ...parameters, smooth: parameters.smooth || null, x: "step" } };
}

/**
 * Value of the wanted series in an event; none where the event is of another run or rank, or of a step out of view. Values
 * have the names of all answers: for an evaluation they already begin with its split.
 */
export function arrivalOf(event: StepEvent, wanted: Wanted): Arrival[] {
  const foreign = event.run !== wanted.run || (event.rank ?? 0) !== (wanted.rank ?? 0);
  const outside = event.step < (wanted.from ?? -Infinity) || event.step > (wanted.to ?? Infinity);
  const value = foreign || outside ? null : valueOf(event.values, wanted.series);
  return value === null ? [] : [{ attempt: event.attempt, step: event.step, millis: event.millis, value }];
}

/** The splits as series begin with them; the service has the same. */
const splits = ["train/", "train-val/", "test-val/", "test/", "unknown/"];

/** True where `series` comes from evaluations on a split. */
export function isEvaluation(series: string): boolean {
  return splits.some((split) => series.startsWith(split));
}
