import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Comparison, StepEvent } from "../api/types";
import { positionOn, stepsBetween, type StepTable } from "../chart/axis";
import { exportPoints } from "../chart/export";
import { curvesOf, joined, type Frame } from "../chart/frame";
import { PictureButtons, plotPicture, xUnit, yUnit } from "../chart/picture-buttons";
import { Plot } from "../chart/plot";
import type { RunStyle } from "../chart/run-colours";
import { pointsForScreen, useNear } from "../chart/series-chart";
import { summaryOf } from "../chart/summary";
import { arrivalOf, isEvaluation } from "../chart/wanted";
import { yScaleOf } from "../chart/y-axis";
import { bucketLabel } from "../format/bucket";
import { useStream } from "../live/context";
import { useFetched } from "../live/fetched";
import { append, decodePoints, type Points } from "../live/points";
import { useComparedNotes } from "../note/board";
import { withNotes } from "../note/marks";
import { Failed, Loading, Nothing } from "../parts/states";
import type { View } from "../route/permalink";

/** Values that a chart of a comparison shows, for the table under the charts. */
export interface Shown {
  frame: Frame;
  /** Ids of the runs, one for each curve. */
  runs: string[];
  /** Place of the cursor on the x axis; null without one. */
  x: number | null;
}

interface ChartProps {
  series: string;
  runs: string[];
  /** Epochs of the runs, where x counts these; null until they are known. A run that says none has no curve then. */
  epochs: Map<string, StepTable | null> | null;
  hidden: string[];
  styles: Map<string, RunStyle>;
  view: View;
  setView: (change: Partial<View>) => void;
  height: number;
  report: (series: string, shown: Shown) => void;
  /** Takes what the service says of the runs themselves. */
  onComparison: (comparison: Comparison) => void;
}

/** One series of all chosen runs; made once it comes near the part of the page that is seen. */
export function ComparedChart(props: ChartProps) {
  const [host, near] = useNear();
  const seen = useRef(false);
  seen.current ||= near;
  return (
    <figure class="chart" ref={host} data-series={props.series} data-mounted={near ? "" : undefined}>
      <figcaption><h3 title={props.series}>{props.series}</h3></figcaption>
      {seen.current ? <Curves {...props} /> : <div class="chart-rest" style={{ height: `${props.height + 42}px` }} />}
    </figure>
  );
}

function Curves({ series, runs, epochs, hidden, styles, view, setView, height, report, onComparison }: ChartProps) {
  const { from, to } = view;
  const axis = view.x === "tokens" ? "step" : view.x;
  const smooth = isEvaluation(series) ? 0 : view.smooth;
  const answer = useFetched<Comparison>("/compare", { run: runs, series, from, to, smooth: smooth || null, points: pointsForScreen(height > 200) });
  useStream("reset", answer.again, []);
  const { points, version } = usePointsOf(answer.data, series, view, smooth);
  useEffect(() => void (answer.data && onComparison(answer.data)), [answer.data]);

  const names = new Map(answer.data?.runs.map(({ run, name }) => [run, name || run]));
  const shown = points.filter((one) => !hidden.includes(one.run) && (axis !== "epoch" || epochs?.get(one.run)));
  const positions = new Map(points.map((one) => [one.run, positionOn(axis, one.buckets[0]?.millis ?? 0, epochs?.get(one.run) ?? null)]));
  const y = useMemo(() => yScaleOf(shown.flatMap((one) => one.buckets), view.y), [points, version, hidden.join("\n"), axis, epochs, view.y]);
  const frame = useMemo(() => joined(shown.map((one) => {
    const { colour, dash } = styles.get(one.run)!;
    const part = curvesOf(one, names.get(one.run) ?? one.run, colour, { position: positions.get(one.run)!, y, smooth: smooth > 0, superseded: false });
    return { ...part, curves: part.curves.map((curve) => ({ ...curve, dash })), dividers: [] };
  })), [points, version, y, styles, axis, epochs, smooth]);
  const notes = useComparedNotes(series, shown.map((one) => ({ run: one.run, name: names.get(one.run) ?? one.run, colour: styles.get(one.run)!.colour, buckets: one.buckets, position: positions.get(one.run)! })), axis, [frame]);
  const told = (index: number | null) => report(series, { frame, runs: shown.map((one) => one.run), x: index === null ? null : frame.x[index] ?? null });
  useEffect(() => told(null), [frame]);

  if (!answer.data || (axis === "epoch" && epochs === null)) {
    return answer.status === "error" ? <Failed error={answer.error} again={answer.again} height={height} /> : <Loading height={height + 24} />;
  }
  const zoom = (start: number, end: number) => {
    const steps = shown.flatMap((one) => stepsBetween(one.buckets, positions.get(one.run)!, start, end) ?? []);
    steps.length > 1 && Math.max(...steps) > Math.min(...steps) && setView({ from: Math.min(...steps), to: Math.max(...steps) });
  };
  const legend = shown.map((one) => ({ label: names.get(one.run) ?? one.run, ...styles.get(one.run)! }));
  const coarsest = shown.reduce<Points | null>((a, b) => (a === null || b.bucketSteps > a.bucketSteps ? b : a), null);
  const words = summaryOf(series, shown.map((one) => ({ name: names.get(one.run) ?? one.run, points: one })));
  return (
    <>
      {frame.x.length === 0 ? <Nothing height={height}>{shown.length === 0 ? (points.every((one) => hidden.includes(one.run)) ? "All runs are hidden." : "No run that is shown says its epochs.") : `None of the runs has a series “${series}” here.`}</Nothing> : (
        <Plot frame={frame} notes={notes} axis={axis} y={y} height={height} range={axis === "step" && from !== null && to !== null ? [from, to] : null} label={words} bytes={yUnit(series) === "bytes"} onZoom={zoom} onReset={() => setView({ from: null, to: null })} onPoint={told} />
      )}
      <div class="chart-foot">
        <span class="resolution">{coarsest && bucketLabel(coarsest.raw, coarsest.bucketSteps)}</span>
        <span class="exports">
          <button type="button" class="plain" onClick={() => shown.forEach((one) => exportPoints(one, "csv"))}>CSV of each</button>
          <PictureButtons name={`compare-${series}`} take={(figure) => plotPicture(figure, withNotes(frame, notes.marks), { title: series, x: xUnit[axis], y: yUnit(series), legend })} />
        </span>
      </div>
    </>
  );
}

/** The points of all runs, which the stream makes grow. */
function usePointsOf(comparison: Comparison | null, series: string, view: View, smooth: number): { points: Points[]; version: number } {
  const [version, setVersion] = useState(0);
  const held = useRef<{ of: Comparison | null; points: Points[] }>({ of: null, points: [] });
  if (held.current.of !== comparison) {
    const points = comparison?.runs.map((run) => decodePoints({ ...run.points, run: run.run, series, rank: 0 }, smooth, pointsForScreen())) ?? [];
    held.current = { of: comparison, points };
  }
  const grow = (events: StepEvent[]) => {
    const wanted = (run: string) => ({ run, series, rank: null, from: view.from, to: view.to, smooth, points: 0 });
    const grown = held.current.points.map((points) => events.flatMap((event) => arrivalOf(event, wanted(points.run))).map((arrival) => append(points, arrival)).some(Boolean));
    grown.some(Boolean) && setVersion((n) => n + 1);
  };
  useStream("steps", grow, [series, view.from, view.to, smooth]);
  useStream("evaluation", (event) => grow([event]), [series, view.from, view.to, smooth]);
  return { points: held.current.points, version };
}
