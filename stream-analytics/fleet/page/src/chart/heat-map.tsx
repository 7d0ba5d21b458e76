import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, type ApiError } from "../api/client";
import type { Tensors } from "../api/types";
import { formatCount, formatNumber, formatShort } from "../format/number";
import { useStream } from "../live/context";
import { useRepeat, waits } from "../live/repeat";
import { Failed, Loading } from "../parts/states";
import { useTheme } from "../parts/theme";
import { lowerBound } from "./axis";
import { wholes } from "./ticks";
import { decodeHeat, extended, heatPart, heatRange, type Heat } from "./heat";
import { chartColours, heatColour } from "./palette";

/** Time between requests for new columns while steps come in, milliseconds. */
const extendMillis = 10_000;
const columns = 400;

interface HeatMapProps {
  run: string;
  from: number | null;
  to: number | null;
}

/** The gradient norm of every layer over the steps, as colours; what is not finite stands out. */
export function HeatMap(props: HeatMapProps) {
  const { heat, error, again } = useHeat(props);
  const [at, setAt] = useState<[number, number] | null>(null);
  if (heat && heat.step.length === 0) {
    return null;
  }
  const range = heat && heatRange(heat);
  return (
    <section class="heat">
      <header class="section-head">
        <h2>Gradient norm by layer</h2>
        {heat && range && <HeatLegend heat={heat} range={range} at={at} />}
      </header>
      {error && !heat ? <Failed error={error} again={again} /> : !heat ? <Loading height={220} /> : <HeatCanvas heat={heat} range={range} point={setAt} />}
    </section>
  );
}

