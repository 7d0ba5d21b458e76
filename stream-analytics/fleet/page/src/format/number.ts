import { toFinite, toNumber, type Wire } from "../api/numbers";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Sign for a missing value. */
export const absent = "–";

/** A whole number with separators: 12,345. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? absent : Number.isFinite(value) ? whole.format(value) : formatNumber(value);
}

/** Hours of GPUs: of few, also the tenths. */
export function formatHours(hours: number): string {
  return hours >= 10 || hours === 0 ? formatCount(hours) : hours < 0.1 ? "< 0.1" : hours.toFixed(1);
}

/** A measured value in `digits` significant digits; NaN and infinities by name, very large and small ones with an exponent. */
export function formatNumber(wire: Wire | null | undefined, digits = 4): string {
  const value = toNumber(wire);
  if (value === null) {
    return absent;
  }
  if (Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "+Inf" : "−Inf";
  }
  if (value === 0) {
    return "0";
  }
  return minus(size(Math.abs(value)) ? plain(value, digits) : exponential(value, digits));
}

function size(magnitude: number): boolean {
  return magnitude >= 1e-3 && magnitude < 1e6;
}

function plain(value: number, digits: number): string {
  if (Number.isInteger(value)) {
    return whole.format(value);
  }
  return Math.abs(value) >= 10 ** digits ? whole.format(value) : String(Number(value.toPrecision(digits)));
}

function exponential(value: number, digits: number): string {
  return value.toExponential(Math.max(0, digits - 2)).replace(/\.?0+e/, "e").replace("e+", "e");
}

function minus(text: string): string {
  return text.replaceAll("-", "−");
}

/** A count in few characters: 950, 12.4k, 3.1M. */
export function formatShort(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return formatNumber(value ?? null);
  }
  for (const [unit, letter] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) {
    if (Math.abs(value) >= unit) {
      return minus(`${Number((value / unit).toPrecision(3))}${letter}`);
    }
  }
  return minus(String(Number(value.toPrecision(3))));
}

/** Bytes in binary units: 1.5 GiB. */
export function formatBytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
  return minus(`${Number((value / 2 ** (10 * power)).toPrecision(3))} ${units[power]}`);
}

/** Formatter for the values of `series`: units of bytes where it counts bytes. */
export function formatterOf(series: string): (value: Wire | null | undefined) => string {
  return /(^|[_/.])bytes$/.test(series) ? (value) => (toFinite(value) === null ? formatNumber(value) : formatBytes(toFinite(value)!)) : (value) => formatNumber(value);
}

/** A part of 1 as per cent: 0.123 is 12 %. */
export function formatPercent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined || !Number.isFinite(ratio)) {
    return absent;
  }
  const percent = ratio * 100;
  return `${percent > 0 && percent < 10 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** A rate per second: 3.2 /s, or per minute where it is slow. */
export function formatRate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined || perSecond === 0) {
    return absent;
  }
  return perSecond > 0 && perSecond < 0.1 ? `${formatShort(perSecond * 60)}/min` : `${formatShort(perSecond)}/s`;
}

/** `count` and its noun: 1 run, 2 runs. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
