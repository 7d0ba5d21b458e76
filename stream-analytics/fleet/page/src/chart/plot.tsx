import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { followClicks, noteKey, placePins, type ChartNotes } from "../note/pins";
import { useTheme } from "../parts/theme";
import type { XAxis } from "../route/permalink";
import { placeFlags } from "./alert-flags";
import type { AlertSpan, Level, Overlay } from "./draw";
import type { Frame } from "./frame";
import { chartOptions, neighbours, type Reactions } from "./options";
import { chartColours } from "./palette";
import { pressed } from "./plot-keys";
import type { YScale } from "./y-axis";

/** Content of a plot, and callbacks for the reader's actions on it. */
export interface PlotProps {
  frame: Frame;
  axis: XAxis;
  y: YScale;
  height: number;
  alerts?: AlertSpan[];
  levels?: Level[];
  notes?: ChartNotes;
  /** The part of the x axis to show; null follows the data. */
  range?: [number, number] | null;
  label: string;
  /** True where y counts bytes. */
  bytes?: boolean;
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
  onPoint?: (index: number | null) => void;
}

/** Draws a frame; new data go into the chart that stands, a new axis or theme makes it anew. */
export function Plot(props: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const width = useWidth(host);
  const theme = useTheme();
  const latest = useRef<{ props: PlotProps; overlay: Overlay }>(null!);
  const colours = latest.current?.overlay.colours;
  latest.current = { props, overlay: overlayOf(props, colours ?? chartColours()) };

  const shape = [props.axis, props.y.log, props.height, theme, props.frame.curves.map((c) => c.colour + c.superseded + (c.dash ?? "")).join()].join("|");
  useLayoutEffect(() => {
    if (!host.current || width === 0) {
      return undefined;
    }
    latest.current.overlay = overlayOf(latest.current.props, chartColours());
    const setting = { bytes: props.bytes ?? false, axis: props.axis, log: props.y.log, height: props.height, width };
    const made = new uPlot(chartOptions(setting, () => latest.current.overlay, reactionsOf(latest)), dataOf(props.frame), host.current);
    plot.current = made;
    // The element gives access to its plot, above all for tests in a browser.
    Object.assign(host.current, { uplot: made });
    followClicks(made, () => latest.current.props.notes);
    align(props.axis);
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [shape, width > 0]);
  useEffect(() => plot.current?.setSize({ width, height: props.height }), [width]);
  useEffect(() => {
    plot.current?.setData(dataOf(props.frame), true);
    align(props.axis);
  }, [props.frame]);
  useEffect(() => plot.current?.redraw(false, true), [props.alerts, props.levels, props.notes?.marks]);
  useEffect(() => plot.current?.setData(dataOf(latest.current.props.frame), true), [props.range?.[0], props.range?.[1]]);

  const keys = (event: KeyboardEvent) => {
    const reactions = { zoom: (from: number, to: number) => props.onZoom?.(from, to), reset: () => props.onReset?.() };
    if (plot.current && (noteKey(plot.current, event, props.notes) || pressed(plot.current, event, reactions))) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return <div class="plot" ref={host} role="img" tabIndex={0} aria-label={props.label} aria-keyshortcuts="ArrowLeft ArrowRight Home End + - 0 n" onKeyDown={keys} style={{ minHeight: `${props.height}px` }} />;
}

/** Charts that show another stretch of x than the one that was just made, or has just got data, follow it. */
function align(axis: XAxis): void {
  for (const other of neighbours(axis)) {
    const { min, max, range } = other.scales.x;
    const x = other.data[0];
    if (x.length > 0 && typeof range === "function") {
      const [first, last] = range(other, x[0], x[x.length - 1], "x");
      if (first !== null && last !== null && (min !== first || max !== last)) {
        other.setScale("x", { min: first, max: last });
      }
    }
  }
}

function overlayOf({ frame, y, alerts = [], levels = [] }: PlotProps, colours: Overlay["colours"]): Overlay {
  return { frame, y, alerts, levels, colours };
}

function dataOf(frame: Frame): uPlot.AlignedData {
  return [frame.x, ...frame.columns] as uPlot.AlignedData;
}

function reactionsOf(latest: { current: { props: PlotProps } }): Reactions {
  return {
    zoom: (from, to) => latest.current.props.onZoom?.(from, to),
    reset: () => latest.current.props.onReset?.(),
    point: (index) => latest.current.props.onPoint?.(index),
    range: () => latest.current.props.range ?? null,
    drawn: (u) => {
      placeFlags(u, latest.current.props.alerts ?? []);
      placePins(u, latest.current.props.notes);
    },
  };
}

/** Width of an element, as it changes. */
export function useWidth(host: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = host.current!;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width;
}
