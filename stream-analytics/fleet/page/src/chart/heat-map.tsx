import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { HistogramPanel, type Cell } from "../histogram/panel";
import { get, type ApiError } from "../api/client";
import type { Tensors } from "../api/types";
import { formatCount, formatNumber, formatShort } from "../format/number";
import { useStream } from "../live/context";
import { useRepeat, waits } from "../live/repeat";
import { useTheme } from "../parts/theme";
import { lowerBound } from "./axis";
import { wholes } from "./ticks";
import { Failed, Loading, Nothing } from "../parts/states";
import { useParameters } from "../route/permalink";
import { decodeHeat, extended, heatPart, heatRange, lastStepOf, movedBy, type Heat } from "./heat";
import { heatKinds, heatStatistics, heatSummary, heatTitle, kindTitle } from "./heat-words";
import { canvasPicture, PictureButtons } from "./picture-buttons";
import { chartColours, heatColour } from "./palette";

/** Time between requests for new columns while steps come in, milliseconds. */
const extendMillis = 10_000;
const columns = 400;

interface HeatMapProps {
  run: string;
  from: number | null;
  to: number | null;
}

/** A statistic of all layers over the steps, as colours; what is not finite stands out. */
export function HeatMap(props: HeatMapProps) {
  const [query, setQuery] = useParameters();
  const kind = heatKinds.find(([id]) => id === query.get("tensor"))?.[0] ?? "gradient";
  const statistic = heatStatistics.find(([id]) => id === query.get("statistic"))?.[0] ?? "l2_norm";
  const { heat, error, again } = useHeat({ ...props, kind, statistic });
  const [at, setAt] = useState<[number, number] | null>(null);
  const figure = useRef<HTMLElement>(null);
  const [layer, step] = [query.get("layer"), query.get("at")];
  const opened: Cell | null = layer !== null && step !== null && /^\d{1,15}$/.test(step) ? { layer, step: Number(step) } : null;
  const show = (cell: Cell | null) => setQuery({ layer: cell?.layer ?? null, at: cell === null ? null : String(cell.step) });
  const empty = heat?.step.length === 0;
  if (empty && kind === "gradient" && statistic === "l2_norm") {
    return null;
  }
  const range = heat && heatRange(heat);
  const title = heatTitle(kind, statistic);
  return (
    <section class="heat" ref={figure}>
      <header class="section-head">
        <h2>{title} by layer</h2>
        <Pick label="Tensor" value={kind} choices={heatKinds} set={(id) => setQuery({ tensor: id === "gradient" ? null : id })} />
        <Pick label="Statistic" value={statistic} choices={heatStatistics} set={(id) => setQuery({ statistic: id === "l2_norm" ? null : id })} />
        {heat && !empty && range && <HeatLegend heat={heat} range={range} at={at} />}
      </header>
      {error && !heat ? <Failed error={error} again={again} /> : !heat ? <Loading height={220} /> : empty ? <Nothing height={120}>The job has not sent this.</Nothing> : heat && !range && heat.bad.every((row) => row.every((count) => count === 0)) ? (
        <Nothing height={120}>Zero in all layers at all steps.</Nothing>
      ) : (
        <>
          <HeatCanvas heat={heat} range={range} label={heatSummary(heat, title, range)} at={at} point={setAt} show={([i, j]) => show({ layer: heat.layers[i], step: lastStepOf(heat, j) })} />
          <div class="chart-foot"><span /><span class="exports">
            <PictureButtons name={`${props.run}-${kind}-${statistic}`} take={(section) => canvasPicture(section, { title: `${title} by layer · ${props.run}`, x: "step", y: range ? `colours from ${formatNumber(range[0], 2)} to ${formatNumber(range[1], 2)}, ${range[0] < 0 ? "linear" : "by their logarithm"}` : "", legend: [] })} />
          </span></div>
          {opened === null && <p class="quiet">Click a cell, or press Enter on it, for the histogram of its layer at its step.</p>}
        </>
      )}
      {opened && <HistogramPanel run={props.run} kind={kind} noun={kindTitle(kind)} {...opened} go={(to) => show({ ...opened, step: to })} close={() => {
        show(null);
        figure.current?.querySelector("canvas")?.focus();
      }} />}
    </section>
  );
}

