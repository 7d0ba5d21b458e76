import type uPlot from "uplot";
import { save } from "../format/save";
import { stretches, type Curve, type Frame, type Mark } from "./frame";

/** Text around a chart in a picture of it. */
export interface PictureWords {
  title: string;
  /** Unit of the x axis. */
  x: string;
  /** Unit of the y axis; empty where the title says it. */
  y: string;
  /** Name of what the curves show; empty for one curve, which the title names. */
  legend: { label: string; colour: string; dash?: number[] }[];
}

/** Vector picture of a size in pixels. */
export interface Svg {
  text: string;
  width: number;
  height: number;
}

/** Colours of the page that the picture is taken of. */
export interface Ink {
  page: string;
  ink: string;
  soft: string;
  line: string;
  /** Of marks of what is not finite. */
  nonFinite: string;
}

/** Reads the colours of the theme that holds. */
export function pageInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const [page, ink, soft, line, nonFinite] = ["--page", "--ink", "--ink-soft", "--line", "--nonfinite"].map((name) => style.getPropertyValue(name).trim());
  return { page, ink, soft, line, nonFinite };
}

const titleHeight = 34;
const unitHeight = 22;
const legendRow = 18;
const legendColumn = 230;
const margin = 14;

/** `words` as text of XML: names come from jobs. */
export function escaped(words: string): string {
  // Characters that XML does not allow, such as control characters, would make the file unreadable.
  return words
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Words at a place of a picture. */
export function textSvg(words: string, x: number, y: number, fill: string, rest = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" ${rest}>${escaped(words)}</text>`;
}

/** Two digits behind the point are enough for a picture. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A picture of `body`, which is `width` by `height`, with title, units and legend around it. */
export function framed(body: string, width: number, height: number, words: PictureWords, ink: Ink): Svg {
  const columns = Math.max(1, Math.floor((width - margin) / legendColumn));
  const rows = Math.ceil(words.legend.length / columns);
  const whole = titleHeight + height + unitHeight + rows * legendRow + margin;
  const below = titleHeight + height;
  const legend = words.legend.map(({ label: name, colour, dash }, i) => {
    const [x, y] = [margin + (i % columns) * legendColumn, below + unitHeight + Math.floor(i / columns) * legendRow + 10];
    const line = `<path d="M${x} ${y - 4}h22" stroke="${colour}" stroke-width="2.5"${dashOf(dash)}/>`;
    return line + textSvg(name.length > 32 ? `${name.slice(0, 31)}…` : name, x + 28, y, ink.ink);
  });
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escaped(words.title)}</title>`,
    `<rect width="100%" height="100%" fill="${ink.page}"/>`,
    textSvg(words.title, margin, 22, ink.ink, 'font-size="15" font-weight="600"'),
    words.y ? textSvg(words.y, width - margin, 22, ink.soft, 'text-anchor="end"') : "",
    `<g transform="translate(0 ${titleHeight})">${body}</g>`,
    words.x ? textSvg(words.x, width - margin, below + 12, ink.soft, 'text-anchor="end"') : "",
    ...legend,
    "</svg>",
  ].join("");
  return { text, width, height: whole };
}

function dashOf(dash: number[] | undefined): string {
  return dash ? ` stroke-dasharray="${dash.join(" ")}"` : "";
}

/** Parts of a plot that uPlot keeps to itself: the ticks that it has drawn, and their texts. */
interface Ticks {
  _splits?: number[] | null;
  _values?: (string | null)[] | null;
}

/** The curves of a plot as vectors, in the scale and with the ticks that it shows. */
export function curvesSvg(u: uPlot, frame: Frame, ink: Ink): { body: string; width: number; height: number } {
  const box = { left: u.bbox.left / devicePixelRatio, top: u.bbox.top / devicePixelRatio, width: u.bbox.width / devicePixelRatio, height: u.bbox.height / devicePixelRatio };
  const x = (value: number) => box.left + u.valToPos(value, "x");
  const y = (value: number) => box.top + u.valToPos(value, "y");
  const clip = `plot-${Math.round(box.left)}-${Math.round(box.width)}`;
  const ticks = (axis: number) => {
    const { _splits, _values } = u.axes[axis] as unknown as Ticks;
    return (_splits ?? []).map((at, i) => ({ at, words: String(_values?.[i] ?? "") }));
  };
  const body = [
    `<defs><clipPath id="${clip}"><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"/></clipPath></defs>`,
    ...ticks(1).map(({ at, words }) => `<path d="M${round(box.left)} ${round(y(at))}h${round(box.width)}" stroke="${ink.line}"/>` + textSvg(words, box.left - 6, y(at) + 4, ink.soft, 'text-anchor="end"')),
    ...ticks(0).map(({ at, words }) => words.split("\n").map((line, i) => textSvg(line, x(at), box.top + box.height + 18 + 13 * i, ink.soft, 'text-anchor="middle"')).join("")),
    `<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round">${frame.curves.map((curve) => curveSvg(curve, x, y)).join("")}</g>`,
    ...frame.dividers.map((divider) => ({ ...divider, at: x(divider.x) })).filter(({ at }) => inside(at, box)).map(({ at, label: words }) => `<path d="M${round(at)} ${box.top}v${box.height}" stroke="${ink.soft}" stroke-dasharray="4 4"/>` + textSvg(words, at + 6, box.top + 12, ink.soft)),
    ...stretches([...frame.marks].sort((a, b) => a.x - b.x)).map((mark) => ({ mark, at: x(mark.x) })).filter(({ at }) => inside(at, box)).map(({ mark, at }) => markSvg(mark, at, box, ink)),
  ].join("");
  return { body, width: u.width, height: u.height };
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function inside(x: number, { left, width }: Box): boolean {
  return x >= left - 1 && x <= left + width + 1;
}

