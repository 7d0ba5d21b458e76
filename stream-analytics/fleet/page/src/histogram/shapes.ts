import { escaped, type Ink } from "../chart/picture";
import { formatPercent } from "../format/number";
import { decades, extentOf, highestShare, powerText, shareTicks, type Bins, type Extent, type Shares } from "./bins";

/** A part of the drawing, which the page shows as an element and a picture as text. */
export type Shape =
  | { kind: "path"; d: string; fill: string; stroke: string; width: number; opacity: number; title?: string }
  | { kind: "text"; words: string; x: number; y: number; fill: string; anchor: "start" | "middle" | "end" };

/** Colours of the drawing: those of the page, of the bars, and of the outline that they are compared with. */
export interface Colours extends Ink {
  bars: string;
  outline: string;
}

const left = 48;
const right = 12;
const top = 10;
const bottom = 24;
/** Room between the smallest bins of both signs, where zero is, pixels. */
const middle = 26;
const tickRoom = 46;
/** Least distance of the label of a tick from that of zero, pixels. */
const zeroRoom = 28;

/** The bars of `shown`, with the outline of `other` over them where there is one; null where all bins are empty. */
export function shapesOf(shown: Bins, other: Bins | null, width: number, height: number, colours: Colours): Shape[] | null {
  const all = other ? [shown, other] : [shown];
  const extent = extentOf(all);
  if (!extent) {
    return null;
  }
  const ticks = shareTicks(highestShare(all));
  const most = ticks.at(-1)!;
  const y = (share: number) => height - bottom - (share / most) * (height - top - bottom);
  const sides = sidesOf(extent, width);
  const base = y(0);
  const zero = sides.length === 2 ? (sides[0].at(extent.low) + sides[1].at(extent.low)) / 2 : null;
  return [
    ...ticks.flatMap((tick): Shape[] => [
      { kind: "path", d: `M${left} ${round(y(tick))}H${width - right}`, fill: "none", stroke: colours.line, width: 1, opacity: 1 },
      { kind: "text", words: formatPercent(tick), x: left - 6, y: round(y(tick)) + 4, fill: colours.soft, anchor: "end" },
    ]),
    ...sides.flatMap((side) => bars(side, shown, y, base, colours.bars)),
    ...(other ? sides.map((side) => outline(side, other, y, base, colours.outline)) : []),
    ...sides.flatMap((side) => labels(side, extent, height, colours, zero)),
    ...(zero !== null ? [{ kind: "text", words: "0", x: round(zero), y: height - bottom + 16, fill: colours.soft, anchor: "middle" } as const] : []),
  ];
}

/** One sign's part of the axis. */
interface Side {
  negative: boolean;
  extent: Extent;
  /** Place of the magnitude 2^exponent. */
  at: (exponent: number) => number;
}

function sidesOf(extent: Extent, width: number): Side[] {
  const count = Number(extent.negative) + Number(extent.positive);
  const each = (width - left - right - (count === 2 ? middle : 0)) / count;
  const scale = each / (extent.high + 1 - extent.low);
  const negative: Side = { negative: true, extent, at: (exponent) => left + each - (exponent - extent.low) * scale };
  const positive: Side = { negative: false, extent, at: (exponent) => width - right - each + (exponent - extent.low) * scale };
  return [...(extent.negative ? [negative] : []), ...(extent.positive ? [positive] : [])];
}

function sharesOf(side: Side, bins: Bins): Shares {
  return side.negative ? bins.negative : bins.positive;
}

function bars(side: Side, bins: Bins, y: (share: number) => number, base: number, fill: string): Shape[] {
  return [...sharesOf(side, bins)].map(([exponent, share]) => {
    const [a, b] = [side.at(exponent), side.at(exponent + 1)].sort((one, two) => one - two);
    const sign = side.negative ? "−" : "";
    const title = `${sign}2^${exponent} to ${sign}2^${exponent + 1}: ${formatPercent(share)}`;
    return { kind: "path", d: `M${round(a + 0.5)} ${round(base)}V${round(y(share))}H${round(b - 0.5)}V${round(base)}Z`, fill, stroke: "none", width: 0, opacity: 0.75, title };
  });
}

function outline(side: Side, bins: Bins, y: (share: number) => number, base: number, stroke: string): Shape {
  const shares = sharesOf(side, bins);
  const { low, high } = side.extent;
  const steps = Array.from({ length: high - low + 1 }, (_, i) => `V${round(y(shares.get(low + i) ?? 0))}H${round(side.at(low + i + 1))}`).join("");
  return { kind: "path", d: `M${round(side.at(low))} ${round(base)}${steps}V${round(base)}`, fill: "none", stroke, width: 1.5, opacity: 1 };
}

function labels(side: Side, extent: Extent, height: number, { soft }: Colours, zero: number | null): Shape[] {
  const room = Math.abs(side.at(extent.high + 1) - side.at(extent.low));
  return decades(extent, Math.max(1, Math.floor(room / tickRoom))).flatMap((power): Shape[] => {
    const x = round(side.at(power * Math.log2(10)));
    const tick: Shape = { kind: "path", d: `M${x} ${height - bottom}v4`, fill: "none", stroke: soft, width: 1, opacity: 1 };
    if (zero !== null && Math.abs(x - zero) < zeroRoom) {
      return [tick];
    }
    return [
      tick,
      { kind: "text", words: powerText(power, side.negative), x, y: height - bottom + 16, fill: soft, anchor: "middle" },
    ];
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The shapes as text of a picture. */
export function shapesSvg(shapes: Shape[]): string {
  return shapes
    .map((shape) =>
      shape.kind === "path"
        ? `<path d="${shape.d}" fill="${shape.fill}" stroke="${shape.stroke}" stroke-width="${shape.width}" opacity="${shape.opacity}"/>`
        : `<text x="${shape.x}" y="${shape.y}" fill="${shape.fill}" text-anchor="${shape.anchor}">${escaped(shape.words)}</text>`,
    )
    .join("");
}