function Pick({ label, value, choices, set }: { label: string; value: string; choices: [string, string][]; set: (id: string) => void }) {
  return (
    <select aria-label={label} value={value} onChange={(event) => set(event.currentTarget.value)}>
      {choices.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
    </select>
  );
}

function useHeat({ run, from, to, kind, statistic }: HeatMapProps & { kind: string; statistic: string }) {
  const [heat, setHeat] = useState<Heat | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [round, setRound] = useState(0);
  const held = useRef<{ heat: Heat | null; askedMillis: number }>({ heat: null, askedMillis: 0 });
  const ask = useCallback(
    async (first: number | null, signal?: AbortSignal) => {
      held.current.askedMillis = Date.now();
      const query = { kind, statistic, from: first, to, columns };
      const asked = held.current;
      const more = decodeHeat(await get<Tensors>(`/runs/${encodeURIComponent(run)}/tensors`, query, signal));
      if (held.current !== asked) {
        return; // The reader has chosen another map meanwhile.
      }
      held.current.heat = held.current.heat ? extended(held.current.heat, more) : more;
      setHeat(held.current.heat);
    },
    [run, to, kind, statistic],
  );
  useEffect(() => {
    const abort = new AbortController();
    held.current = { heat: null, askedMillis: Date.now() };
    setHeat(null);
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

interface CanvasProps {
  heat: Heat;
  range: [number, number] | null;
  label: string;
  /** Layer and column under the pointer or the cursor; null where it is on none. */
  at: [number, number] | null;
  point: (at: [number, number] | null) => void;
  show: (at: [number, number]) => void;
}

function HeatCanvas({ heat, range, label, at, point, show }: CanvasProps) {
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
  const place = (event: MouseEvent): [number, number] | null => {
    const [x, y] = [event.offsetX - left, event.offsetY - topRoom];
    const span = heat.step.at(-1)! - heat.step[0] || 1;
    const column = Math.max(0, lowerBound(heat.step, heat.step[0] + (x / (width - left)) * span + 1e-9) - 1);
    const layer = Math.floor(y / rowHeight);
    return x >= 0 && layer >= 0 && layer < heat.layers.length && column < heat.step.length ? [layer, column] : null;
  };
  const click = (event: MouseEvent) => {
    const cell = place(event);
    cell && show(cell);
  };
  const press = (event: KeyboardEvent) => {
    const next = movedBy(event.key, at ?? [0, heat.step.length - 1], heat);
    if (event.key === "Enter" && at) {
      show(at);
    } else if (next) {
      point(next);
    } else {
      return;
    }
    event.preventDefault();
  };
  const boxed = { width, height, left, rowHeight };
  return (
    <div class="heat-host">
      <canvas ref={canvas} role="img" aria-label={label} tabIndex={0} style={{ width: `${width}px`, height: `${height}px` }} onPointerMove={(event) => point(place(event))} onPointerLeave={() => point(null)} onClick={click} onKeyDown={press} onFocus={() => at ?? point([0, heat.step.length - 1])} />
      {at && at[0] < heat.layers.length && at[1] < heat.step.length && <i class="heat-cursor" style={cursorStyle(heat, at, boxed)} />}
    </div>
  );
}

function cursorStyle(heat: Heat, [layer, column]: [number, number], box: Box): Record<string, string> {
  const [from, to] = columnEdges(heat, column, box);
  return { left: `${from - 2}px`, top: `${topRoom + layer * box.rowHeight - 2}px`, width: `${to - from + 4}px`, height: `${box.rowHeight + 4}px` };
}

function columnEdges(heat: Heat, column: number, box: Box): [number, number] {
  const [first, last] = [heat.step[0], heat.step.at(-1)!];
  const x = (step: number) => box.left + ((step - first) / (last - first || 1)) * (box.width - box.left);
  const from = Math.floor(x(heat.step[column]));
  return [from, Math.max(from + 1, column + 1 < heat.step.length ? Math.floor(x(heat.step[column + 1])) : box.width)];
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
  heat.step.forEach((_, j) => {
    const [from, to] = columnEdges(heat, j, box);
    heat.layers.forEach((_, i) => {
      const value = heat.values[i][j];
      ctx.fillStyle = heat.bad[i][j] > 0 ? colours.nonFinite : Number.isFinite(value) && range ? heatColour(heatPart(value, range)) : "transparent";
      ctx.fillRect(from, topRoom + i * box.rowHeight, to - from, box.rowHeight);
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
