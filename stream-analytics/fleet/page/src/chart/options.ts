import uPlot from "uplot";
import { formatNumber, formatShort } from "../format/number";
import { formatDuration } from "../format/duration";
import { linearRange, logRange, logSplits } from "./scale";
import { clockTicks, durations, formatTick, numbers, wholes } from "./ticks";
import type { XAxis } from "../route/permalink";
import { drawOver, drawUnder, type Overlay } from "./draw";
import { translucent } from "./palette";

/** Settings that a chart is built with; a change of one rebuilds the chart. */
export interface Setting {
  /** True where y counts bytes. */
  bytes: boolean;
  axis: XAxis;
  log: boolean;
  height: number;
  width: number;
}

/** Callbacks for events of a chart. */
export interface Reactions {
  /** The reader dragged over this part of the x axis. */
  zoom(from: number, to: number): void;
  /** The reader double-clicked. */
  reset(): void;
  /** The cursor stands at this index of x, or nowhere. */
  point(index: number | null): void;
  /** Everything was drawn. */
  drawn(u: uPlot): void;
  /** Range that the x axis must show; null to follow the data. */
  range(): [number, number] | null;
}

/** The charts of a page whose x counts the same share their cursor, and the stretch of x that they show. */
function sharedKey(axis: XAxis): string {
  return `page-${axis}`;
}

/** The charts that share their x axis with charts that count `axis`. */
export function neighbours(axis: XAxis): uPlot[] {
  return uPlot.sync(sharedKey(axis)).plots;
}

/** From the first to the last x of all charts that share an axis, so that one chart can be read against another. */
function sharedExtent(axis: XAxis, min: number | null, max: number | null): [number | null, number | null] {
  let [first, last] = [min ?? Infinity, max ?? -Infinity];
  for (const { data } of neighbours(axis)) {
    const x = data[0] as number[];
    if (x.length > 0) {
      first = Math.min(first, x[0]);
      last = Math.max(last, x[x.length - 1]);
    }
  }
  return first <= last ? [first, last] : [null, null];
}

/** Options of a chart that shows `overlay().frame`. */
export function chartOptions(setting: Setting, overlay: () => Overlay, reactions: Reactions): uPlot.Options {
  const { frame, colours } = overlay();
  return {
    width: setting.width,
    height: setting.height,
    padding: [10, 20, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      sync: { key: sharedKey(setting.axis), setSeries: false },
      points: { show: false },
      y: false,
    },
    scales: {
      x: { time: setting.axis === "time", range: (_u, min, max) => reactions.range() ?? widened(...sharedExtent(setting.axis, min, max)) },
      y: { distr: setting.log ? 3 : 1, log: 10, range: () => yRange(overlay()) },
    },
    axes: [xAxis(setting, colours), yAxis(setting, colours)],
    series: [{}, ...seriesOf(frame)],
    bands: frame.curves.map((curve, i) => ({
      series: [3 * i + 2, 3 * i + 1] as [number, number],
      fill: translucent(curve.colour, curve.superseded ? 0.08 : frame.curves.length > 4 ? 0.1 : 0.2),
    })),
    hooks: {
      drawClear: [(u) => drawUnder(u, overlay())],
      draw: [(u) => drawOver(u, overlay()), (u) => reactions.drawn(u)],
      setCursor: [(u) => reactions.point(u.cursor.idx ?? null)],
      setSelect: [(u) => select(u, reactions)],
      ready: [(u) => u.over.addEventListener("dblclick", () => reactions.reset())],
    },
  };
}

function seriesOf(frame: Overlay["frame"]): uPlot.Series[] {
  return frame.curves.flatMap((curve) => {
    const edge = { stroke: translucent(curve.colour, curve.superseded ? 0.15 : 0.3), width: 1, points: { show: false } };
    const line = {
      stroke: curve.superseded ? translucent(curve.colour, 0.45) : curve.colour,
      width: curve.superseded ? 1 : 1.5,
      dash: curve.superseded ? [3, 3] : curve.dash,
      points: { show: false },
    };
    return [edge, edge, line];
  });
}

function select(u: uPlot, reactions: Reactions): void {
  const { left, width } = u.select;
  if (width > 4) {
    reactions.zoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
  }
  if (width > 0) {
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}

function widened(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) {
    return [0, 1];
  }
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

/** Levels further from the values than this many times their size would leave nothing of the curve. */
const farLevel = 100;

/** Range of y that shows the values and the levels that they are compared with. */
function yRange({ y: { log, low, high }, levels }: Overlay): [number, number] {
  const reach = farLevel * Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
  const near = levels.map((level) => level.value).filter((value) => high === null || Math.abs(value) <= reach);
  const values = [low, high, ...near].filter((value): value is number => value !== null && Number.isFinite(value) && (!log || value > 0));
  const [least, most] = values.length === 0 ? [null, null] : [Math.min(...values), Math.max(...values)];
  return log ? logRange(least, most) : linearRange(least, most);
}

const font = "11px system-ui, sans-serif";

function xAxis({ axis }: Setting, colours: Overlay["colours"]): uPlot.Axis {
  const look = { stroke: colours.axis, font, size: 30, gap: 6, grid: { show: false }, ticks: { stroke: colours.grid, width: 1, size: 4 } };
  switch (axis) {
    case "time":
      return { ...look, space: 70, size: 42, values: clockTicks };
    case "relative":
      return { ...look, space: 70, incrs: durations, values: (_u, ticks) => ticks.map((tick) => formatDuration(tick * 1_000)) };
    case "epoch":
      return { ...look, space: 76, incrs: numbers, values: (_u, ticks) => ticks.map((tick) => formatTick(tick, ticks)) };
    default:
      return { ...look, space: 76, incrs: wholes, values: (_u, ticks) => ticks.map((tick) => formatTick(tick, ticks)) };
  }
}

/** All ticks are shown: uPlot's own choice for logarithmic axes would blank some of the few that there are. */
const every = (_u: uPlot, ticks: number[]) => ticks;

function yAxis({ log, bytes }: Setting, colours: Overlay["colours"]): uPlot.Axis {
  return {
    stroke: colours.axis,
    font,
    gap: 6,
    size: (_u, values) => 18 + 6.2 * Math.max(3, ...(values ?? []).map((value) => value.length)),
    space: 34,
    incrs: numbers,
    ...(log ? { splits: (_u: uPlot, _axis: number, min: number, max: number) => logSplits(min, max), filter: every } : {}),
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
    values: (_u, ticks) => ticks.map((tick) => (bytes ? `${formatShort(tick)}B` : log ? formatNumber(tick, 3) : formatTick(tick, ticks))),
  };
}
