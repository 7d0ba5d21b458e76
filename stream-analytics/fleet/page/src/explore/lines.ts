import { round, textSvg, type Ink } from "../chart/picture";
import { slots, type ColumnScale, type Slot } from "./scale";

/** Places of parallel axes in pixels. */
export interface LineLayout {
  width: number;
  height: number;
  /** Of each axis. */
  x: number[];
  top: number;
  bottom: number;
  /** Below the axes, for values without a place on one. */
  slotY: Map<Slot, number>;
}

/** Room at the sides, for the ticks of the first axis and the name of the last; between the ends of an axis and the edge. */
const [left, right, above, below] = [92, 62, 12, 16];
/** Distance of values without a place from the axis, and from each other. */
const slotHeight = 19;
/** Least distance between two axes. */
export const leastGap = 92;

export function lineLayout(width: number, height: number, scales: ColumnScale[]): LineLayout {
  const used = slots.filter((slot) => scales.some((scale) => scale.slot.includes(slot)));
  const bottom = height - below - used.length * slotHeight;
  const gap = scales.length < 2 ? 0 : (width - left - right) / (scales.length - 1);
  return { width, height, x: scales.map((_, i) => left + i * gap), top: above, bottom, slotY: new Map(used.map((slot, i) => [slot, bottom + slotHeight * (i + 1) + 4])) };
}

/** Height of each run on each axis: of all runs on the first, then of all on the second. */
export function heights(scales: ColumnScale[], { top, bottom, slotY }: LineLayout): Float32Array[] {
  return scales.map(({ place, slot }) => Float32Array.from(place, (at, i) => (slot[i] === null ? bottom - at * (bottom - top) : slotY.get(slot[i]!)!)));
}

/** Distance from a line within which the mouse finds it, pixels. */
const reach = 14;

/** The run whose line passes nearest to a place, of those that are `shown`; null without one near. */
export function nearestLine(y: Float32Array[], { x }: LineLayout, shown: boolean[], atX: number, atY: number): number | null {
  if (x.length === 0 || atX < x[0] - reach || atX > x[x.length - 1] + reach) {
    return null;
  }
  const next = Math.min(x.length - 1, Math.max(1, x.findIndex((one) => one > atX)));
  const i = x.length === 1 ? 0 : (atX >= x[x.length - 1] ? x.length - 1 : next) - 1;
  const j = Math.min(x.length - 1, i + 1);
  const span = x[j] - x[i] || 1;
  const part = Math.min(1, Math.max(0, (atX - x[i]) / span));
  let [found, least] = [null as number | null, reach];
  for (let run = 0; run < shown.length; run++) {
    if (shown[run]) {
      const [a, b] = [y[i][run], y[j][run]];
      const distance = Math.abs(a + (b - a) * part - atY) / Math.hypot(1, (b - a) / span);
      if (distance < least) {
        [found, least] = [run, distance];
      }
    }
  }
  return found;
}

/** Runs in the order in which keys go through them: by their height on the last axis, from the top down. */
export function lineOrder(y: Float32Array[], shown: boolean[]): number[] {
  const last = y.at(-1);
  const runs = shown.flatMap((so, run) => (so ? [run] : []));
  return last ? runs.sort((a, b) => last[a] - last[b]) : runs;
}

/** Runs by the colour of their line, so that those of one colour are drawn at once; `shown` ones only. */
export function byColour(colours: string[], shown: boolean[]): Map<string, number[]> {
  const runs = new Map<string, number[]>();
  shown.forEach((so, run) => {
    if (so) {
      const known = runs.get(colours[run]);
      known ? known.push(run) : runs.set(colours[run], [run]);
    }
  });
  return runs;
}

/** The chart as vectors: the lines that are `shown` in colour, the others grey behind them. */
export function linesSvg(scales: ColumnScale[], layout: LineLayout, colours: string[], shown: boolean[], opacity: number, ink: Ink): string {
  const { x, top, bottom, slotY } = layout;
  const y = heights(scales, layout);
  const line = (run: number) => x.map((at, i) => `${i === 0 ? "M" : "L"}${round(at)} ${round(y[i][run])}`).join("");
  const others = shown.flatMap((so, run) => (so ? [] : [line(run)])).join("");
  const text = (words: string, at: number, height: number, rest: string) => textSvg(words, at, height, ink.soft, rest);
  const halo = `paint-order="stroke" stroke="${ink.page}" stroke-width="4" stroke-linejoin="round"`;
  return [
    others && `<path d="${others}" fill="none" stroke="${ink.line}"/>`,
    ...[...byColour(colours, shown)].flatMap(([colour, runs]) => runs.map((run) => `<path d="${line(run)}" fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="1.3"/>`)),
    ...scales.flatMap((scale, i) => [
      `<path d="M${round(x[i])} ${top}V${bottom}" stroke="${ink.soft}"/>`,
      ...scale.ticks.map(({ place, words }) => text(short(words), x[i] - 7, bottom - place * (bottom - top) + 4, `text-anchor="end" ${halo}`)),
      ...[...slotY].filter(([slot]) => scale.slot.includes(slot)).map(([slot, height]) => text(slot, x[i] - 7, height + 4, `text-anchor="end" ${halo}`)),
    ]),
  ].join("");
}

/** A text that fits between two axes of a picture. */
export function short(words: string): string {
  return words.length > 16 ? `${words.slice(0, 15)}…` : words;
}
