import { useCallback, useMemo, useRef } from "preact/hooks";
import type { RunRow } from "../api/types";
import { framed, pageInk } from "../chart/picture";
import { PictureButtons } from "../chart/picture-buttons";
import { useWidth } from "../chart/plot";
import { plural } from "../format/number";
import { colourPicture, ColourLegend } from "./colour-legend";
import { chartInk, haloed, opacityFor } from "./ink";
import { centres, nearestPoint, pointLayout, pointsSvg, radiusOf, rankCorrelation, ticksOf, walkedPoint, type PointLayout } from "./points";
import type { Colouring } from "./ramp";
import type { ColumnScale } from "./scale";
import { Stage } from "./stage";
import { pointsLabel, runWords, withoutPlace } from "./words";

interface ScatterProps {
  rows: RunRow[];
  x: ColumnScale;
  y: ColumnScale;
  colourScale: ColumnScale | null;
  colouring: Colouring;
  at: number | null;
  setAt: (run: number | null) => void;
}

const height = 480;

/** Every run as a point, one column against another. */
export function Scatter({ rows, x, y, colourScale, colouring, at, setAt }: ScatterProps) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const layout = useMemo(() => pointLayout(width, height, x, y), [width, x, y]);
  const points = useMemo(() => centres(rows.map(({ run }) => run), x, y, layout), [rows, x, y, layout]);
  const rank = useMemo(() => rankCorrelation(x, y), [x, y]);
  const placed = useMemo(() => points.x.reduce((sum, one) => sum + (Number.isNaN(one) ? 0 : 1), 0), [points]);
  const opacity = Math.min(0.85, opacityFor(rows.length) + 0.25);
  const paint = useCallback((ctx: CanvasRenderingContext2D) => paintPoints(ctx, { x, y, layout, points, colours: colouring.of, opacity }), [x, y, layout, points, colouring, opacity]);
  const paintOver = useCallback((ctx: CanvasRenderingContext2D) => void (at !== null && at < rows.length && paintPoint(ctx, points.x[at], points.y[at], colouring.of[at], rows[at], layout)), [at, rows, points, layout, colouring]);
  const nearest = useCallback((atX: number, atY: number) => nearestPoint(points, atX, atY), [points]);
  const drawn = useMemo(() => ({ runs: rows.map(({ run }) => run), x: points.x, y: points.y, colours: colouring.of }), [rows, points, colouring]);
  const shown = at !== null && at < rows.length ? rows[at] : null;
  const told = colourScale && colourScale.id !== x.id && colourScale.id !== y.id ? [x, y, colourScale] : [x, y];
  const title = `${y.label} against ${x.label}`;
  const take = () => framed(pointsSvg(x, y, layout, points, colouring.of, opacity, pageInk()), width, height, { title, x: "", y: colourScale ? colourPicture(colourScale) : "", legend: (colouring.legend ?? []).map(({ words, colour }) => ({ label: words, colour })) }, pageInk());
  const without = [[x, withoutPlace(x)], [y, withoutPlace(y)]].flatMap(([scale, words]) => (words === "" ? [] : `${(scale as ColumnScale).label}: ${words as string}`));
  return (
    <figure class="chart scatter">
      <figcaption>
        <span class="parallel-at" aria-live="polite">{shown ? runWords(shown, told, at!) : <span class="quiet">{plural(placed, "run")}{rank !== null && <> · rank correlation <strong>{rank.toFixed(2).replace("-", "−")}</strong></>}</span>}</span>
        <ColourLegend scale={colourScale} colouring={colouring} />
      </figcaption>
      <div class="scatter-host" ref={host}>
        <Stage {...{ width, height, paint, paintOver, nearest, at, setAt, drawn }} label={pointsLabel(x, y, placed, rank)} run={shown?.run ?? null} walk={(key) => walkedPoint(key, points, at)} />
      </div>
      <div class="chart-foot">
        <span>{without.length > 0 && `Without a place: ${without.join("; ")}`}</span>
        <span class="exports"><PictureButtons name={`scatter-${y.label}-${x.label}`} take={take} /></span>
      </div>
    </figure>
  );
}

