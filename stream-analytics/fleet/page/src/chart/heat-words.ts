import { formatCount, formatNumber, plural } from "../format/number";
import type { Heat } from "./heat";

/** Kinds of tensors that a heat map can show. */
export const heatKinds: [string, string][] = [["gradient", "gradients"], ["parameter", "parameters"], ["update", "updates"], ["activation", "activations"]];

/** Statistics of a tensor, as the history has them. */
export const heatStatistics: [string, string][] = [
  ["l2_norm", "norm"],
  ["mean", "mean"],
  ["standard_deviation", "standard deviation"],
  ["minimum", "minimum"],
  ["maximum", "maximum"],
  ["zero_count", "zero elements"],
  ["nan_count", "NaN elements"],
  ["infinity_count", "infinite elements"],
  ["saturated_count", "saturated elements"],
];

const one: Record<string, string> = { gradient: "Gradient", parameter: "Parameter", update: "Update", activation: "Activation" };

/** Name of a kind of tensor, such as "Gradient". */
export function kindTitle(kind: string): string {
  return one[kind] ?? kind;
}

/** Title of the map, such as "Gradient norm". */
export function heatTitle(kind: string, statistic: string): string {
  const name = heatStatistics.find(([id]) => id === statistic)?.[1] ?? statistic;
  return `${kindTitle(kind)} ${name}`;
}

/** The map in one sentence, for who does not see it. */
export function heatSummary(heat: Heat, title: string, range: [number, number] | null): string {
  const [first, last] = [heat.step[0], heat.step[heat.step.length - 1]];
  const bad = heat.layers.filter((_, i) => heat.bad[i].some((count) => count > 0));
  const values = range ? `from ${formatNumber(range[0])} to ${formatNumber(range[1])}` : "none above zero";
  const broken = bad.length > 0 ? `; not finite in ${plural(bad.length, "layer")}, first ${bad[0]}` : "";
  return `${title} of ${plural(heat.layers.length, "layer")} over steps ${formatCount(first)} to ${formatCount(last)}: ${values}${broken}.`;
}
