import { round, textSvg, type Ink } from "../chart/picture";
import { slots, type ColumnScale, type Slot } from "./scale";

/** Places of a scatter in pixels; the plot lies between its four sides. */
export interface PointLayout {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Left of the plot, for values without a place on x; below it, for those without one on y. */
  slotX: Map<Slot, number>;
  slotY: Map<Slot, number>;
}

const [edge, nameRoom, tickRoom, slotSize] = [14, 20, 58, 30];
/** Room between the plot and its outermost points. */
const inset = 12;

export function pointLayout(width: number, height: number, x: ColumnScale, y: ColumnScale): PointLayout {
  const used = (scale: ColumnScale) => slots.filter((slot) => scale.slot.includes(slot));
  const [ofX, ofY] = [used(x), used(y)];
  const ticks = y.kind === "category" ? Math.min(150, 12 + 6.2 * Math.max(4, ...y.ticks.map(({ words }) => words.length))) : tickRoom;
  const left = nameRoom + ticks + ofX.length * (slotSize + 8);
  const bottom = height - nameRoom - 22 - ofY.length * (slotSize - 8);
  return { width, height, left, right: width - edge, top: edge, bottom, slotX: new Map(ofX.map((slot, i) => [slot, left - (slotSize + 8) * (ofX.length - i) + slotSize / 2])), slotY: new Map(ofY.map((slot, i) => [slot, bottom + (slotSize - 8) * (i + 0.5) + 2])) };
}

/** Pixel of a place between the two ends of an axis. */
export function across(place: number, from: number, to: number): number {
  const direction = Math.sign(to - from);
  return from + direction * inset + place * (to - from - 2 * direction * inset);
}

/** Centres of the points; NaN for a run that has a place on neither axis. */
export function centres(runs: string[], x: ColumnScale, y: ColumnScale, layout: PointLayout): { x: Float32Array; y: Float32Array } {
  const at = { x: new Float32Array(runs.length), y: new Float32Array(runs.length) };
  const [roomX, roomY] = [roomOf(x), roomOf(y)];
  const [swayX, swayY] = [swayOf(x), swayOf(y)];
  runs.forEach((run, i) => {
    const [slotX, slotY] = [x.slot[i], y.slot[i]];
    // Runs of one category, or of one of few numbers, would cover each other.
    const [shiftX, shiftY] = [scatter(run, 1) * swayX, scatter(run, 2) * swayY];
    at.x[i] = slotX === null ? across(x.place[i] * (1 - 2 * roomX) + roomX + shiftX, layout.left, layout.right) : slotY === null ? layout.slotX.get(slotX)! + scatter(run, 1) * slotSize * 0.6 : NaN;
    at.y[i] = slotY === null ? across(y.place[i] * (1 - 2 * roomY) + roomY + shiftY, layout.bottom, layout.top) : slotX === null ? layout.slotY.get(slotY)! + scatter(run, 2) * 8 : NaN;
  });
  return at;
}

/** Part of an axis at its ends that categories leave free, so that each has as much room. */
function roomOf({ kind, ticks }: ColumnScale): number {
  return kind === "category" ? 0.5 / Math.max(1, ticks.length) : 0;
}

/** Runs up to which points stand where their numbers are, though some cover each other. Own choice. */
const mostApart = 50;

/** Part of an axis over which runs of one value are spread. */
function swayOf(scale: ColumnScale): number {
  return scale.kind === "category" ? roomOf(scale) : scale.few && scale.value.length > mostApart ? 0.02 : 0;
}

/** A number from -0.5 to 0.5 that is always the same for a run. */
function scatter(run: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < run.length; i++) {
    hash = Math.imul(hash ^ run.charCodeAt(i), 0x01000193);
  }
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

/** Pixels within which the mouse finds a point. */
const reach = 16;

/** The run whose point is nearest to a place; null without one near. */
export function nearestPoint(at: { x: Float32Array; y: Float32Array }, x: number, y: number): number | null {
  let [found, least] = [null as number | null, reach];
  at.x.forEach((one, run) => {
    const distance = Math.hypot(one - x, at.y[run] - y);
    if (distance < least) {
      [found, least] = [run, distance];
    }
  });
  return found;
}

