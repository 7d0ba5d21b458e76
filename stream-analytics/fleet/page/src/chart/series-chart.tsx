import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { AlertRow } from "../api/types";
import { bucketLabel, bucketTitle } from "../format/bucket";
import type { Points } from "../live/points";
import { useChartNotes } from "../note/board";
import { withNotes } from "../note/marks";
import { Failed, Loading, Nothing } from "../parts/states";
import { isEvaluation, type Wanted } from "./wanted";
import type { View } from "../route/permalink";
import { concerns, spanOf } from "./alert-series";
import { axisWith, positionOn, stepsBetween, type StepTable } from "./axis";
import type { Level } from "./draw";
import { exportParquet, exportPoints } from "./export";
import { curvesOf, joined, type Frame } from "./frame";
import { Legend } from "./legend";
import { chartColours } from "./palette";
import { PictureButtons, plotPicture, xUnit, yUnit } from "./picture-buttons";
import { Plot } from "./plot";
import { summaryOf } from "./summary";
import { useTheme } from "../parts/theme";
import { usePoints } from "./use-points";
import { yScaleOf } from "./y-axis";

/** A chart of one series of one run. */
export interface SeriesChartProps {
  run: string;
  series: string;
  view: View;
  startMillis: number;
  /** Tokens or epochs of the run, where x counts these. */
  table: StepTable | null;
  alerts: AlertRow[];
  levels?: Level[];
  /** Last step of the run: no axis goes beyond it. Null where it is not known. */
  lastStep: number | null;
  height: number;
  title?: string;
  /** True for a replayed log: alerts also mark the step at which they were raised, and no service writes files. */
  recorded?: boolean;
  onView: (change: Partial<View>) => void;
}

/** The chart, made once it comes near the part of the page that is seen and given up when it leaves it. */
export function SeriesChart(props: SeriesChartProps) {
  const [host, near] = useNear();
  return (
    <figure class="chart" ref={host} data-series={props.series} data-mounted={near ? "" : undefined}>
      {near ? <MountedChart {...props} /> : <div class="chart-rest" style={{ height: `${props.height + 66}px` }} />}
    </figure>
  );
}

/** True where the element is near the part of the page that is seen. */
export function useNear() {
  const host = useRef<HTMLElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)!.isIntersecting), { rootMargin: "300px 0px" });
    observer.observe(host.current!);
    return () => observer.disconnect();
  }, []);
  return [host, near] as const;
}

/** Points to ask for: about as many as the chart is wide, in few sizes so that answers can be cached. */
export function pointsForScreen(wide = true): number {
  return wide ? Math.min(1_600, Math.max(400, Math.ceil(innerWidth / 200) * 200)) : 400;
}

function MountedChart({ run, series, view, startMillis, table, alerts, levels, lastStep, height, title, recorded = false, onView }: SeriesChartProps) {
  const { rank, from, to } = view;
  // Evaluations are few, and none of them is noise to be averaged away.
  const smooth = isEvaluation(series) ? 0 : view.smooth;
  const wanted: Wanted = { run, series, rank, from, to, smooth, points: pointsForScreen(height > 200) };
  const { status, points, error, version, again } = usePoints(wanted);
  const theme = useTheme();
  const [at, setAt] = useState<number | null>(null);
  const axis = axisWith(view.x, table);
  const position = useMemo(() => positionOn(axis, startMillis, table), [axis, startMillis, table]);
  const y = useMemo(() => yScaleOf(points?.buckets ?? [], view.y), [points, version, view.y]);
  const frame = useMemo(
    () => points && joined([curvesOf(points, series, chartColours().curve, { position, y, smooth: smooth > 0, superseded: view.superseded })]),
    [points, version, position, y, view.superseded, smooth, theme],
  );
  const spans = useMemo(
    () => (points ? alerts.filter((alert) => concerns(alert, series)).flatMap((alert) => spanOf(alert, points.buckets, position, recorded) ?? []) : []),
    [alerts, points, version, position, recorded],
  );
  const notes = useChartNotes(series, points?.buckets, version, position, axis);
  const zoom = useCallback(
    (start: number, end: number) => {
      const steps = axis === "step" ? [Math.max(0, Math.floor(start)), Math.ceil(end)] : points && stepsBetween(points.buckets, position, start, end);
      if (steps && steps[1] > steps[0]) {
        onView({ from: steps[0], to: steps[1] });
      }
    },
    [view, axis, points, position],
  );
  const range: [number, number] | null = axis === "step" && from !== null && to !== null ? [from, endOf(to, lastStep, points)] : null;
  return (
    <>
      <figcaption>
        <h3 title={series}>{title ?? series}</h3>
        {frame && points && <Legend frame={frame} points={points} axis={axis} at={at} />}
      </figcaption>
      {status === "error" && !points ? (
        <Failed error={error!} again={again} height={height} />
      ) : !frame || !points ? (
        <Loading height={height} />
      ) : points.buckets.length === 0 ? (
        <Nothing height={height}>{from === null ? "No data yet" : "No data in this range"}</Nothing>
      ) : (
        <Plot {...{ frame, height, levels, notes, range }} axis={axis} y={y} alerts={spans} bytes={/(^|[_/.])bytes$/.test(series)} label={summaryOf(series, [{ name: run, points }])}
          onZoom={zoom} onReset={() => onView({ from: null, to: null })} onPoint={setAt} />
      )}
      <div class="chart-foot">
        <span class="resolution" title={points ? bucketTitle(points.raw) : undefined}>{points ? bucketLabel(points.raw, points.bucketSteps) : ""}{status === "loading" && points ? " · refining" : ""}</span>
        {points && points.buckets.length > 0 && (
          <span class="exports">
            <button type="button" class="plain" onClick={() => exportPoints(points, "csv")}>CSV</button>
            <button type="button" class="plain" onClick={() => exportPoints(points, "json")}>JSON</button>
            {!recorded && <ParquetButton wanted={wanted} />}
            {frame && <PictureButtons name={`${run}-${series}`} take={(figure) => plotPicture(figure, withNotes(frame, notes.marks), { title: `${title ?? series} · ${run}`, x: xUnit[axis], y: yUnit(series), legend: legendOf(frame) })} />}
          </span>
        )}
      </div>
    </>
  );
}

/** Curves that a picture must name: none where there is one. */
function legendOf({ curves }: Frame) {
  return curves.length < 2 ? [] : curves.map(({ label, colour, superseded, dash }) => ({ label, colour, dash: superseded ? [3, 3] : dash }));
}

/** `to`, but no step that the run has not made. */
function endOf(to: number, lastStep: number | null, points: Points | null): number {
  const last = Math.max(lastStep ?? -1, points?.buckets.at(-1)?.lastStep ?? -1);
  return last < 0 ? to : Math.min(to, last);
}

/** Asks the service for a file; where that fails, the button says so. */
function ParquetButton({ wanted }: { wanted: Wanted }) {
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => exportParquet(wanted).then(() => setProblem(null), (error: Error) => setProblem(error.message));
  return <button type="button" class="plain" title={problem ?? undefined} onClick={() => void take()}>{problem === null ? "Parquet" : "Parquet failed"}</button>;
}
