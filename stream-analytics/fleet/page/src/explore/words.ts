import type { RunRow } from "../api/types";
import { formatCount, plural } from "../format/number";
import { slots, wordsOf, type ColumnScale } from "./scale";

/** A run and its values on some scales, in words. */
export function runWords({ name, run }: Pick<RunRow, "name" | "run">, scales: ColumnScale[], at: number): string {
  return `${name || run}: ${scales.map((scale) => `${scale.label} ${wordsOf(scale, at)}`).join(", ")}`;
}

/** Parallel coordinates in a sentence. */
export function linesLabel(runs: number, inside: number, scales: ColumnScale[]): string {
  const chosen = inside === runs ? "" : `, ${formatCount(inside)} of them chosen`;
  return `Parallel coordinates of ${plural(runs, "run")}${chosen}, over ${scales.map(({ label }) => label).join(", ")}. Arrow keys go from run to run, Enter opens it.`;
}

/** A scatter in a sentence. */
export function pointsLabel(x: ColumnScale, y: ColumnScale, drawn: number, rank: number | null): string {
  const related = rank === null ? "" : ` Their rank correlation is ${rank.toFixed(2).replace("-", "−")}.`;
  return `Scatter of ${plural(drawn, "run")}: ${y.label} against ${x.label}.${related} Arrow keys go from run to run, Enter opens it.`;
}

/** Runs that have no place on a scale, by why: 3 none, 1 NaN. Empty where all have one. */
export function withoutPlace(scale: ColumnScale): string {
  const counts = slots.map((slot) => [slot, scale.slot.filter((one) => one === slot).length] as const);
  return counts.filter(([, count]) => count > 0).map(([slot, count]) => `${formatCount(count)} ${slot}`).join(", ");
}
