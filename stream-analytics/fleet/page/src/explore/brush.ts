import { equals, quoted } from "../table/conditions";
import { decoded } from "../route/router";
import { placeOf, valueAt, type ColumnScale } from "./scale";

/** Part of an axis that is chosen: numbers between two, both included, or some categories. */
export type Brush = { column: string; low: number; high: number } | { column: string; values: string[] };

/** Categories that a brush names at most: an address has room for no more. */
const mostValues = 50;
/** Significant digits of the ends of a brush. */
const digits = 4;

/** The brush over a part of an axis, `from` to `to` in places; null where it holds nothing that a brush can say. */
export function brushOver(scale: ColumnScale, from: number, to: number): Brush | null {
  if (scale.kind !== "category") {
    return scale.range && { column: scale.id, low: from <= 0 ? scale.range[0] : rounded(valueAt(scale, from), -1), high: to >= 1 ? scale.range[1] : rounded(valueAt(scale, to), 1) };
  }
  const inside = new Set<string>();
  scale.place.forEach((place, i) => place >= from - 1e-9 && place <= to + 1e-9 && inside.add(scale.text[i]!));
  return inside.size === 0 ? null : { column: scale.id, values: [...inside].slice(0, mostValues) };
}

/** `value` in few digits, and never further inside than it was. */
function rounded(value: number, direction: 1 | -1): number {
  const near = Number(value.toPrecision(digits));
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - digits + 1);
  return (near - value) * direction >= 0 ? near : Number((near + direction * unit).toPrecision(digits));
}

/** The part of the axis that a brush covers, in places; null where the column has no such values now. */
export function coverOf(brush: Brush, scale: ColumnScale): [number, number] | null {
  if ("low" in brush) {
    const clamp = (place: number) => Math.min(1, Math.max(0, Number.isNaN(place) ? 0 : place));
    return scale.range === null ? null : [clamp(placeOf(scale, brush.low)), clamp(placeOf(scale, brush.high))];
  }
  const values = new Set(brush.values);
  const places = [...scale.place].filter((_, i) => values.has(scale.text[i] ?? ""));
  return scale.kind !== "category" || places.length === 0 ? null : [Math.min(...places), Math.max(...places)];
}

/** True for each run that lies in all brushes. A brush on a column that is no axis counts as well. */
export function brushed(runs: number, brushes: Brush[], scales: Map<string, ColumnScale>): boolean[] {
  const inside = new Array<boolean>(runs).fill(true);
  for (const brush of brushes) {
    const scale = scales.get(brush.column);
    const holds = scale && holder(brush, scale);
    holds && inside.forEach((so, i) => (inside[i] = so && holds(i)));
  }
  return inside;
}

function holder(brush: Brush, { value, text }: ColumnScale): (run: number) => boolean {
  if ("low" in brush) {
    return (run) => value[run] >= brush.low && value[run] <= brush.high;
  }
  const values = new Set(brush.values);
  return (run) => values.has(text[run] ?? "\0");
}

/** `brushes` with another one for its column, or without one where it is null. */
export function withBrush(brushes: Brush[], column: string, brush: Brush | null): Brush[] {
  return [...brushes.filter((one) => one.column !== column), ...(brush ? [brush] : [])];
}

/** Conditions of the table of runs that hold for the runs in the brush. */
export function conditionsOf(brush: Brush): string[] {
  if ("low" in brush) {
    return [`${quoted(brush.column)} >= ${brush.low}`, `${quoted(brush.column)} <= ${brush.high}`];
  }
  const [first, ...others] = brush.values;
  return others.length === 0 ? [equals(brush.column, first)] : [`${quoted(brush.column)} = /^(${brush.values.map(literal).join("|")})$/`];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A brush as a parameter of an address. */
export function writeBrush(brush: Brush): string {
  const parts = "low" in brush ? [String(brush.low), String(brush.high)] : ["", ...brush.values];
  return [brush.column, ...parts].map((part) => encodeURIComponent(part).replaceAll("~", "%7E")).join("~");
}

/** The brush that a parameter of an address names; null for what no page has written. */
export function readBrush(text: string): Brush | null {
  const [column, first, ...rest] = text.split("~").map(decoded);
  if (!column || rest.length === 0 || rest.includes(null)) {
    return null;
  }
  if (first === "") {
    return { column, values: (rest as string[]).slice(0, mostValues) };
  }
  const [low, high] = [Number(first ?? NaN), Number(rest[0])];
  return Number.isFinite(low) && Number.isFinite(high) && low <= high ? { column, low, high } : null;
}

/** Parts of an axis by which keys move an end of a brush. */
const strides: Record<string, number> = { ArrowUp: 0.02, ArrowRight: 0.02, ArrowDown: -0.02, ArrowLeft: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 };

/** The cover of a brush after a key on one of its ends; null where the key moves nothing. Categories go one by one. */
export function moved(key: string, end: "low" | "high", [from, to]: [number, number], scale: ColumnScale): [number, number] | null {
  const stride = Object.hasOwn(strides, key) ? strides[key] : 0;
  if (stride === 0) {
    return null;
  }
  const categories = scale.kind === "category" && Math.abs(stride) < 0.1 ? 1 / Math.max(1, scale.ticks.length - 1) : 0;
  const by = categories > 0 ? Math.sign(stride) * categories : stride;
  return end === "low" ? [Math.min(to, Math.max(0, from + by)), to] : [from, Math.max(from, Math.min(1, to + by))];
}
