import type { Histogram } from "../src/api/types.ts";
import { noise } from "./random.ts";

const lowest = -40;
const every = 100;

/** A made-up histogram of a layer: a bell over the exponents that narrows as the run goes on; each hundredth step has one. */
export function histogramOf(layer: string, depth: number, kind: string, asked: number, head: number): Histogram {
  const last = Math.floor(head / every) * every;
  const step = Math.min(last, Math.floor(asked / every) * every);
  const none = kind === "activation";
  const centre = -8 - depth / 12 - Math.log2(1 + step / 2_000);
  const counts = (sign: number) => Array.from({ length: 64 }, (_, i) => (none ? 0 : Math.floor(4_000 * Math.exp(-(((lowest + i - centre) / 2.2) ** 2)) * (1 + 0.2 * noise(depth, sign * (step + i))))));
  const [negative, positive] = [counts(-1), counts(1)];
  const inBins = [...negative, ...positive].reduce((sum, count) => sum + count, 0);
  const place = { step, attempt: 0, first_step: 0, last_step: last, previous_step: step > 0 ? step - every : null, next_step: step < last ? step + every : null };
  const nowhere = { step: null, attempt: null, first_step: null, last_step: null, previous_step: null, next_step: null };
  return { layer, kind, ...(none ? nowhere : place), elements: none ? 0 : inBins + 120, zero: none ? 0 : 118, nan: none ? 0 : 2, infinity: 0, lowest_exponent: lowest, negative, positive };
}
