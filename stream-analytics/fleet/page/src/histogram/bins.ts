import type { Histogram } from "../api/types";

/** Part of the elements in each bin of one sign, by exponent; bins that are not there are empty. */
export type Shares = Map<number, number>;

/** Bins of a histogram as parts of all elements of the tensor. */
export interface Bins {
  negative: Shares;
  positive: Shares;
}

/** Exponents of the lowest and the highest bin of an axis, and which signs it has. */
export interface Extent {
  low: number;
  high: number;
  negative: boolean;
  positive: boolean;
}

/** Fewest bins of one sign that an axis has, so that few bins do not fill the chart. */
const fewestBins = 6;

export function binsOf({ negative, positive, lowest_exponent, elements }: Histogram): Bins {
  const shares = (counts: number[]) => new Map(counts.flatMap((count, i) => (count > 0 ? [[lowest_exponent + i, count / elements] as const] : [])));
  return { negative: shares(negative), positive: shares(positive) };
}

/** The axis on which all of `shown` can be seen; null where all bins are empty. */
export function extentOf(shown: Bins[]): Extent | null {
  const exponents = shown.flatMap(({ negative, positive }) => [...negative.keys(), ...positive.keys()]);
  if (exponents.length === 0) {
    return null;
  }
  const high = Math.max(...exponents);
  return {
    low: Math.min(...exponents, high - fewestBins + 1),
    high,
    negative: shown.some((bins) => bins.negative.size > 0),
    positive: shown.some((bins) => bins.positive.size > 0),
  };
}

/** The largest share of all. */
export function highestShare(shown: Bins[]): number {
  return Math.max(0, ...shown.flatMap(({ negative, positive }) => [...negative.values(), ...positive.values()]));
}

/** Round shares from 0 to at least `highest`, at most five of them. */
export function shareTicks(highest: number): number[] {
  const distance = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2].find((one) => highest <= 4 * one) ?? 0.25;
  return Array.from({ length: Math.ceil(highest / distance - 1e-9) + 1 }, (_, i) => i * distance);
}

/** Powers of ten between the edges of an axis, at most as many as `most`, each as its exponent. */
export function decades({ low, high }: Extent, most: number): number[] {
  const [first, last] = [Math.ceil(low * Math.log10(2) - 1e-9), Math.floor((high + 1) * Math.log10(2) + 1e-9)];
  const every = [1, 2, 3, 5, 10].find((one) => (last - first + 1) / one <= most) ?? 20;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).filter((power) => power % every === 0);
}

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A power of ten: 10⁻³, 0.1, 1, 10. */
export function powerText(power: number, negative: boolean): string {
  const sign = negative ? "−" : "";
  if (power >= -1 && power <= 2) {
    return `${sign}${10 ** power}`;
  }
  return `${sign}10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => raised[Number(digit)]).join("")}`;
}