/** Signs of values that no line shows, as the legend of a chart has them. */
const signs: Record<Mark["kind"], string> = { nan: "◆", positive: "▲", negative: "▼", nonpositive: "○", above: "△", below: "▽" };

/** A mark on the edge of the axis that it stands beyond. */
export function markSvg({ kind }: Mark, x: number, { top, height }: Box, ink: Ink): string {
  const upper = kind === "positive" || kind === "above";
  const bad = kind === "nan" || kind === "positive" || kind === "negative";
  return textSvg(signs[kind], x, (upper ? top : top + height) + 4, bad ? ink.nonFinite : ink.soft, 'text-anchor="middle"');
}

function curveSvg(curve: Curve, x: (value: number) => number, y: (value: number) => number): string {
  const line = strokes(curve.x, curve.value).map((stroke) => stroke.map(([at, value], i) => `${i === 0 ? "M" : "L"}${round(x(at))} ${round(y(value))}`).join("")).join("");
  const band = bands(curve).map((points) => `M${points.map(([at, value]) => `${round(x(at))} ${round(y(value))}`).join("L")}Z`).join("");
  const shown = curve.superseded ? 0.45 : 1;
  return `<path d="${band}" fill="${curve.colour}" fill-opacity="${curve.superseded ? 0.06 : 0.14}"/><path d="${line}" stroke="${curve.colour}" stroke-opacity="${shown}" stroke-width="1.5"${dashOf(curve.superseded ? [3, 3] : curve.dash)}/>`;
}

/** Stretches of a line without a gap. */
export function strokes(x: number[], values: (number | null)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let open = false;
  values.forEach((value, i) => {
    if (value === null) {
      open = false;
    } else if (open) {
      found[found.length - 1].push([x[i], value]);
    } else {
      found.push([[x[i], value]]);
      open = true;
    }
  });
  return found;
}

/** Outlines of the stretches between smallest and largest values: there along the largest, and back along the smallest. */
function bands({ x, low, high }: Curve): [number, number][][] {
  const both = low.map((value, i) => (value === null || high[i] === null ? null : value));
  const tops = strokes(x, high.map((value, i) => (both[i] === null ? null : value)));
  return strokes(x, both).map((bottom, i) => [...tops[i], ...bottom.reverse()]);
}

/** Hands a picture to the reader as a file; a PNG has twice the pixels, so that it is sharp in print and on dense screens. */
export async function savePicture(name: string, svg: Svg, format: "svg" | "png"): Promise<void> {
  save(`${name}.${format}`, format === "svg" ? "image/svg+xml" : "image/png", format === "svg" ? svg.text : await rastered(svg));
}

async function rastered({ text, width, height }: Svg): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, height * 2];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be drawn"))), "image/png"));
}
