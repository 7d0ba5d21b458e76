import type { SeriesInfo } from "../api/types";
import { isLoss, isResult } from "../format/result";
import { sectionsOf } from "../pages/sections";

/** Most charts at once: each asks the service for its curves of all runs. */
export const mostCharts = 24;
/** Charts of a comparison that names no series. Own choice: what fits on a screen. */
const usualCharts = 6;
/** Sections that tell of the machine. */
const machines = new Set(["Pace", "GPU"]);

/** Names of the series that any of the runs has, in the order of a run's page. */
export function namesOf(lists: SeriesInfo[][]): string[] {
  return sectionsOf([...new Set(lists.flatMap((list) => list.map(({ name }) => name)))]).flatMap(({ series }) => series);
}

/** The series that are shown: those of the address, else the losses and scores that most of the runs have, and then of each section one. */
export function shownSeries(asked: string[], lists: SeriesInfo[][]): string[] {
  if (asked.length > 0) {
    return [...new Set(asked)].slice(0, mostCharts);
  }
  const having = (name: string) => lists.filter((list) => list.some((one) => one.name === name)).length;
  const common = sectionsOf([...new Set(lists.flatMap((list) => list.map(({ name }) => name)))].filter((name) => having(name) * 2 > lists.length));
  const results = common.flatMap(({ series }) => series).filter(isResult);
  const first = [...results.filter(isLoss), ...results.filter((name) => !isLoss(name))].slice(0, usualCharts - 2);
  // Of each section one in turn, so that no section takes all the room; machines last.
  const others = [...common.filter(({ title }) => !machines.has(title)), ...common.filter(({ title }) => machines.has(title))];
  const inTurn = Array.from({ length: usualCharts }, (_, i) => others.flatMap(({ series }) => series[i] ?? [])).flat();
  return [...new Set(["loss", ...first, ...inTurn])].slice(0, usualCharts);
}

/** Runs left after a press on the eye of `run`: it alone is hidden, or shown again. */
export function toggled(hidden: string[], run: string): string[] {
  return hidden.includes(run) ? hidden.filter((one) => one !== run) : [...hidden, run];
}

/** Hidden runs after `run` is shown alone; where it already is, all are shown again. */
export function soloed(runs: string[], hidden: string[], run: string): string[] {
  const others = runs.filter((one) => one !== run);
  const alone = !hidden.includes(run) && others.every((one) => hidden.includes(one));
  return alone ? [] : others;
}
