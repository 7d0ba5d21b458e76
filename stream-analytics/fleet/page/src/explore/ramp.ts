import { palette } from "../chart/run-colours";
import type { Theme } from "../parts/theme";
import type { ColumnScale } from "./scale";

/**
 * Control points of the "plasma" map (Smith, van der Walt 2015), which keeps its order with and without colour blindness. Of the
 * light page the bright end is left out, of the dark page the dark one: a line must stand out from what it is drawn on.
 */
const plasma = ["#0d0887", "#46039f", "#7201a8", "#9c179e", "#bd3786", "#d8576b", "#ed7953", "#fb9f3a", "#fdca26", "#f0f921"];
const ends: Record<Theme, [number, number]> = { light: [0, 0.62], dark: [0.4, 1] };

/** Runs without a value of the column, and categories beyond the palette. */
const grey: Record<Theme, string> = { light: "#6b747d", dark: "#8b959e" };

/** Shades of a ramp: as many as can be told apart, so that lines of one shade are drawn at once. */
const shades = 48;

/** The colour at `part`, 0 to 1, of the ramp, as #rrggbb. */
export function rampColour(part: number, theme: Theme): string {
  const [low, high] = ends[theme];
  const at = (low + Math.min(1, Math.max(0, part)) * (high - low)) * (plasma.length - 1);
  const i = Math.min(plasma.length - 2, Math.floor(at));
  const mixed = [1, 3, 5].map((from) => {
    const [a, b] = [plasma[i], plasma[i + 1]].map((hex) => parseInt(hex.slice(from, from + 2), 16));
    return Math.round(a + (b - a) * (at - i)).toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** Colours of runs by a column, and what they mean. */
export interface Colouring {
  /** Colour of each run. */
  of: string[];
  /** Categories with their colours; null for a ramp from the smallest to the largest number. */
  legend: { words: string; colour: string }[] | null;
}

/** Colours of the runs by the places that they have on `scale`; all have `plain` without one. */
export function colouring(scale: ColumnScale | null, runs: number, theme: Theme, plain: string): Colouring {
  if (scale === null) {
    return { of: new Array<string>(runs).fill(plain), legend: [] };
  }
  if (scale.kind !== "category") {
    const colours = Array.from({ length: shades + 1 }, (_, i) => rampColour(i / shades, theme));
    return { of: Array.from(scale.place, (place) => (Number.isNaN(place) ? grey[theme] : colours[Math.round(place * shades)])), legend: null };
  }
  const distinct = palette(theme);
  const last = Math.max(1, scale.ticks.length - 1);
  const shade = (index: number) => distinct[index] ?? grey[theme];
  const legend = scale.ticks.slice(0, distinct.length).map(({ words }, i) => ({ words, colour: shade(i) }));
  const others = scale.ticks.length - distinct.length;
  return {
    of: Array.from(scale.place, (place) => (Number.isNaN(place) ? grey[theme] : shade(scale.ticks.length < 2 ? 0 : Math.round(place * last)))),
    legend: others > 0 ? [...legend, { words: `${others} others`, colour: grey[theme] }] : legend,
  };
}