function useHeat({ run, from, to }: HeatMapProps) {
  const [heat, setHeat] = useState<Heat | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const held = useRef<{ heat: Heat | null; askedMillis: number }>({ heat: null, askedMillis: 0 });
  const ask = useCallback(
    async (first: number | null, signal?: AbortSignal) => {
      held.current.askedMillis = Date.now();
      const query = { kind: "gradient", statistic: "l2_norm", from: first, to, columns };
      const more = decodeHeat(await get<Tensors>(`/runs/${encodeURIComponent(run)}/tensors`, query, signal));
      held.current.heat = held.current.heat ? extended(held.current.heat, more) : more;
      setHeat(held.current.heat);
    },
    [run, to],
  );
  useEffect(() => {
    const abort = new AbortController();
    held.current = { heat: null, askedMillis: Date.now() };
    setError(null);
    ask(from, abort.signal).catch((cause: ApiError) => abort.signal.aborted || setError(cause));
    return () => abort.abort();
  }, [ask, from, round]);
  useStream("steps", (steps) => {
    const { heat: known, askedMillis } = held.current;
    if (known && to === null && Date.now() - askedMillis > extendMillis && steps.some((step) => step.run === run)) {
      // A miss is made good by the next: the columns that are asked for begin after the last that is known.
      ask((known.step.at(-1) ?? -1) + 1).catch(() => undefined);
    }
  }, [ask, run, to]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useRepeat(waits(error), error, again);
  useStream("reset", again, []);
  return { heat, error, again };
}

function HeatLegend({ heat, range, at }: { heat: Heat; range: [number, number]; at: [number, number] | null }) {
  const gradient = Array.from({ length: 10 }, (_, i) => heatColour(i / 9)).join(",");
  const bad = heat.bad.reduce((sum, row) => sum + row.reduce((a, b) => a + (b > 0 ? 1 : 0), 0), 0);
  return (
    <span class="legend">
      {at && (
        <>
          <span class="legend-step">{heat.layers[at[0]]} · step {formatCount(heat.step[at[1]])}</span>
          <strong>{heat.bad[at[0]][at[1]] > 0 ? "not finite" : formatNumber(heat.values[at[0]][at[1]])}</strong>
        </>
      )}
      {bad > 0 && <span class="hidden-count">■ {formatCount(bad)} not finite</span>}
      <span class="heat-scale">{formatNumber(range[0], 2)}<i style={{ background: `linear-gradient(90deg,${gradient})` }} />{formatNumber(range[1], 2)}</span>
    </span>
  );
}

const labelWidth = 148;
const axisHeight = 22;
/** Room above the first row for its label, pixels. */
const topRoom = 5;

function HeatCanvas({ heat, range, point }: { heat: Heat; range: [number, number] | null; point: (at: [number, number] | null) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useTheme();
  const rowHeight = Math.max(4, Math.min(22, Math.floor(260 / heat.layers.length)));
  const height = topRoom + rowHeight * heat.layers.length + axisHeight;
  const left = width < 600 ? 84 : labelWidth;
  useLayoutEffect(() => {
    const parent = canvas.current!.parentElement!;
    const observer = new ResizeObserver(() => setWidth(parent.clientWidth));
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width > 0) {
      paint(canvas.current!, heat, range, { width, height, left, rowHeight });
    }
  }, [heat, width, theme]);
  const move = (event: PointerEvent) => {
    const [x, y] = [event.offsetX - left, event.offsetY - topRoom];
    const span = heat.step.at(-1)! - heat.step[0] || 1;
    const column = Math.max(0, lowerBound(heat.step, heat.step[0] + (x / (width - left)) * span + 1e-9) - 1);
    const layer = Math.floor(y / rowHeight);
    point(x >= 0 && layer >= 0 && layer < heat.layers.length && column < heat.step.length ? [layer, column] : null);
  };
  return (
    <div class="heat-host">
      <canvas ref={canvas} role="img" aria-label={`Gradient norms of ${heat.layers.length} layers`} style={{ width: `${width}px`, height: `${height}px` }} onPointerMove={move} onPointerLeave={() => point(null)} />
    </div>
  );
}

interface Box {
  width: number;
  height: number;
  left: number;
  rowHeight: number;
}

function paint(canvas: HTMLCanvasElement, heat: Heat, range: [number, number] | null, box: Box): void {
  const ratio = devicePixelRatio;
  canvas.width = box.width * ratio;
  canvas.height = box.height * ratio;
  const ctx = canvas.getContext("2d")!;
  ctx.scale(ratio, ratio);
  const colours = chartColours();
  const [first, last] = [heat.step[0], heat.step.at(-1)!];
  const x = (step: number) => box.left + ((step - first) / (last - first || 1)) * (box.width - box.left);
  heat.step.forEach((step, j) => {
    const from = Math.floor(x(step));
    const to = j + 1 < heat.step.length ? Math.floor(x(heat.step[j + 1])) : box.width;
    heat.layers.forEach((_, i) => {
      const value = heat.values[i][j];
      ctx.fillStyle = heat.bad[i][j] > 0 ? colours.nonFinite : Number.isFinite(value) && range ? heatColour(heatPart(value, range)) : "transparent";
      ctx.fillRect(from, topRoom + i * box.rowHeight, Math.max(1, to - from), box.rowHeight);
    });
  });
  labels(ctx, heat, box, colours.axis, x);
}

function labels(ctx: CanvasRenderingContext2D, heat: Heat, box: Box, colour: string, x: (step: number) => number): void {
  ctx.fillStyle = colour;
  ctx.font = "10px system-ui, sans-serif";
  ctx.textBaseline = "middle";
  ctx.textAlign = "right";
  const every = Math.ceil(16 / box.rowHeight);
  for (let i = 0; i < heat.layers.length; i += every) {
    ctx.fillText(clipped(ctx, heat.layers[i], box.left - 14), box.left - 8, topRoom + (i + 0.5) * box.rowHeight);
  }
  stepLabels(ctx, heat.step, box, x);
}

function stepLabels(ctx: CanvasRenderingContext2D, steps: number[], box: Box, x: (step: number) => number): void {
  ctx.textBaseline = "alphabetic";
  const [first, last] = [steps[0], steps.at(-1)!];
  const every = wholes.find((one) => ((last - first) / one) * 80 <= box.width - box.left) ?? last - first + 1;
  for (let step = Math.ceil(first / every) * every; step <= last; step += every) {
    const at = x(step);
    ctx.textAlign = at < box.left + 16 ? "left" : at > box.width - 16 ? "right" : "center";
    ctx.fillText(formatShort(step), at, box.height - 5);
  }
}

function clipped(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  let shown = text;
  while (shown.length > 4 && ctx.measureText(shown).width > width) {
    shown = `…${shown.slice(shown.startsWith("…") ? 2 : 1)}`;
  }
  return shown;
}
