import { useCallback, useMemo, useRef } from "preact/hooks";
import type { RunRow } from "../api/types";
import { framed, pageInk, textSvg } from "../chart/picture";
import { PictureButtons } from "../chart/picture-buttons";
import { useWidth } from "../chart/plot";
import { AxisHead } from "./axis-head";
import { AxisBrush } from "./axis-brush";
import type { Brush } from "./brush";
import { colourPicture, ColourLegend } from "./colour-legend";
import { chartInk, haloed, opacityFor } from "./ink";
import { byColour, heights, leastGap, lineLayout, lineOrder, linesSvg, nearestLine, short, type LineLayout } from "./lines";
import type { Colouring } from "./ramp";
import { wordsOf, type ColumnScale, type ScaleChoice } from "./scale";
import { Stage } from "./stage";
import { linesLabel, runWords } from "./words";

interface ParallelProps {
  rows: RunRow[];
  scales: ColumnScale[];
  brushes: Brush[];
  /** True for each run that lies in all brushes. */
  inside: boolean[];
  colouring: Colouring;
  colourScale: ColumnScale | null;
  at: number | null;
  setAt: (run: number | null) => void;
  brush: (column: string, brush: Brush | null, done: boolean) => void;
  move: (from: number, to: number) => void;
  choose: (column: string, scale: ScaleChoice) => void;
  remove: (column: string) => void;
  colourBy: (column: string) => void;
}

const height = 420;

/** Every run as a line over axes that stand side by side. */
export function Parallel(props: ParallelProps) {
  const { rows, scales, brushes, inside, colouring, colourScale, at, setAt } = props;
  const host = useRef<HTMLDivElement>(null);
  const room = useWidth(host);
  const width = Math.max(room, leastGap * (scales.length + 1));
  const layout = useMemo(() => lineLayout(width, height, scales), [width, scales]);
  const y = useMemo(() => heights(scales, layout), [scales, layout]);
  const order = useMemo(() => lineOrder(y, inside), [y, inside]);
  const opacity = opacityFor(order.length);
  const paint = useCallback((ctx: CanvasRenderingContext2D) => paintLines(ctx, { scales, layout, y, inside, colours: colouring.of, opacity }), [scales, layout, y, inside, colouring, opacity]);
  const paintOver = useCallback((ctx: CanvasRenderingContext2D) => void (at !== null && at < rows.length && paintLine(ctx, at, { scales, layout, y, colour: colouring.of[at] })), [at, rows, scales, layout, y, colouring]);
  const nearest = useCallback((atX: number, atY: number) => nearestLine(y, layout, inside, atX, atY), [y, layout, inside]);
  const drawn = useMemo(() => ({ runs: rows.map(({ run }) => run), axes: scales.map(({ id }) => id), x: layout.x, y, inside, colours: colouring.of }), [rows, scales, layout, y, inside, colouring]);
  const dragged = useRef<number | null>(null);
  const shown = at !== null && at < rows.length ? rows[at] : null;
  const take = () => framed(linesSvg(scales, layout, colouring.of, inside, opacity, pageInk()) + namesSvg(scales, layout, pageInk().ink), width, height + 24, { title: `${order.length} of ${rows.length} runs`, x: "", y: colourScale ? colourPicture(colourScale) : "", legend: (colouring.legend ?? []).map(({ words, colour }) => ({ label: words, colour })) }, pageInk());
  return (
    <figure class="chart parallel">
      <figcaption>
        <span class="parallel-at" aria-live="polite">{shown ? runWords(shown, scales, at!) : <span class="quiet">{at === null ? "drag along an axis to choose runs, drag its name to move it" : ""}</span>}</span>
        <ColourLegend scale={colourScale} colouring={colouring} />
      </figcaption>
      <div class="parallel-scroll" ref={host}>
        <div class="axis-heads" style={{ width: `${width}px` }}>
          {scales.map((scale, i) => <AxisHead key={scale.id} {...{ scale, i, dragged }} {...props} x={layout.x[i]} count={scales.length} coloured={scale.id === colourScale?.id} />)}
        </div>
        <Stage {...{ width, height, paint, paintOver, nearest, at, setAt, drawn }} label={linesLabel(rows.length, order.length, scales)} run={shown?.run ?? null} walk={(key) => walked(key, order, at)}>
          {scales.map((scale, i) => <AxisBrush key={scale.id} {...{ scale, layout }} x={layout.x[i]} brush={brushes.find(({ column }) => column === scale.id) ?? null} set={(brush, done) => props.brush(scale.id, brush, done)} />)}
        </Stage>
      </div>
      <div class="chart-foot">
        <span />
        <span class="exports"><PictureButtons name="parallel-coordinates" take={take} /></span>
      </div>
    </figure>
  );
}

