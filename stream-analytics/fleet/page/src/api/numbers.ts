import type { components } from "./schema";

/** A number as it travels in JSON, which has no NaN and no infinities. */
export type Wire = components["schemas"]["Number"];

/** The number behind `value`; null where there is none. A text that is no such number is none either. */
export function toNumber(value: Wire | null | undefined): number | null {
  if (typeof value === "number") {
    return value;
  }
  switch (value) {
    case "NaN":
      return NaN;
    case "Infinity":
      return Infinity;
    case "-Infinity":
      return -Infinity;
    default:
      return null;
  }
}

/** A finite number, or null: what a curve can be drawn through. */
export function toFinite(value: Wire | null | undefined): number | null {
  const number = toNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}

/** `value` as JSON can carry it. */
export function toWire(value: number | null): Wire | null {
  if (value === null || Number.isFinite(value)) {
    return value;
  }
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
