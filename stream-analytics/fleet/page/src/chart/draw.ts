import type uPlot from "uplot";
import { stretches, type Frame, type Mark } from "./frame";
import { translucent, type ChartColours } from "./palette";
import type { YScale } from "./y-axis";

/** An alert on the x axis of a chart. */
export interface AlertSpan {
  id: string;
  x: number;
  /** End of the alert on the x axis; null while it fires. */
  until: number | null;
  /** Place at which the alert was raised, where that is marked too. */
  raised?: number;
  severity: "critical" | "warning" | "info";
  label: string;
}

/** A horizontal line that an alert compares with. */
export interface Level {
  value: number;
  label: string;
  kind: "threshold" | "baseline";
}

/** Marks, lines and colours that are drawn over and under the curves. */
export interface Overlay {
  frame: Frame;
  y: YScale;
  alerts: AlertSpan[];
  levels: Level[];
  colours: ChartColours;
}

function xPixel(u: uPlot, x: number): number {
  return Math.round(u.valToPos(x, "x", true));
}

/** Centre of a line that is one pixel of the page wide, so that it fills whole pixels of the screen. */
function crisp(pixel: number): number {
  return Math.round(pixel) + (devicePixelRatio % 2) / 2;
}

/** Draws what lies under the curves: the bands of alerts and of values that are not finite. */
export function drawUnder(u: uPlot, { frame, alerts, colours }: Overlay): void {
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  ctx.save();
  clip(u);
  for (const alert of alerts) {
    const from = xPixel(u, alert.x);
    const to = alert.until === null ? left + width : xPixel(u, alert.until);
    ctx.fillStyle = translucent(colours.severity[alert.severity], 0.08);
    ctx.fillRect(from, top, Math.max(1, to - from), height);
  }
  for (const stretch of stretches(frame.marks.filter(notFinite))) {
    const from = xPixel(u, stretch.x);
    ctx.fillStyle = translucent(colours.nonFinite, 0.09);
    ctx.fillRect(from - 1, top, Math.max(2, xPixel(u, stretch.until) - from), height);
  }
  ctx.restore();
}

/** Draws what lies over the curves: dividers of attempts, onsets, levels, lone points and the marks on the edges. */
export function drawOver(u: uPlot, overlay: Overlay): void {
  u.ctx.save();
  clip(u);
  drawDividers(u, overlay);
  drawLevels(u, overlay);
  drawOnsets(u, overlay);
  drawLonePoints(u, overlay);
  u.ctx.restore();
  drawMarks(u, overlay);
}

function clip(u: uPlot): void {
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  u.ctx.clip();
}

function vertical(u: uPlot, x: number): void {
  u.ctx.beginPath();
  u.ctx.moveTo(x, u.bbox.top);
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
  u.ctx.stroke();
}

function text(u: uPlot, words: string, x: number, y: number, colour: string, align: CanvasTextAlign = "left"): void {
  const { ctx } = u;
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colour;
  ctx.fillText(words, x, y);
}

function drawDividers(u: uPlot, { frame, colours }: Overlay): void {
  const { ctx } = u;
  ctx.strokeStyle = colours.divider;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  let [taken, row] = [-Infinity, 0];
  for (const { x, label } of frame.dividers) {
    const at = xPixel(u, x);
    vertical(u, crisp(at));
    row = at < taken ? (row + 1) % 4 : 0;
    text(u, label, at + 12 * devicePixelRatio, u.bbox.top + (12 + 14 * row) * devicePixelRatio, colours.axis);
    taken = at + ctx.measureText(label).width + 19 * devicePixelRatio;
  }
  ctx.setLineDash([]);
}