/** The run after a key: the next one below or above on the last axis. */
function walked(key: string, order: number[], at: number | null): number | null | undefined {
  const here = at === null ? -1 : order.indexOf(at);
  const down = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
  if (key === "Home" || key === "End") {
    return order.at(key === "Home" ? 0 : -1) ?? null;
  }
  return down === undefined ? undefined : order[here < 0 ? 0 : Math.min(order.length - 1, Math.max(0, here + down))] ?? null;
}

interface Lines {
  scales: ColumnScale[];
  layout: LineLayout;
  y: Float32Array[];
}

function paintLines(ctx: CanvasRenderingContext2D, { scales, layout, y, inside, colours, opacity }: Lines & { inside: boolean[]; colours: string[]; opacity: number }): void {
  const ink = chartInk();
  const trace = (runs: Iterable<number>, each: boolean) => {
    ctx.beginPath();
    for (const run of runs) {
      layout.x.forEach((x, i) => (i === 0 ? ctx.moveTo(x, y[i][run]) : ctx.lineTo(x, y[i][run])));
      if (each) {
        ctx.stroke();
        ctx.beginPath();
      }
    }
    ctx.stroke();
  };
  ctx.lineWidth = 1;
  ctx.strokeStyle = ink.line;
  trace(inside.flatMap((so, run) => (so ? [] : [run])), false);
  ctx.globalAlpha = opacity;
  ctx.lineWidth = 1.3;
  for (const [colour, runs] of byColour(colours, inside)) {
    ctx.strokeStyle = colour;
    trace(runs, true);
  }
  ctx.globalAlpha = 1;
  scales.forEach((scale, i) => paintAxis(ctx, scale, layout, i, ink));
}

function paintAxis(ctx: CanvasRenderingContext2D, scale: ColumnScale, { x, top, bottom, slotY }: LineLayout, i: number, ink: ReturnType<typeof chartInk>): void {
  const at = Math.round(x[i]) + 0.5;
  ctx.lineWidth = 1;
  ctx.strokeStyle = ink.soft;
  ctx.beginPath();
  ctx.moveTo(at, top);
  ctx.lineTo(at, bottom);
  ctx.stroke();
  const most = (i === 0 ? x[0] : x[i] - x[i - 1]) - 16;
  const look = { colour: ink.soft, page: ink.page, align: "right" as const, most };
  scale.ticks.forEach(({ place, words }) => haloed(ctx, words, at - 7, bottom - place * (bottom - top), look));
  slotY.forEach((y, slot) => {
    if (scale.slot.includes(slot)) {
      ctx.strokeStyle = ink.soft;
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.arc(at, y, 2.6, 0, 2 * Math.PI);
      ctx.stroke();
      haloed(ctx, slot, at - 7, y, look);
    }
  });
}

function paintLine(ctx: CanvasRenderingContext2D, run: number, { scales, layout: { x }, y, colour }: Lines & { colour: string }): void {
  const ink = chartInk();
  for (const [width, stroke] of [[6, ink.page], [2.6, colour]] as const) {
    ctx.lineWidth = width;
    ctx.strokeStyle = stroke;
    ctx.beginPath();
    x.forEach((at, i) => (i === 0 ? ctx.moveTo(at, y[i][run]) : ctx.lineTo(at, y[i][run])));
    ctx.stroke();
  }
  scales.forEach((scale, i) => {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(x[i], y[i][run], 4, 0, 2 * Math.PI);
    ctx.fill();
    const last = i === scales.length - 1;
    haloed(ctx, wordsOf(scale, run), x[i] + 9, y[i][run], { colour: ink.ink, page: ink.page, align: "left", most: last ? 54 : x[i + 1] - x[i] - 18, bold: true });
  });
}

function namesSvg(scales: ColumnScale[], { x, height: below }: LineLayout, ink: string): string {
  return scales.map(({ label }, i) => textSvg(short(label), x[i], below + 14, ink, 'text-anchor="middle" font-weight="600"')).join("");
}