interface Points {
  x: ColumnScale;
  y: ColumnScale;
  layout: PointLayout;
  points: { x: Float32Array; y: Float32Array };
  colours: string[];
  opacity: number;
}

function paintPoints(ctx: CanvasRenderingContext2D, { x, y, layout, points, colours, opacity }: Points): void {
  paintAxes(ctx, x, y, layout);
  const radius = radiusOf(colours.length);
  ctx.globalAlpha = opacity;
  colours.forEach((colour, run) => {
    if (!Number.isNaN(points.x[run])) {
      ctx.fillStyle = ctx.strokeStyle = colour;
      ctx.lineWidth = 1.3;
      ctx.beginPath();
      ctx.arc(points.x[run], points.y[run], radius, 0, 2 * Math.PI);
      x.slot[run] === null && y.slot[run] === null ? ctx.fill() : ctx.stroke();
    }
  });
  ctx.globalAlpha = 1;
}

function paintAxes(ctx: CanvasRenderingContext2D, x: ColumnScale, y: ColumnScale, layout: PointLayout): void {
  const { left, right, top, bottom, slotX, slotY } = layout;
  const ink = chartInk();
  const line = (fromX: number, fromY: number, toX: number, toY: number, colour: string) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(Math.round(fromX) + 0.5, Math.round(fromY) + 0.5);
    ctx.lineTo(Math.round(toX) + 0.5, Math.round(toY) + 0.5);
    ctx.stroke();
  };
  const [tickY, tickX] = [layout.height - 30, left - 8 - (slotX.size > 0 ? left - Math.min(...slotX.values()) + 12 : 0)];
  const ticks = ticksOf(x, left, right);
  const most = ticks.length > 1 ? Math.abs(ticks[1].at - ticks[0].at) - 8 : right - left;
  const look = { colour: ink.soft, page: ink.page };
  for (const { at, words } of ticks) {
    line(at, top, at, bottom, ink.line);
    haloed(ctx, words, at, tickY, { ...look, align: "center", most: x.kind === "category" ? most : Infinity });
  }
  for (const { at, words } of ticksOf(y, bottom, top)) {
    line(left, at, right, at, ink.line);
    haloed(ctx, words, tickX, at, { ...look, align: "right", most: 140 });
  }
  line(left, top, left, bottom, ink.strong);
  line(left, bottom, right, bottom, ink.strong);
  slotX.forEach((at, slot) => haloed(ctx, slot, at, tickY, { ...look, align: "center" }));
  slotY.forEach((at, slot) => haloed(ctx, slot, tickX, at, { ...look, align: "right" }));
  haloed(ctx, x.label, (left + right) / 2, layout.height - 9, { colour: ink.ink, page: ink.page, align: "center", most: right - left, bold: true });
  ctx.save();
  ctx.translate(10, (top + bottom) / 2);
  ctx.rotate(-Math.PI / 2);
  haloed(ctx, y.label, 0, 0, { colour: ink.ink, page: ink.page, align: "center", most: bottom - top, bold: true });
  ctx.restore();
}

function paintPoint(ctx: CanvasRenderingContext2D, x: number, y: number, colour: string, { name, run }: RunRow, { width }: PointLayout): void {
  const ink = chartInk();
  ctx.fillStyle = colour;
  ctx.strokeStyle = ink.ink;
  ctx.lineWidth = 1.8;
  ctx.beginPath();
  ctx.arc(x, y, 7, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  const left = x < width * 0.7;
  haloed(ctx, name || run, x + (left ? 12 : -12), y, { colour: ink.ink, page: ink.page, align: left ? "left" : "right", most: 240, bold: true });
}
