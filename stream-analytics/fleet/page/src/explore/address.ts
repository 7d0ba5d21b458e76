import { decoded } from "../route/router";
import { onlyFilters } from "../table/filter";
import { columnOf, isCustom, type Layout } from "../table/columns";
import { urlOf } from "../route/permalink";
import type { ScaleChoice } from "./scale";

/** A column as an axis, with the scale that the reader chose for it. */
export interface Axis {
  id: string;
  scale: ScaleChoice;
}

/** Most axes at once: more cannot be told apart on a screen. Own choice. */
export const mostAxes = 16;

/** Value of the parameter "colour" for no column; no column has this name. */
export const noColour = "none";

/** The axes that a parameter of an address names; null where it names none. */
export function readAxes(text: string | null): Axis[] | null {
  const axes = (text ?? "").split(",").flatMap((part) => {
    const [name, scale] = part.split("~");
    const id = decoded(name);
    return id ? [{ id, scale: scaleChoice(scale) }] : [];
  });
  const unique = axes.filter(({ id }, i) => axes.findIndex((one) => one.id === id) === i).slice(0, mostAxes);
  return unique.length === 0 ? null : unique;
}

/** A word of an address as the choice of a scale. */
export function scaleChoice(word: string | null | undefined): ScaleChoice {
  return word === "log" || word === "linear" ? word : "auto";
}

/** Axes as a parameter of an address. */
export function writeAxes(axes: Axis[]): string {
  return axes.map(({ id, scale }) => encodeURIComponent(id).replaceAll("~", "%7E") + (scale === "auto" ? "" : `~${scale}`)).join(",");
}

/** The axes with the one at `from` moved to `to`. */
export function movedAxis(axes: Axis[], from: number, to: number): Axis[] {
  const rest = axes.filter((_, i) => i !== from);
  const at = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, at), axes[from], ...rest.slice(at)];
}

/** Address of a chart over the runs of a table that `query` names; the columns that its reader has chosen become the axes. */
export function chartUrl(page: "parallel" | "scatter", query: URLSearchParams, layout: Layout): string {
  const next = onlyFilters(query);
  const axes = isCustom(layout) ? layout.columns.map(({ id }) => id).filter((id) => !columnOf(id).field || columnOf(id).numeric).slice(0, mostAxes) : [];
  if (page === "parallel" && axes.length > 1) {
    next.set("axes", writeAxes(axes.map((id) => ({ id, scale: "auto" }))));
  }
  return urlOf(`/${page}`, next);
}

/** Address of a chart over some runs, by their ids. */
export function chartOfRuns(page: "parallel" | "scatter", runs: string[]): string {
  return urlOf(`/${page}`, new URLSearchParams(runs.map((run) => ["run", run])));
}
