import { decoded } from "../route/router";

/** A column of the list of runs, by the name that the service sorts, filters and groups by. */
export interface Column {
  id: string;
  label: string;
  /** Width in pixels unless the reader chose another. */
  width: number;
  numeric: boolean;
  /** True where the column is a field of every row; the values of the others are asked for. */
  field: boolean;
}

/** A column with the width that the reader chose; null for its usual one. */
export interface Shown {
  id: string;
  width: number | null;
}

/** Columns of the list in their order. */
export interface Layout {
  columns: Shown[];
  /** Columns at the left that stay in sight. */
  pinned: number;
}

function field(id: string, label: string, width: number, numeric = false): Column {
  return { id, label, width, numeric, field: true };
}

/** Fields of every row. */
export const fields: Column[] = [
  field("state", "state", 168),
  field("name", "run", 260),
  field("alerts", "alerts", 130),
  field("step", "step", 80, true),
  field("progress", "progress", 72),
  field("loss", "loss", 72, true),
  field("steps_per_second", "speed", 70, true),
  field("host", "host", 140),
  field("started", "started", 76, true),
  field("last_event", "heard", 56, true),
  field("ended", "ended", 64, true),
  field("project", "project", 120),
  field("owner", "owner", 100),
  field("gpu", "GPU", 110),
  field("gpus", "GPUs", 60, true),
  field("world_size", "ranks", 64, true),
  field("tags", "tags", 160),
  field("group", "group", 120),
  field("verdict", "verdict", 100),
  field("attempt", "attempt", 72, true),
  field("epoch", "epoch", 72, true),
  field("time_left", "time left", 84, true),
  field("best_loss", "best loss", 84, true),
];

const byId = new Map(fields.map((column) => [column.id, column]));

/** Columns of a list that nobody has changed. */
export const usual: Layout = { columns: fields.slice(0, 10).map(({ id }) => ({ id, width: null })), pinned: 0 };

/** Most columns at once; the service gives up to 64 values with a row. */
export const mostColumns = 48;
export const [narrowest, widest] = [40, 800];

/** The column behind a name; hyper-parameters, series and results go by the job's own name. */
export function columnOf(id: string): Column {
  const known = byId.get(id);
  const [, kind, name] = /^(config|metric|result)\.(.+)$/s.exec(id) ?? [null, "", id];
  return known ?? { id, label: name, width: 110, numeric: kind === "metric" || kind === "result", field: false };
}

/** The columns whose values must be asked for. */
export function asked(layout: Layout): string[] {
  return layout.columns.map(({ id }) => id).filter((id) => !byId.has(id));
}

/** The layout that an address names: columns with a comma between, each with its width behind a tilde, and the number that is pinned. */
export function readLayout(query: URLSearchParams): Layout {
  const named = (query.get("columns") ?? "").split(",").map(readShown).filter((shown) => shown !== null);
  const columns = named.filter((shown, i) => named.findIndex((other) => other.id === shown.id) === i).slice(0, mostColumns);
  const pinned = Number(/^\d{1,2}$/.exec(query.get("pin") ?? "")?.[0] ?? 0);
  return columns.length === 0 ? { ...usual, pinned: Math.min(pinned, usual.columns.length) } : { columns, pinned: Math.min(pinned, columns.length) };
}

function readShown(text: string): Shown | null {
  const [, name, width] = /^(.*?)(?:~(\d{1,3}))?$/s.exec(text)!;
  const id = decoded(name);
  return id ? { id, width: width ? bounded(Number(width)) : null } : null;
}

/** Parameters of an address that names the layout; null for those of the usual one. */
export function writeLayout({ columns, pinned }: Layout): Record<"columns" | "pin", string | null> {
  const text = columns.map(({ id, width }) => escaped(id) + (width === null ? "" : `~${width}`)).join(",");
  return { columns: text === usual.columns.map(({ id }) => id).join(",") ? null : text, pin: pinned > 0 ? String(pinned) : null };
}

function escaped(id: string): string {
  return encodeURIComponent(id).replaceAll("~", "%7E");
}

/** A width that can be read and leaves room for others. */
export function bounded(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** The layout with the column at `from` moved to `to`. */
export function moved(layout: Layout, from: number, to: number): Layout {
  const columns = [...layout.columns];
  const [column] = columns.splice(from, 1);
  columns.splice(Math.min(columns.length, Math.max(0, to)), 0, column);
  return { ...layout, columns };
}

/** The layout with a column more at its end, or without it; the last one stays. */
export function toggled(layout: Layout, id: string): Layout {
  const at = layout.columns.findIndex((column) => column.id === id);
  if (at < 0) {
    return layout.columns.length < mostColumns ? { ...layout, columns: [...layout.columns, { id, width: null }] } : layout;
  }
  return layout.columns.length === 1 ? layout : { columns: layout.columns.filter((column) => column.id !== id), pinned: layout.pinned - (at < layout.pinned ? 1 : 0) };
}

/** The layout with another width of a column. */
export function resized(layout: Layout, id: string, width: number | null): Layout {
  return { ...layout, columns: layout.columns.map((column) => (column.id === id ? { id, width: width === null ? null : bounded(width) } : column)) };
}

/** True where the layout is shown by a template of its own. */
export function isCustom(layout: Layout): boolean {
  return layout.pinned > 0 || writeLayout(layout).columns !== null;
}

/** Width of the column of checkboxes and of the gap between columns, pixels. */
const [checkbox, gap] = [22, 12];

/** Tracks of the grid, its least width in pixels, and how far from the left each pinned cell stays; the checkbox is the first. */
export function tracks(layout: Layout): { template: string; width: number; lefts: number[] } {
  const widths = layout.columns.map(({ id, width }) => width ?? columnOf(id).width);
  const lefts = [0];
  widths.slice(0, layout.pinned).forEach((_, i) => lefts.push(checkbox + gap + widths.slice(0, i).reduce((sum, width) => sum + width + gap, 0)));
  const track = (width: number, i: number) => (i < layout.pinned || layout.columns[i].width !== null ? `${width}px` : `minmax(${width}px, ${width}fr)`);
  return { template: [`${checkbox}px`, ...widths.map(track)].join(" "), width: widths.reduce((sum, width) => sum + gap + width, checkbox), lefts: layout.pinned > 0 ? lefts : [] };
}
