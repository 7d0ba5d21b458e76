import type { Parameters } from "../api/client";
import type { StepEvent } from "../api/types";
import { valueOf, type Arrival } from "../live/points";

/** Which points are wanted. */
export interface Wanted {
  run: string;
  series: string;
  rank: number | null;
  from: number | null;
  to: number | null;
  smooth: number;
  /** How many points the screen has room for. */
  points: number;
}

/** What the service is asked for the wanted points. */
export function questionOf({ run, ...parameters }: Wanted): { path: string; parameters: Parameters } {
  return { path: `/runs/${encodeURIComponent(run)}/points`, parameters: { ...parameters, smooth: parameters.smooth || null, x: "step" } };
}

/**
 * What an event says of the wanted series, where it is of the run, the rank and the steps that are shown. Events name their
 * values as all answers do: those of an evaluation begin with its split already.
 */
export function arrivalOf(event: StepEvent, wanted: Wanted): Arrival[] {
  const foreign = event.run !== wanted.run || (event.rank ?? 0) !== (wanted.rank ?? 0);
  const outside = event.step < (wanted.from ?? -Infinity) || event.step > (wanted.to ?? Infinity);
  const value = foreign || outside ? null : valueOf(event.values, wanted.series);
  return value === null ? [] : [{ attempt: event.attempt, step: event.step, millis: event.millis, value }];
}

/** The splits as series begin with them; the service has the same. */
const splits = ["train/", "train-val/", "test-val/", "test/", "unknown/"];

/** Whether `series` comes from evaluations on a split. */
export function isEvaluation(series: string): boolean {
  return splits.some((split) => series.startsWith(split));
}