/** The run after a key: the next one to the side or above, of all that have a point. */
export function walkedPoint(key: string, at: { x: Float32Array; y: Float32Array }, here: number | null): number | null | undefined {
  const along = { ArrowLeft: at.x, ArrowRight: at.x, Home: at.x, End: at.x, ArrowUp: at.y, ArrowDown: at.y }[key];
  if (!along) {
    return undefined;
  }
  const across = along === at.x ? at.y : at.x;
  const order = [...along.keys()].filter((run) => !Number.isNaN(along[run])).sort((a, b) => along[a] - along[b] || across[a] - across[b]);
  if (key === "Home" || key === "End" || here === null) {
    return order.at(key === "End" || key === "ArrowLeft" || key === "ArrowUp" ? -1 : 0) ?? null;
  }
  const next = order.indexOf(here) + (key === "ArrowRight" || key === "ArrowDown" ? 1 : -1);
  return order[Math.min(order.length - 1, Math.max(0, next))] ?? null;
}

/** Fewest runs of which a correlation says anything. Own choice. */
const fewest = 5;

/** Spearman's rank correlation of the runs that have a number on both scales; null for categories and too few runs. */
export function rankCorrelation(x: ColumnScale, y: ColumnScale): number | null {
  if (x.kind === "category" || y.kind === "category") {
    return null;
  }
  const runs = [...x.place.keys()].filter((run) => !Number.isNaN(x.place[run]) && !Number.isNaN(y.place[run]));
  const [a, b] = [ranks(runs.map((run) => x.place[run])), ranks(runs.map((run) => y.place[run]))];
  const middle = (runs.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  runs.forEach((_, i) => {
    both += (a[i] - middle) * (b[i] - middle);
    ofA += (a[i] - middle) ** 2;
    ofB += (b[i] - middle) ** 2;
  });
  return runs.length < fewest || ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA * ofB);
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values: number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) {
      to++;
    }
    for (let i = from; i <= to; i++) {
      result[order[i]] = (from + to) / 2 + 1;
    }
    from = to + 1;
  }
  return result;
}

/** Radius of a point, pixels. */
export function radiusOf(points: number): number {
  return points <= 300 ? 4.5 : points <= 2_000 ? 3.5 : 2.6;
}

/** The scatter as vectors. */
export function pointsSvg(x: ColumnScale, y: ColumnScale, layout: PointLayout, at: { x: Float32Array; y: Float32Array }, colours: string[], opacity: number, ink: Ink): string {
  const { left, right, top, bottom, slotX, slotY } = layout;
  const radius = radiusOf(colours.length);
  return [
    ...ticksOf(x, left, right).map(({ at: tick, words }) => `<path d="M${round(tick)} ${top}V${bottom}" stroke="${ink.line}"/>` + textSvg(words, tick, layout.height - 26, ink.soft, 'text-anchor="middle"')),
    ...ticksOf(y, bottom, top).map(({ at: tick, words }) => `<path d="M${left} ${round(tick)}H${right}" stroke="${ink.line}"/>` + textSvg(words, left - 8 - slotX.size * (slotSize + 8), tick + 4, ink.soft, 'text-anchor="end"')),
    ...[...slotX].map(([slot, place]) => textSvg(slot, place, layout.height - 26, ink.soft, 'text-anchor="middle"')),
    ...[...slotY].map(([slot, place]) => textSvg(slot, left - 8 - slotX.size * (slotSize + 8), place + 4, ink.soft, 'text-anchor="end"')),
    ...colours.map((colour, run) => (Number.isNaN(at.x[run]) ? "" : `<circle cx="${round(at.x[run])}" cy="${round(at.y[run])}" r="${radius}" fill="${colour}" fill-opacity="${opacity}"/>`)),
    textSvg(x.label, (left + right) / 2, layout.height - 8, ink.ink, 'text-anchor="middle" font-weight="600"'),
    textSvg(y.label, 0, 0, ink.ink, `text-anchor="middle" font-weight="600" transform="translate(14 ${(top + bottom) / 2}) rotate(-90)"`),
  ].join("");
}

/** Ticks of an axis in pixels. Categories stand in the middle of the room that their points have. */
export function ticksOf(scale: ColumnScale, from: number, to: number): { at: number; words: string }[] {
  const room = roomOf(scale);
  return scale.ticks.map(({ place, words }) => ({ at: across(place * (1 - 2 * room) + room, from, to), words }));
}
