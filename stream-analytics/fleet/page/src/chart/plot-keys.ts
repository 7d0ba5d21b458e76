import type uPlot from "uplot";

/** Keys on a chart, beyond those of its cursor. */
export interface KeyReactions {
  zoom(from: number, to: number): void;
  reset(): void;
}

/** Part of the width that one press of + leaves in view. */
const closer = 0.5;

/**
 * Arrow keys move the cursor over the points, with shift ten at a time, and Home and End to the ends; + and − zoom around the
 * cursor, 0 shows all. The charts that share the cursor follow.
 *
 * @returns true where the key was one of these
 */
export function pressed(u: uPlot, { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent, reactions: KeyReactions): boolean {
  if (ctrlKey || metaKey || altKey || u.data[0].length === 0) {
    return false;
  }
  const x = u.data[0] as number[];
  const [min, max] = [u.scales.x.min ?? x[0], u.scales.x.max ?? x[x.length - 1]];
  const first = Math.max(0, x.findIndex((one) => one >= min));
  const last = Math.max(first, x.findLastIndex((one) => one <= max));
  const at = u.cursor.idx ?? null;
  const far = shiftKey ? 10 : 1;
  const to = { ArrowLeft: at === null ? last : at - far, ArrowRight: at === null ? first : at + far, Home: first, End: last }[key];
  if (to !== undefined) {
    moveTo(u, x[Math.min(last, Math.max(first, to))]);
    return true;
  }
  if (key === "+" || key === "=" || key === "-" || key === "−") {
    const middle = at === null ? (min + max) / 2 : x[at];
    const half = ((max - min) / 2) * (key === "+" || key === "=" ? closer : 1 / closer);
    reactions.zoom(Math.max(x[0], middle - half), Math.min(Math.max(x[x.length - 1], max), middle + half));
    return true;
  }
  if (key === "0") {
    reactions.reset();
    return true;
  }
  return false;
}

function moveTo(u: uPlot, x: number): void {
  // The third argument, which the types lack, tells the charts that share the cursor.
  const set = u.setCursor as (at: { left: number; top: number }, fire: boolean, share: boolean) => void;
  set({ left: u.valToPos(x, "x"), top: u.over.clientHeight / 2 }, true, true);
}