/** From the bottom up, so that the words of levels that lie close stand above each other. */
function drawLevels(u: uPlot, { levels, colours }: Overlay): void {
  const { ctx } = u;
  const placed = levels.map((level) => ({ ...level, y: crisp(u.valToPos(level.value, "y", true)) })).filter(({ y }) => Number.isFinite(y));
  let free = Infinity;
  for (const { label, kind, y } of placed.sort((a, b) => b.y - a.y)) {
    ctx.strokeStyle = kind === "threshold" ? colours.severity.critical : colours.axis;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash(kind === "threshold" ? [6 * devicePixelRatio, 3 * devicePixelRatio] : [2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(u.bbox.left, y);
    ctx.lineTo(u.bbox.left + u.bbox.width, y);
    ctx.stroke();
    const words = Math.min(y - 5 * devicePixelRatio, free);
    text(u, label, u.bbox.left + u.bbox.width - 6 * devicePixelRatio, words, ctx.strokeStyle, "right");
    free = words - 14 * devicePixelRatio;
  }
  ctx.setLineDash([]);
}

function drawOnsets(u: uPlot, { alerts, colours }: Overlay): void {
  u.ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const alert of alerts) {
    u.ctx.strokeStyle = colours.severity[alert.severity];
    vertical(u, xPixel(u, alert.x));
    if (alert.raised !== undefined) {
      u.ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
      vertical(u, xPixel(u, alert.raised));
      u.ctx.setLineDash([]);
    }
  }
}

/** A finite value between two that are not has no line to show it. */
function drawLonePoints(u: uPlot, { frame }: Overlay): void {
  for (const { x, value, colour } of frame.curves) {
    u.ctx.fillStyle = colour;
    value.forEach((one, i) => {
      if (one !== null && (value[i - 1] ?? null) === null && (value[i + 1] ?? null) === null) {
        u.ctx.beginPath();
        u.ctx.arc(xPixel(u, x[i]), u.valToPos(one, "y", true), 2.5 * devicePixelRatio, 0, 2 * Math.PI);
        u.ctx.fill();
      }
    });
  }
}

function drawMarks(u: uPlot, { frame, colours }: Overlay): void {
  const { left, top, width, height } = u.bbox;
  const right = left + width;
  const last: Partial<Record<Mark["kind"], number>> = {};
  for (const stretch of stretches([...frame.marks].sort((a, b) => a.x - b.x))) {
    const [from, to] = [Math.max(left, xPixel(u, stretch.x)), Math.min(right, xPixel(u, stretch.until))];
    const y = stretch.kind === "positive" || stretch.kind === "above" ? top : top + height;
    if (to >= left && from <= right && from - (last[stretch.kind] ?? -Infinity) >= 7 * devicePixelRatio) {
      last[stretch.kind] = from;
      notFinite(stretch) && edge(u.ctx, from, to, y, colours.nonFinite);
      shape(u.ctx, stretch, from, y, colours);
    }
  }
}

/** A line along the edge for as long as values that are not finite last. */
function edge(ctx: CanvasRenderingContext2D, from: number, to: number, y: number, colour: string): void {
  if (to - from > 4 * devicePixelRatio) {
    ctx.fillStyle = colour;
    ctx.fillRect(from, y - 1.5 * devicePixelRatio, to - from, 3 * devicePixelRatio);
  }
}

/** True for a mark of values that are NaN or infinite. */
function notFinite({ kind }: Mark): boolean {
  return kind === "nan" || kind === "positive" || kind === "negative";
}

/** Triangles that point out of the chart, as corners of a unit. */
const [upward, downward] = [[0, -1.1, 1, 0.7, -1, 0.7], [0, 1.1, 1, -0.7, -1, -0.7]];
const corners = { nan: [0, -1, 1, 0, 0, 1, -1, 0], positive: upward, negative: downward, above: upward, below: downward };

/**
 * NaN a diamond, infinities triangles that point out of the chart, open ones what is finite and beyond the axis, and what a
 * logarithm cannot show an open circle.
 */
function shape(ctx: CanvasRenderingContext2D, mark: Mark, x: number, y: number, colours: ChartColours): void {
  const r = 4.5 * devicePixelRatio;
  ctx.beginPath();
  if (mark.kind === "nonpositive") {
    ctx.strokeStyle = colours.nonPositive;
    ctx.lineWidth = 1.2 * devicePixelRatio;
    ctx.arc(x, y, r * 0.6, 0, 2 * Math.PI);
    ctx.stroke();
    return;
  }
  const shaped = corners[mark.kind];
  const inside = mark.kind === "above" ? r : mark.kind === "below" ? -r : 0;
  for (let i = 0; i < shaped.length; i += 2) {
    ctx.lineTo(x + shaped[i] * r, y + inside + shaped[i + 1] * r);
  }
  ctx.closePath();
  if (notFinite(mark)) {
    ctx.fillStyle = colours.nonFinite;
    ctx.fill();
  } else {
    ctx.strokeStyle = colours.curve;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.stroke();
  }
}
